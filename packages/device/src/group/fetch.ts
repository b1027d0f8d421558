import { base64url, concat, equal, sha256, type Bytes } from '@awna/base';
import type { Space } from './space.ts';

/** The most bytes asked for at a time: all the seals of a blob, so that nobody sees whose was wanted. */
const piece = 65_536;
/** Longer than any blob a relay takes. */
const longest = 1_800_000;

export const blobKey = (space: Pick<Space, 'id'>, name: string): string => `blob/${space.id}/${name}`;

/** A blob as it is stored, from here or from the relay, piece by piece; nothing where it is forgotten, out of reach now, or not what its name says. */
export async function blobOf(space: Space, blob: Bytes): Promise<Bytes | null> {
  const kept = await space.platform.store.get(blobKey(space, base64url(blob)));
  if (kept) return kept;
  const { link } = space;
  const pieces: Uint8Array[] = [];
  for (let from = 0; link;) {
    const got = await link.call('blob-get', { space: space.record.space, blob, from, length: piece });
    if (!got.ok || got.value.bytes.length === 0) return null;
    pieces.push(got.value.bytes);
    from += got.value.bytes.length;
    if (from >= got.value.size || from > longest) break;
  }
  const bytes = concat(...pieces);
  return equal(sha256(bytes), blob) ? bytes : null;
}
