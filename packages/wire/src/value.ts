import type { Value } from '@awna/base';
import { frameValue, headValue, partValue, type Frame, type Head, type Letter, type PartGiven } from './frame.ts';

const letterValue = (letter: Letter): Value => [letter.seq, letter.slot, letter.bytes];

/** The fields that are arrays on the wire and records in code. A field's name means one thing in every operation. */
interface Records {
  readonly head: Head;
  readonly frames: readonly Frame[];
  readonly part: PartGiven;
  readonly letters: readonly Letter[];
}

const writers: { readonly [K in keyof Records]: (field: Records[K]) => Value } = {
  head: headValue,
  frames: (frames) => frames.map(frameValue),
  part: partValue,
  letters: (letters) => letters.map(letterValue),
};

const isRecord = (key: string): key is keyof Records => Object.hasOwn(writers, key);

/** Arguments or a result as CBOR values; fields that are not given are left out. */
export function toValue(fields: object): Value {
  const out: { [key: string]: Value } = {};
  for (const [key, field] of Object.entries(fields)) {
    if (field === undefined) continue;
    // The operations' shapes hold each name to its type; `encode` throws on anything outside CBOR.
    out[key] = isRecord(key) ? (writers[key] as (field: unknown) => Value)(field) : (field as Value);
  }
  return out;
}
