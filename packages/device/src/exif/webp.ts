import { concat } from '@awna/base';

/** Chunks that are picture. Moving pictures (ANIM, ANMF) carry chunks in chunks and are no photos. */
const picture: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);

const fourAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The extended header without the flags of what was left out: profile (0x20), EXIF (0x08), XMP (0x04). */
function headerOf(chunk: Uint8Array): Uint8Array | undefined {
  if (chunk.length !== 18) return undefined;
  const header = new Uint8Array(chunk);
  header[8] = (header[8] ?? 0) & 0x10;
  header.fill(0, 9, 12);
  return header;
}

/** The pieces of a WebP that are picture (RFC 9649, §2); nothing where it is broken, cut off or moving. */
export function stripWebp(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length < 20 || fourAt(bytes, 8) !== 'WEBP') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stop = 8 + view.getUint32(4, true);
  if (stop > bytes.length) return undefined;
  const kept: Uint8Array[] = [];
  let images = 0;
  for (let at = 12; at < stop;) {
    if (at + 8 > stop) return undefined;
    const name = fourAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const next = at + 8 + length + (length % 2);
    // The last chunk's filling byte is forgotten by some writers.
    if (at + 8 + length > stop) return undefined;
    if (name === 'ANIM' || name === 'ANMF') return undefined;
    if (picture.has(name)) {
      const chunk = bytes.subarray(at, at + 8 + length);
      const clean = name === 'VP8X' ? headerOf(chunk) : chunk;
      if (!clean || (name === 'VP8X' && kept.length > 0)) return undefined;
      if (name !== 'VP8X' && name !== 'ALPH') images++;
      kept.push(clean);
      if (length % 2 === 1) kept.push(Uint8Array.of(0));
    }
    at = next;
  }
  if (images !== 1) return undefined;
  const body = concat(...kept);
  const head = concat(bytes.subarray(0, 8), bytes.subarray(8, 12));
  new DataView(head.buffer).setUint32(4, 4 + body.length, true);
  return [head, body];
}
