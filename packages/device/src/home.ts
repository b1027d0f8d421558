import { base64url, err, idOf, ok, type Id, type Result, type ValueMap } from '@awna/base';
import { connectRelay, type Refusal, type RelayLink } from '@awna/wire';
import type { DeviceProblem, Group, Home, SpaceCard } from './api.ts';
import { openMap, openRecord, recordKey, sealMap, sealRecord, type SpaceRecord } from './group/record.ts';
import { GroupSession } from './group/session.ts';
import { Space } from './group/space.ts';
import { oneAtATime } from './group/turns.ts';
import { Watching } from './group/watching.ts';
import type { Hall } from './home/coming.ts';
import type { WaitingRoom } from './home/waiting.ts';
import type { Platform } from './platform.ts';
import { StoreFull, type Write } from './store/port.ts';

export interface HomeOptions {
  /** Connects by itself and stays connected; otherwise only `sync` and `join` do. */
  readonly live?: boolean;
  /** How to reach a relay that lives inside this device; without it there are no sandboxes. */
  readonly sandbox?: (platform: Platform, space: Id | null) => Promise<Result<RelayLink, Refusal>>;
}

/** Opens a person's device: every group on it, and those that are still to answer. */
export async function openHome(platform: Platform, options: HomeOptions = {}): Promise<Home> {
  const home = new OpenHome(platform, options);
  await home.load();
  return home;
}

class OpenHome implements Home {
  readonly #platform: Platform;
  readonly #options: HomeOptions;
  readonly #records = new Map<Id, SpaceRecord>();
  readonly #sessions = new Map<Id, GroupSession>();
  readonly #rooms = new Map<Id, WaitingRoom>();
  readonly #watching: Watching;
  readonly #keeping = oneAtATime();
  readonly #knocking = oneAtATime();

  constructor(platform: Platform, options: HomeOptions) {
    this.#platform = platform;
    this.#options = options;
    this.#watching = new Watching(platform);
  }

  get #live(): boolean {
    return this.#options.live ?? true;
  }

  async load(): Promise<void> {
    for (const [, sealed] of await this.#platform.store.list('space/')) {
      const record = await openRecord(this.#platform.local, sealed);
      if (record) await this.#enter(record);
    }
  }

  #connect(record: Pick<SpaceRecord, 'relay' | 'sandbox'>, space: Id | null): Promise<Result<RelayLink, Refusal>> {
    const { sandbox } = this.#options;
    if (record.sandbox)
      return sandbox ? sandbox(this.#platform, space) : Promise.resolve(err({ status: 0, error: 'unreachable' as const }));
    return connectRelay({ url: record.relay, socket: this.#platform.socket, timers: this.#platform });
  }

  async #enter(record: SpaceRecord): Promise<void> {
    const id = idOf(record.space);
    this.#records.set(id, record);
    const connect = () => this.#connect(record, id);
    if (record.state === 'joining') {
      const { WaitingRoom } = await import('./home/waiting.ts');
      const room = new WaitingRoom(this.#platform, record, { connect, changed: (now) => this.#roomChanged(now) });
      this.#rooms.set(id, room);
      if (this.#live) void room.keepLooking();
    } else if (record.epochs.length > 0 && !this.#sessions.has(id)) {
      const space = await Space.open(this.#platform, record);
      const session = await GroupSession.open(space, {
        connect,
        live: this.#live && record.state === 'member',
        onRecord: () => this.#watching.changed(),
      });
      this.#sessions.set(id, session);
    }
    this.#watching.changed();
  }

  async #roomChanged(record: SpaceRecord): Promise<void> {
    this.#records.set(idOf(record.space), record);
    if (record.state === 'member') await this.#enter(record);
    this.#watching.changed();
  }

  #cards(): readonly SpaceCard[] {
    return [...this.#records].map(([space, kept]): SpaceCard => {
      const session = this.#sessions.get(space);
      const record = session?.record ?? kept;
      const { relay, state, problem, sandbox } = record;
      return {
        space,
        genesis: base64url(record.genesis),
        group: session?.name ?? record.group,
        me: session?.me ?? null,
        state,
        problem,
        relay,
        sandbox,
      };
    });
  }

  spaces(): Promise<readonly SpaceCard[]> {
    return Promise.resolve(this.#cards());
  }

  watchSpaces(seen: (cards: readonly SpaceCard[]) => void): () => void {
    return this.#watching.watch(() => this.#cards(), seen);
  }

  async readLink(link: string) {
    const { cardOf, readLink } = await import('./group/link.ts');
    const read = readLink(link);
    return read.ok ? ok(cardOf(read.value)) : read;
  }

  async #keepRecord(record: SpaceRecord, also: readonly Write[] = []): Promise<Result<null, DeviceProblem>> {
    try {
      await this.#platform.store.write([[recordKey(idOf(record.space)), await sealRecord(this.#platform.local, record)], ...also]);
      return ok(null);
    } catch (error) {
      if (error instanceof StoreFull) return err('disk-full');
      throw error;
    }
  }

  async found(how: Parameters<Home['found']>[0]) {
    return (await import('./home/coming.ts')).found(this.#hall(), how);
  }

  async join(how: Parameters<Home['join']>[0]) {
    return (await import('./home/coming.ts')).join(this.#hall(), how);
  }

  async handOver(space: Id) {
    return (await import('./home/coming.ts')).handOver(this.#hall(), space);
  }

  async takeOver(carried: string) {
    return (await import('./home/coming.ts')).takeOver(this.#hall(), carried);
  }

  #hall(): Hall {
    return {
      platform: this.#platform,
      live: this.#live,
      records: this.#records,
      sessions: this.#sessions,
      rooms: this.#rooms,
      knocking: this.#knocking,
      connect: (record) => this.#connect(record, null),
      keepRecord: (record, also) => this.#keepRecord(record, also),
      enter: (record) => this.#enter(record),
      forget: (space) => this.forget(space),
      changed: () => this.#watching.changed(),
    };
  }

  async forget(space: Id): Promise<void> {
    this.#rooms.get(space)?.close();
    await this.#sessions.get(space)?.close();
    this.#rooms.delete(space);
    this.#sessions.delete(space);
    this.#records.delete(space);
    const { store } = this.#platform;
    await store.write([
      [recordKey(space), null],
      [`head/${space}`, null],
      [`flight/${space}`, null],
    ]);
    for (const table of ['frame', 'part', 'out', 'slot', 'blob', 'blobout', 'did']) await store.clear(`${table}/${space}/`);
    this.#watching.changed();
  }

  group(space: Id): Group {
    const session = this.#sessions.get(space);
    if (!session) throw new RangeError('no such open group on this device');
    return session;
  }

  keep(key: string, value: ValueMap | null): Promise<Result<null, DeviceProblem>> {
    const { store, local } = this.#platform;
    // Sealing takes its time: without a turn, what was erased a moment later would come back.
    return this.#keeping(async () => {
      try {
        await store.write([[`kept/${key}`, value && (await sealMap(local, value))]]);
        return ok(null);
      } catch (error) {
        if (error instanceof StoreFull) return err('disk-full');
        throw error;
      }
    });
  }

  async kept(key: string): Promise<ValueMap | null> {
    const sealed = await this.#platform.store.get(`kept/${key}`);
    return (sealed && (await openMap(this.#platform.local, sealed))) ?? null;
  }

  async close(): Promise<void> {
    this.#watching.stop();
    for (const room of this.#rooms.values()) room.close();
    for (const session of this.#sessions.values()) await session.close();
    await this.#platform.store.close();
  }
}
