import { err, ok, type Id, type Result } from '@awna/base';
import type { Draft } from '@awna/core';
import type { Group } from '@awna/device';
import { alarmOf } from './alarm.ts';
import type { AtGroup, Desk } from './desk.ts';
import { failed, type Failure } from './failure.ts';

/** A fact of mine and its place in the log; null while it waits in the outbox. */
export interface Accepted {
  readonly id: Id;
  readonly place: number | null;
}

/** Reads on to the end of the log where the relay can be reached; an alarm is a failure, being offline is not. `whole`: the door too. */
export async function refresh(desk: Desk, at: AtGroup, whole = false): Promise<Result<'online' | 'offline', Failure>> {
  if (at.card.state !== 'member') return ok('offline');
  const synced = whole ? await syncWhole(at) : await at.group.sync();
  if (synced.ok) return ok('online');
  const alarm = await alarmOf(desk, at);
  return alarm ? err(alarm) : ok('offline');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Syncs and does what a device does at its leisure besides: while a signature is only spoken for, it lets nobody in
 * and opens no letter box, so a terminal that goes at once would never come to it.
 */
export async function syncWhole({ group }: Pick<AtGroup, 'group'>): ReturnType<Group['sync']> {
  const first = await group.sync();
  while (first.ok && (await group.status()).unchecked > 0) await pause(10);
  if (!first.ok) return first;
  const second = await group.sync();
  if (!second.ok) return second;
  const { size, sent, received } = second.value;
  return ok({ size, sent: first.value.sent + sent, received: first.value.received + received });
}

/** As `refresh`, before something is shown: says so where it may be old, or where an alarm stands. What is here stays readable. */
export async function refreshToShow(desk: Desk, at: AtGroup): Promise<void> {
  const now = await refresh(desk, at);
  if (!now.ok) desk.alarmed(now.error);
  else if (now.value === 'offline' && at.card.state === 'member') desk.warn(desk.words.cli.maybeOld());
}

/** Where facts stand in the log, looked for from a place on. */
async function placesFrom(at: AtGroup, from: number, ids: ReadonlySet<Id>): Promise<ReadonlyMap<Id, number>> {
  const places = new Map<Id, number>();
  for (let next = from; places.size < ids.size;) {
    const lines = await at.group.log({ from: next, limit: 200 });
    if (lines.length === 0) break;
    for (const line of lines) for (const { id } of line.void === null ? line.facts : []) if (ids.has(id)) places.set(id, line.place);
    next = (lines.at(-1)?.place ?? next) + 1;
  }
  return places;
}

/** Sends what was said where the relay can be reached, and says which place each fact has. A rule's no at that place is a failure. `from`: the log's size before it was said. */
export async function placed(desk: Desk, at: AtGroup, from: number, ids: readonly Id[]): Promise<Result<readonly Accepted[], Failure>> {
  const now = await refresh(desk, at);
  if (!now.ok) return now;
  const standing = await at.group.standing(ids);
  for (const [index, id] of ids.entries()) {
    const stands = standing[id];
    if (typeof stands === 'object') return err(failed({ reason: stands.refused, index }));
  }
  const stood = new Set(ids.filter((id) => standing[id] === 'sent' || standing[id] === 'settled'));
  const near = await placesFrom(at, from, stood);
  // What was said before, and said again by the same request, stands further up.
  const places = near.size < stood.size ? await placesFrom(at, 0, stood) : near;
  const accepted = ids.map((id) => ({ id, place: places.get(id) ?? null }));
  if (accepted.some(({ place }) => place === null)) desk.warn(desk.words.cli.kept());
  return ok(accepted);
}

/** Does it, all or nothing, and sends it. */
export async function send(desk: Desk, at: AtGroup, drafts: readonly Draft[]): Promise<Result<readonly Accepted[], Failure>> {
  const { size } = await at.group.roots();
  const done = await at.group.act(drafts);
  return done.ok ? placed(desk, at, size, done.value.ids) : err((await alarmOf(desk, at)) ?? failed(done.error));
}

/** 3 where something waits in the outbox. */
export const exitFor = (accepted: readonly Accepted[]): { exit?: 3 } => (accepted.some(({ place }) => place === null) ? { exit: 3 } : {});
