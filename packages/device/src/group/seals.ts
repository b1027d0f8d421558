import { idBytes, type Bytes, type Id } from '@awna/base';
import { rosterOf, type MembersState } from '@awna/core';
import { keysNamed, openSeal, sealAt, sealBytes } from '@awna/crypto';
import type { Turn } from '../log/turn.ts';
import { blobOf } from './fetch.ts';
import type { Space } from './space.ts';

/** The turn whose seal was here and did not open: it is not fetched again and again. */
const shut = new WeakMap<Space, Turn>();

/** The key that a turn brings this device: its own where it turned itself, else the one in its person's seal. Nothing else than what the turn named. */
export async function keyInSeals(space: Space, turn: Turn, members: MembersState, me: Id | null): Promise<Bytes | undefined> {
  const { engine } = space.platform;
  const { space: id, sealing, turning } = space.record;
  const isNamed = async (K: Bytes): Promise<boolean> => (await keysNamed(engine, K, id, turn)) !== undefined;
  if (turning && (await isNamed(turning.K))) return turning.K;
  if (shut.get(space) === turn) return undefined;
  // Who is not in has no seal: no key is looked for.
  const index = me === null ? -1 : rosterOf(members).findIndex(({ member }) => member === me);
  if (me === null || index < 0) return undefined;
  const { blob, from } = sealAt(index);
  const name = turn.seals[blob];
  const bytes = name && (await blobOf(space, name));
  if (!bytes) return undefined;
  const turned = { space: id, commit: turn.commit, from: idBytes(turn.from) };
  const K = await openSeal(engine, sealing, turned, idBytes(me), bytes.subarray(from, from + sealBytes));
  if (K && (await isNamed(K))) return K;
  shut.set(space, turn);
  return undefined;
}
