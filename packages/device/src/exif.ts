import { concat, err, ok, type Bytes, type Result } from '@awna/base';
import { stripJpeg } from './exif/jpeg.ts';
import { stripPng } from './exif/png.ts';
import { stripWebp } from './exif/webp.ts';

const begins = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, i) => bytes[i] === byte);

/**
 * A photo without anything but its picture: what tells where, when, with what or by whom it was taken (EXIF, GPS, XMP,
 * IPTC, comments, colour profiles, thumbnails, bytes after its end) is left out. Only parts known to be picture are
 * kept, so what is unknown goes too. JPEG, PNG and WebP; anything else, and what is broken or cut off, is not a photo.
 */
export function stripMetadata(bytes: Uint8Array): Result<Bytes, 'photo-not-readable'> {
  const kept = begins(bytes, 0xff, 0xd8)
    ? stripJpeg(bytes)
    : begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
      ? stripPng(bytes)
      : begins(bytes, 0x52, 0x49, 0x46, 0x46)
        ? stripWebp(bytes)
        : undefined;
  return kept ? ok(concat(...kept)) : err('photo-not-readable');
}
