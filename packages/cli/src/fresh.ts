import { err, ok, type Id, type Result } from '@awna/base';
import type { DeviceProblem, Group } from '@awna/device';
import { alarmOf } from './alarm.ts';
import { isOver, type AtGroup, type Desk } from './desk.ts';
import type { Failure } from './failure.ts';
import { whyText } from './words.ts';

/**
 * Reads on to the end of the log and sends what waits. An alarm is a failure; what else was in the way is the value,
 * null where nothing was: what is here can be read all the same, and what is said is kept. `whole`: the door too.
 */
export async function refresh(desk: Desk, at: AtGroup, whole = false): Promise<Result<DeviceProblem | null, Failure>> {
  if (isOver(at.card)) return ok(null);
  const synced = whole ? await syncWhole(at) : await at.group.sync();
  if (synced.ok) return ok(null);
  const alarm = await alarmOf(desk, at);
  return alarm ? err(alarm) : ok(synced.error);
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
  else if (now.value !== null) desk.warn(`${whyText(desk.words, now.value)} ${desk.words.cli.maybeOld()}`);
}

/** As `refresh`, before something is said: whoever is not in the group any more is told so. */
export async function refreshToSay(desk: Desk, at: AtGroup, whole = false): Promise<Result<DeviceProblem | null, Failure>> {
  const now = await refresh(desk, at, whole);
  const gone = now.ok ? await goneFrom(desk, at) : null;
  return gone ? err(gone) : now;
}

/** That the group goes on without me, as far as this device has read by now; null while I am in. */
export async function goneFrom({ words }: Desk, { home, card }: Pick<AtGroup, 'home' | 'card'>): Promise<Failure | null> {
  const now = (await home.spaces()).find(({ space }) => space === card.space);
  return now && isOver(now) ? { exit: 1, reason: 'not-a-member', message: words.cli.gone[now.state]() } : null;
}

/** The same once something was said: it would wait for ever, so it is taken back. */
export async function saidTooLate(desk: Desk, at: AtGroup, ids: readonly Id[]): Promise<Failure | null> {
  const gone = await goneFrom(desk, at);
  if (gone) await at.group.takeBack(ids);
  return gone;
}

/** Why what was said has no place yet, and that it is kept. */
export const keptText = ({ words }: Desk, why: DeviceProblem | null): string =>
  why === null ? words.cli.kept() : `${whyText(words, why)} ${words.cli.kept()}`;
