import { base64url, encode, err, fromBase64url, ok, type Bytes, type Result } from '@awna/base';
import { openBlob, sealBlob } from '@awna/crypto';
import type { DeviceProblem, PhotoRef } from '../api.ts';
import { stripMetadata } from '../exif.ts';
import { StoreFull } from '../store/port.ts';
import { blobKey, blobOf } from './fetch.ts';
import type { Space } from './space.ts';

const largest = 900_000;
/** Kept at the relay as long as the part that names it: the usual ninety days, and a day of grace. */
const keptDays = 92;

/** Seals a photo under a key of its own and keeps it here; it goes to the relay before the fact that names it. */
export async function putPhoto(space: Space, bytes: Bytes): Promise<Result<PhotoRef, DeviceProblem>> {
  if (bytes.length > largest) return err('photo-too-large');
  const clean = stripMetadata(bytes);
  if (!clean.ok) return clean;
  const { engine, dice, store } = space.platform;
  const sealed = await sealBlob(engine, dice, clean.value);
  const name = base64url(sealed.blob);
  const day = Math.floor(space.minute / 1440) + keptDays;
  try {
    await store.write([
      [blobKey(space, name), sealed.bytes],
      [`blobout/${space.id}/${name}`, encode(day)],
    ]);
  } catch (error) {
    if (error instanceof StoreFull) return err('disk-full');
    throw error;
  }
  return ok({ blob: name, key: base64url(sealed.key) });
}

/** A photo, from here or from the relay; null where it is forgotten or out of reach now. */
export async function photo(space: Space, ref: PhotoRef): Promise<Bytes | null> {
  const blob = fromBase64url(ref.blob);
  const key = fromBase64url(ref.key);
  if (blob?.length !== 32 || key?.length !== 32) return null;
  const { store, engine } = space.platform;
  const bytes = await blobOf(space, blob);
  if (!bytes) return null;
  if (!(await store.get(blobKey(space, ref.blob)))) await store.write([[blobKey(space, ref.blob), bytes]]).catch(() => undefined);
  return (await openBlob(engine, key, bytes)) ?? null;
}
