import { base64url, err, idOf, ok, type Id, type Result } from '@awna/base';
import type { RelayLink } from '@awna/wire';
import type { DeviceProblem, Home } from '../api.ts';
import { readLink } from '../group/link.ts';
import { longestName } from '../group/longest.ts';
import type { SpaceRecord } from '../group/record.ts';
import type { GroupSession } from '../group/session.ts';
import type { oneAtATime } from '../group/turns.ts';
import type { Platform } from '../platform.ts';
import type { Write } from '../store/port.ts';
import { packDevice, unpackDevice } from './carry.ts';
import { found as foundOn } from './found.ts';
import { beginJoin } from './join.ts';
import type { WaitingRoom } from './waiting.ts';

/** What whoever comes into a group, or goes on in it elsewhere, needs of the home: all of it is done once, and loaded then. */
export interface Hall {
  readonly platform: Platform;
  readonly live: boolean;
  readonly records: ReadonlyMap<Id, SpaceRecord>;
  readonly sessions: Map<Id, GroupSession>;
  readonly rooms: ReadonlyMap<Id, WaitingRoom>;
  /** Two tabs may knock at once: it is one newcomer all the same. */
  readonly knocking: ReturnType<typeof oneAtATime>;
  connect(record: Pick<SpaceRecord, 'relay' | 'sandbox'>): Promise<Result<RelayLink, unknown>>;
  /** Keeps a record, and in the same write what belongs to it. */
  keepRecord(record: SpaceRecord, also?: readonly Write[]): Promise<Result<null, DeviceProblem>>;
  /** Opens what a record names. */
  enter(record: SpaceRecord): Promise<void>;
  forget(space: Id): Promise<void>;
  changed(): void;
}

const longestGroup = 120;

/** A name as people type it: outer blanks and control characters go. */
const tidy = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, ' ').trim();

/** M1: begins a group and reads its log before anybody looks. */
export async function found(hall: Hall, how: Parameters<Home['found']>[0]): ReturnType<Home['found']> {
  const name = tidy(how.name);
  const group = tidy(how.group);
  if (name === '' || group === '') return err('name-missing');
  if (name.length > longestName || group.length > longestGroup) return err('too-long');
  const sandbox = how.sandbox ?? false;
  const relay = how.relay.replace(/\/+$/, '');
  const link = await hall.connect({ relay, sandbox });
  if (!link.ok) return err('relay-unreachable');
  const done = await foundOn(hall.platform, link.value, { relay, group, name, sandbox });
  link.value.close();
  if (!done.ok) return done;
  const { record, frames, member } = done.value;
  // The log of a group of one is its founding frame: it is here before anybody looks, whatever happens to this machine.
  const kept = await hall.keepRecord(record, frames);
  if (!kept.ok) return kept;
  await hall.enter(record);
  const space = idOf(record.space);
  await hall.sessions.get(space)?.sync();
  hall.changed();
  return ok({ space, genesis: base64url(record.genesis), member });
}

/** M2: knocks, and waits a while for somebody to open. */
export async function join(hall: Hall, how: Parameters<Home['join']>[0]): ReturnType<Home['join']> {
  const name = tidy(how.name);
  if (name === '') return err('name-missing');
  if (name.length > longestName) return err('too-long');
  const link = readLink(how.link);
  if (!link.ok) return link;
  const space = idOf(link.value.space);
  const begun = await hall.knocking(async (): Promise<Result<null, DeviceProblem>> => {
    const known = hall.sessions.get(space)?.record ?? hall.records.get(space);
    if (known?.state === 'member') return err('already-member');
    if (known?.state === 'joining') return ok(null);
    const record = await beginJoin(hall.platform, link.value, name);
    const kept = await hall.keepRecord(record);
    if (!kept.ok) return kept;
    hall.sessions.delete(space);
    await hall.enter(record);
    return kept;
  });
  return begun.ok ? waitAtDoor(hall, space, how.waitMs ?? 0) : begun;
}

async function waitAtDoor({ platform, live, rooms, sessions, changed }: Hall, space: Id, waitMs: number): ReturnType<Home['join']> {
  const room = rooms.get(space);
  const until = platform.now() + waitMs;
  for (;;) {
    const problem = (await room?.look()) ?? null;
    if (room?.record.state === 'refused') return err(problem ?? 'invite-declined');
    if (room?.record.state === 'member') {
      room.close();
      await sessions.get(space)?.sync();
      changed();
      return ok({ space, member: sessions.get(space)?.me ?? null, state: 'joined' });
    }
    if (platform.now() >= until) return problem && waitMs === 0 && !live ? err(problem) : ok({ space, member: null, state: 'waiting' });
    await new Promise<void>((resolve) => platform.after(300, resolve));
  }
}

/** This device in one group as text, which goes on elsewhere: here it is erased. */
export async function handOver(hall: Hall, space: Id): ReturnType<Home['handOver']> {
  const session = hall.sessions.get(space);
  if (!session || session.record.state !== 'member' || session.record.sandbox) return err('not-a-member');
  const status = await session.status();
  if (status.alarm) return err('stopped-by-alarm');
  // What still waits here would be lost, or written twice.
  if (status.outbox > 0 || session.speaking) return err('relay-unreachable');
  const carried = packDevice(session.record, status.size);
  await hall.forget(space);
  return ok(carried);
}

/** Goes on as the device that a text carries. */
export async function takeOver(hall: Hall, carried: string): ReturnType<Home['takeOver']> {
  const record = unpackDevice(carried);
  if (!record.ok) return record;
  const space = idOf(record.value.space);
  if (hall.records.get(space)?.state === 'member') return err('already-member');
  const kept = await hall.keepRecord(record.value);
  if (!kept.ok) return kept;
  await hall.enter(record.value);
  return ok({ space });
}
