/** Chunks that are picture, or say how its numbers become colours. Everything else (texts, times, EXIF, profiles) goes. */
const picture: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT']);

const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

const isCritical = (name: string): boolean => /^[A-Z]/.test(name);

/** The pieces of a PNG that are picture (W3C PNG, §5); nothing where it is broken, cut off or needs a chunk we do not know. */
export function stripPng(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let at = 8;
  let hasData = false;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const next = at + 12 + length;
    if (next > bytes.length) return undefined;
    const name = nameAt(bytes, at + 4);
    if (!/^[A-Za-z]{4}$/.test(name)) return undefined;
    if ((kept.length === 1) !== (name === 'IHDR')) return undefined;
    if (name === 'IHDR' && length !== 13) return undefined;
    hasData ||= name === 'IDAT' && length > 0;
    if (picture.has(name)) kept.push(bytes.subarray(at, next));
    else if (isCritical(name)) return undefined;
    if (name === 'IEND') return hasData && length === 0 ? kept : undefined;
    at = next;
  }
  return undefined;
}
