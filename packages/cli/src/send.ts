import { err, ok, type Id, type Result } from '@awna/base';
import type { Draft } from '@awna/core';
import { alarmOf } from './alarm.ts';
import type { AtGroup, Desk } from './desk.ts';
import { failed, type Failure } from './failure.ts';
import { goneFrom, keptText, refresh, saidTooLate } from './fresh.ts';

/** A fact of mine and its place in the log; null while it waits in the outbox. */
export interface Accepted {
  readonly id: Id;
  readonly place: number | null;
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
  if (accepted.every(({ place }) => place !== null)) return ok(accepted);
  // Read to the end, and still without a place: the log goes on without me. Out of reach, nobody knows that yet.
  const gone = now.value === null ? await saidTooLate(desk, at, ids) : null;
  if (gone) return err(gone);
  desk.warn(keptText(desk, now.value));
  return ok(accepted);
}

/** Does it, all or nothing, and sends it. */
export async function send(desk: Desk, at: AtGroup, drafts: readonly Draft[]): Promise<Result<readonly Accepted[], Failure>> {
  const gone = await goneFrom(desk, at);
  if (gone) return err(gone);
  const { size } = await at.group.roots();
  const done = await at.group.act(drafts);
  return done.ok ? placed(desk, at, size, done.value.ids) : err((await alarmOf(desk, at)) ?? failed(done.error));
}

/** 3 where something waits in the outbox. */
export const exitFor = (accepted: readonly Accepted[]): { exit?: 3 } => (accepted.some(({ place }) => place === null) ? { exit: 3 } : {});
