/**
 * How deep arrays and maps nest in CBOR bytes (RFC 8949 §3), found in one pass without recursion and without
 * making anything; stops as soon as `limit` is passed. Nothing where the bytes end early, go on after the item,
 * or hold what we do not use (indefinite lengths, tags).
 */
export function depthOf(bytes: Uint8Array, limit: number): number | undefined {
  const open: number[] = [];
  let deepest = 0;
  let at = 0;
  for (;;) {
    const first = bytes[at++];
    if (first === undefined) return undefined;
    const major = first >> 5;
    const argument = readArgument(bytes, at, first & 31);
    if (!argument) return undefined;
    at = argument.next;
    if (major === 6) return undefined;
    if (major === 2 || major === 3) {
      at += argument.value;
      if (at > bytes.length) return undefined;
    }
    if (major === 4 || major === 5) {
      const items = major === 5 ? argument.value * 2 : argument.value;
      // An item takes a byte at least: a longer claim is a lie, and must not make us wait or allocate.
      if (items > bytes.length - at) return undefined;
      deepest = Math.max(deepest, open.length + 1);
      if (deepest > limit) return deepest;
      if (items > 0) {
        open.push(items);
        continue;
      }
    }
    for (;;) {
      const left = open.pop();
      if (left === undefined) return at === bytes.length ? deepest : undefined;
      if (left > 1) {
        open.push(left - 1);
        break;
      }
    }
  }
}

function readArgument(bytes: Uint8Array, at: number, info: number): { value: number; next: number } | undefined {
  if (info < 24) return { value: info, next: at };
  if (info > 27) return undefined;
  const width = 2 ** (info - 24);
  if (at + width > bytes.length) return undefined;
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, next: at + width };
}
