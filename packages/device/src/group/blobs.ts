import { base64url, concat, encode, equal, err, fromBase64url, ok, sha256, type Bytes, type Result } from '@awna/base';
import { openBlob, sealBlob } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { DeviceProblem, PhotoRef } from '../api.ts';
import { stripMetadata } from '../exif.ts';
import { StoreFull } from '../store/port.ts';
import type { Space } from './space.ts';

const largest = 900_000;
const piece = 65_536;
/** Kept at the relay as long as the part that names it: the usual ninety days, and a day of grace. */
const keptDays = 92;

const blobKey = (space: Space, name: string): string => `blob/${space.id}/${name}`;

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

async function fetchBlob(space: Space, link: RelayLink, blob: Bytes): Promise<Bytes | null> {
  const pieces: Uint8Array[] = [];
  for (let from = 0; ;) {
    const got = await link.call('blob-get', { space: space.record.space, blob, from, length: piece });
    if (!got.ok || got.value.bytes.length === 0) return null;
    pieces.push(got.value.bytes);
    from += got.value.bytes.length;
    if (from >= got.value.size || from > 2 * largest) break;
  }
  const bytes = concat(...pieces);
  return equal(sha256(bytes), blob) ? bytes : null;
}

/** A photo, from here or from the relay; null where it is forgotten or out of reach now. */
export async function photo(space: Space, link: RelayLink | null, ref: PhotoRef): Promise<Bytes | null> {
  const blob = fromBase64url(ref.blob);
  const key = fromBase64url(ref.key);
  if (blob?.length !== 32 || key?.length !== 32) return null;
  const { store, engine } = space.platform;
  const kept = await store.get(blobKey(space, ref.blob));
  const bytes = kept ?? (link && (await fetchBlob(space, link, blob)));
  if (!bytes) return null;
  if (!kept) await store.write([[blobKey(space, ref.blob), bytes]]).catch(() => undefined);
  return (await openBlob(engine, key, bytes)) ?? null;
}
