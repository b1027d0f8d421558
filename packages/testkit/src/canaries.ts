/** Words that must never be seen where nobody may read them, and every way in which they could be lying there. */
export interface Canaries {
  /** A new word of this kind. */
  readonly word: (kind: string) => string;
  readonly words: () => readonly string[];
  /** Those of them that are found in these bytes, in any of the usual spellings. */
  found(bytes: Uint8Array): readonly string[];
  /** Whether any could be: one quick look for what all of them have in common. */
  suspects(bytes: Uint8Array): boolean;
}

/** A text as it may lie in bytes: UTF-8, UTF-16 (as V8 keeps it), hex, and base64 wherever it begins. */
function spellings(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const out = [utf8, Buffer.from(text, 'utf16le'), Buffer.from(utf8.toString('hex')), Buffer.from(utf8.toString('hex').toUpperCase())];
  for (let shift = 0; shift < 3; shift++) {
    // The first and the last letters of base64 depend on what stands beside: only the middle is the text's own.
    const middle = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -4);
    out.push(Buffer.from(middle), Buffer.from(middle.replaceAll('+', '-').replaceAll('/', '_')));
  }
  return out;
}

export function canaries(stem: string): Canaries {
  const words: string[] = [];
  const common = spellings(stem);
  return {
    word(kind) {
      const word = `${kind} ${stem}${String(words.length).padStart(2, '0')}`;
      words.push(word);
      return word;
    },
    words: () => words,
    found: (bytes) =>
      words.filter((word) =>
        spellings(word).some((spelling) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(spelling)),
      ),
    suspects: (bytes) => common.some((spelling) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(spelling)),
  };
}
