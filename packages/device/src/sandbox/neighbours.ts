import { idBytes, type Id, type ValueMap } from '@awna/base';
import type { Home } from '../api.ts';
import { asValue, openMap, sealMap } from '../group/record.ts';
import { openHome } from '../home.ts';
import type { Platform } from '../platform.ts';
import { prefixed } from '../store/prefixed.ts';
import { sandboxSocket } from './link.ts';
import { Neighbour } from './neighbour.ts';
import type { SandboxRelay } from './relay.ts';
import { parseKept, type Kept, type Neighbourhood } from './script.ts';

const keptKey = (space: Id): string => `neighbours/${space}`;
const storeOf = (space: Id, index: number): string => `neighbour/${space}/${String(index)}/`;
const inviteHours = 71;

/** The invented neighbours of the sandbox groups of this device. */
export class Neighbours {
  readonly #platform: Platform;
  readonly #relay: SandboxRelay;
  readonly #living = new Map<Id, Neighbour[]>();

  constructor(platform: Platform, relay: SandboxRelay) {
    this.#platform = platform;
    this.#relay = relay;
  }

  /** Invites them into a group that was just founded. */
  async invite(home: Home, space: Id, host: Id, neighbours: Neighbourhood): Promise<void> {
    if (neighbours.length === 0) return;
    const invited = await home.group(space).invite({ mode: 'instant', uses: neighbours.length, hours: inviteHours });
    if (!invited.ok) return;
    const kept: Kept = { host, link: invited.value.link, neighbours };
    await this.#platform.store.write([[keptKey(space), await sealMap(this.#platform.local, asValue(kept) as ValueMap)]]);
    await this.#wake(space, kept);
  }

  /** They live on where this device was closed and opened again. */
  async wakeAll(): Promise<void> {
    for (const [key, sealed] of await this.#platform.store.list('neighbours/')) {
      const map = await openMap(this.#platform.local, sealed);
      const kept = map && parseKept(map);
      if (kept) await this.#wake(key.slice('neighbours/'.length), kept);
    }
  }

  async #wake(space: Id, { host, link, neighbours }: Kept): Promise<void> {
    const platform = { ...this.#platform, socket: sandboxSocket(this.#relay) };
    const living: Neighbour[] = [];
    this.#living.set(space, living);
    for (const [index, script] of neighbours.entries()) {
      const home = await openHome({ ...platform, store: prefixed(this.#platform.store, storeOf(space, index)) });
      living.push(new Neighbour(this.#platform, { home, space, host, link, script, index, count: neighbours.length }));
    }
    // One after the other, as people come in.
    const comeIn = async (): Promise<void> => {
      for (const neighbour of living) await neighbour.live();
    };
    comeIn().catch(() => undefined);
  }

  /** They go with their group, and leave nothing behind. */
  async forget(space: Id): Promise<void> {
    for (const neighbour of this.#living.get(space) ?? []) await neighbour.close();
    this.#living.delete(space);
    await this.#platform.store.write([[keptKey(space), null]]);
    await this.#platform.store.clear(`neighbour/${space}/`);
    await this.#relay.forget(idBytes(space));
  }

  async close(): Promise<void> {
    for (const living of this.#living.values()) for (const neighbour of living) await neighbour.close();
    this.#living.clear();
  }
}
