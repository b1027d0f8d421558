import { openBlob } from '@awna/crypto';
import { Keyring } from '../log/keyring.ts';
import { blobOf } from './fetch.ts';
import type { Space } from './space.ts';
import { parseOlder } from './welcome.ts';

/** Fetches the epochs that had no room in the welcome: a newcomer reads from the first frame on. False while they cannot be had. */
export async function readOlder(space: Space): Promise<boolean> {
  const { older, epochs, space: id } = space.record;
  if (!older) return true;
  const { engine } = space.platform;
  const bytes = await blobOf(space, older.blob);
  const plain = bytes && (await openBlob(engine, older.key, bytes));
  const earlier = plain && parseOlder(plain);
  if (!earlier) return false;
  const all = [...earlier, ...epochs];
  await space.change({ epochs: all, older: null });
  space.ring = await Keyring.of(engine, id, all);
  await space.load();
  return true;
}
