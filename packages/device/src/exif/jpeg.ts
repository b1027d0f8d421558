/** A JFIF header that says nothing: version 1.1, no density, no thumbnail. */
const plainJfif = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

const end = 0xd9;
const scan = 0xda;
const app0 = 0xe0;
const app14 = 0xee;

/** Frames (Cx), tables (DHT, DQT, DAC), lines, restart interval. Everything else between two scans is not picture. */
const isPicture = (marker: number): boolean => (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= 0xdb && marker <= 0xdd);

const isFrame = (marker: number): boolean => isPicture(marker) && marker < 0xd0 && marker !== 0xc4 && marker !== 0xcc;

/** Where the coded data of a scan ends: at the next marker that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next === 0x00 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue;
    return at;
  }
  return undefined;
}

/** Adobe's APP14 says how colours are coded: without it some pictures turn green. Only its own twelve bytes are kept. */
function adobeOf(segment: Uint8Array): Uint8Array | undefined {
  const isAdobe = segment.length >= 16 && [0x41, 0x64, 0x6f, 0x62, 0x65].every((letter, i) => segment[4 + i] === letter);
  if (!isAdobe) return undefined;
  return Uint8Array.of(0xff, app14, 0, 14, ...segment.subarray(4, 11), 0, 0, 0, 0, segment[15] ?? 0);
}

/** The pieces of a JPEG that are picture (ITU-T T.81, annex B); nothing where it is broken or has no end. */
export function stripJpeg(bytes: Uint8Array): Uint8Array[] | undefined {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  let frames = 0;
  let scans = 0;
  for (;;) {
    if (bytes[at] !== 0xff) return undefined;
    while (bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (marker === end) {
      kept.push(Uint8Array.of(0xff, end));
      return frames > 0 && scans > 0 ? kept : undefined;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) return undefined;
    const segment = bytes.subarray(at, next);
    at = next;
    if (marker === scan) {
      const stop = frames > 0 ? scanEnd(bytes, next) : undefined;
      if (stop === undefined) return undefined;
      kept.push(segment, bytes.subarray(next, stop));
      scans++;
      at = stop;
    } else if (isPicture(marker)) {
      if (isFrame(marker)) frames++;
      kept.push(segment);
    } else if (marker === app0 && kept.length === 1) {
      kept.push(plainJfif);
    } else if (marker === app14) {
      const adobe = adobeOf(segment);
      if (adobe) kept.push(adobe);
    } else if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) {
      return undefined;
    }
  }
}
