const strict = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Whether every second byte is nearly always zero or one high byte: UTF-16 whose byte order mark was lost. */
function unmarked16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 2000);
  if (sample.length < 8 || bytes.length % 2 !== 0) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even++;
    if (sample[i + 1] === 0) odd++;
  }
  // Commas, quotes, digits and line ends are ASCII in every sheet, so a tenth of the pairs has a zero on one side only.
  const pairs = sample.length / 2;
  if (odd > pairs / 10 && even === 0) return 'utf-16le';
  if (even > pairs / 10 && odd === 0) return 'utf-16be';
  return undefined;
}

/**
 * The text of a sheet as programs export it: UTF-8 with or without a byte order mark, UTF-16 (Excel's “Unicode text”),
 * else Windows-1256, which Arabic Excel still writes. Nothing where it is no text at all.
 */
export function textOf(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return strict('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return strict('utf-16be', bytes);
  const wide = unmarked16(bytes);
  if (wide) return strict(wide, bytes);
  const text = strict('utf-8', bytes) ?? strict('windows-1256', bytes);
  return text?.includes('\0') === true ? undefined : text;
}
