import { err, ok, type Id, type Result } from '@awna/base';
import type { Home } from '@awna/device';
import { exitOf, failed, type Failure } from './failure.ts';

/** Where a newcomer stands. */
export interface AtDoor {
  readonly space: Id;
  readonly member: Id | null;
  readonly state: 'joined' | 'waiting';
}

const keyOf = (space: Id): string => `cli/door/${space}`;

/** Knocks with a link and waits; the link is remembered (sealed) until the door opened, so that a later `sync` looks again. */
export async function knock(home: Home, link: string, name: string, waitMs: number): Promise<Result<AtDoor, Failure>> {
  const card = await home.readLink(link);
  if (!card.ok) return err(failed(card.error));
  const kept = await home.keep(keyOf(card.value.space), { link, name });
  if (!kept.ok) return err(failed(kept.error));
  return look(home, card.value.space, waitMs);
}

/** Looks whether somebody opened the door. */
export async function look(home: Home, space: Id, waitMs = 0): Promise<Result<AtDoor, Failure>> {
  const kept = await home.kept(keyOf(space));
  const { link, name } = kept ?? {};
  if (typeof link !== 'string' || typeof name !== 'string') return err(failed('unknown-space'));
  const done = await home.join({ link, name, waitMs });
  if (done.ok ? done.value.state === 'joined' : exitOf(done.error) !== 3) await home.keep(keyOf(space), null);
  return done.ok ? ok(done.value) : err(failed(done.error));
}
