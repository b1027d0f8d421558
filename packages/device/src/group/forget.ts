import { forgettable } from '@awna/core';
import type { Write } from '../store/port.ts';
import { partKey } from './frames.ts';
import type { Space } from './space.ts';

/** X6: erases from this device what its rule or its day says, words and photos alike; the log goes on verifying without. */
export async function forget(space: Space): Promise<boolean> {
  const facts = new Set(forgettable(space.replica.state, space.minute));
  const { places, blobs } = space.parts.forget(facts, Math.floor(space.minute / 1440));
  if (places.length === 0) return false;
  const writes: Write[] = places.map((place): Write => [partKey(space.id, place), null]);
  for (const name of blobs) writes.push([`blob/${space.id}/${name}`, null], [`blobout/${space.id}/${name}`, null]);
  await space.platform.store.write(writes);
  return true;
}
