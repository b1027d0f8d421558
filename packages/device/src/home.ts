import { base64url, err, idOf, ok, type Id, type Result, type ValueMap } from '@awna/base';
import { connectRelay, type Refusal, type RelayLink } from '@awna/wire';
import type { DeviceProblem, Group, Home, SpaceCard } from './api.ts';
import { longestName } from './group/longest.ts';
import { openMap, openRecord, recordKey, sealMap, sealRecord, type SpaceRecord } from './group/record.ts';
import { GroupSession } from './group/session.ts';
import { Space } from './group/space.ts';
import { oneAtATime } from './group/turns.ts';
import { Watching } from './group/watching.ts';
import type { WaitingRoom } from './home/waiting.ts';
import type { Platform } from './platform.ts';
import { StoreFull, type Write } from './store/port.ts';

export interface HomeOptions {
  /** Connects by itself and stays connected; otherwise only `sync` and `join` do. */
  readonly live?: boolean;
  /** How to reach a relay that lives inside this device; without it there are no sandboxes. */
  readonly sandbox?: (platform: Platform, space: Id | null) => Promise<Result<RelayLink, Refusal>>;
}

const longestGroup = 120;

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

  async found(how: {
    relay: string;
    group: string;
    name: string;
    sandbox?: boolean;
  }): Promise<Result<{ space: Id; genesis: string; member: Id }, DeviceProblem>> {
    const name = tidy(how.name);
    const group = tidy(how.group);
    if (name === '' || group === '') return err('name-missing');
    if (name.length > longestName || group.length > longestGroup) return err('too-long');
    const sandbox = how.sandbox ?? false;
    const relay = how.relay.replace(/\/+$/, '');
    const { found } = await import('./home/found.ts');
    const link = await this.#connect({ relay, sandbox }, null);
    if (!link.ok) return err('relay-unreachable');
    const done = await found(this.#platform, link.value, { relay, group, name, sandbox });
    link.value.close();
    if (!done.ok) return done;
    const { record, frames, member } = done.value;
    // The log of a group of one is its founding frame: it is here before anybody looks, whatever happens to this machine.
    const kept = await this.#keepRecord(record, frames);
    if (!kept.ok) return kept;
    await this.#enter(record);
    const space = idOf(record.space);
    await this.#sessions.get(space)?.sync();
    this.#watching.changed();
    return ok({ space, genesis: base64url(record.genesis), member });
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

  async join(how: {
    link: string;
    name: string;
    waitMs?: number;
  }): Promise<Result<{ space: Id; member: Id | null; state: 'joined' | 'waiting' }, DeviceProblem>> {
    const name = tidy(how.name);
    if (name === '') return err('name-missing');
    if (name.length > longestName) return err('too-long');
    const [{ readLink }, { beginJoin }] = await Promise.all([import('./group/link.ts'), import('./home/join.ts')]);
    const link = readLink(how.link);
    if (!link.ok) return link;
    const space = idOf(link.value.space);
    // Two tabs may knock at once: it is one newcomer all the same.
    const begun = await this.#knocking(async (): Promise<Result<null, DeviceProblem>> => {
      const known = this.#sessions.get(space)?.record ?? this.#records.get(space);
      if (known?.state === 'member') return err('already-member');
      if (known?.state === 'joining') return ok(null);
      const record = await beginJoin(this.#platform, link.value, name);
      const kept = await this.#keepRecord(record);
      if (!kept.ok) return kept;
      this.#sessions.delete(space);
      await this.#enter(record);
      return kept;
    });
    return begun.ok ? this.#waitAtDoor(space, how.waitMs ?? 0) : begun;
  }

  async #waitAtDoor(
    space: Id,
    waitMs: number,
  ): Promise<Result<{ space: Id; member: Id | null; state: 'joined' | 'waiting' }, DeviceProblem>> {
    const room = this.#rooms.get(space);
    const until = this.#platform.now() + waitMs;
    for (;;) {
      const problem = (await room?.look()) ?? null;
      if (room?.record.state === 'refused') return err(problem ?? 'invite-declined');
      if (room?.record.state === 'member') {
        room.close();
        await this.#sessions.get(space)?.sync();
        this.#watching.changed();
        return ok({ space, member: this.#sessions.get(space)?.me ?? null, state: 'joined' });
      }
      if (this.#platform.now() >= until)
        return problem && waitMs === 0 && !this.#live ? err(problem) : ok({ space, member: null, state: 'waiting' });
      await new Promise<void>((resolve) => this.#platform.after(300, resolve));
    }
  }

  async handOver(space: Id): Promise<Result<string, DeviceProblem>> {
    const session = this.#sessions.get(space);
    if (!session || session.record.state !== 'member' || session.record.sandbox) return err('not-a-member');
    const status = await session.status();
    if (status.alarm) return err('stopped-by-alarm');
    // What still waits here would be lost, or written twice.
    if (status.outbox > 0 || session.speaking) return err('relay-unreachable');
    const { packDevice } = await import('./home/carry.ts');
    const carried = packDevice(session.record, status.size);
    await this.forget(space);
    return ok(carried);
  }

  async takeOver(carried: string): Promise<Result<{ space: Id }, DeviceProblem>> {
    const { unpackDevice } = await import('./home/carry.ts');
    const record = unpackDevice(carried);
    if (!record.ok) return record;
    const space = idOf(record.value.space);
    if (this.#records.get(space)?.state === 'member') return err('already-member');
    const kept = await this.#keepRecord(record.value);
    if (!kept.ok) return kept;
    await this.#enter(record.value);
    return ok({ space });
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

/** A name as people type it: outer blanks and control characters go. */
const tidy = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, ' ').trim();
