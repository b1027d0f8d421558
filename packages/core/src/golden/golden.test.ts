import { decode, encode, fromHex, hex, type ValueMap } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { features, readFact } from '../index.ts';
import kept from './facts.json' with { type: 'json' };

const golden = kept as readonly { type: string; data: ValueMap; cbor: string }[];
const types = features.flatMap(({ facts }) => Object.keys(facts));
const read = (type: string, data: ValueMap) => readFact('A'.repeat(22), '00', type, data).fact;

/** Kept for ever: what one version wrote, every later one reads. */
describe('golden facts', () => {
  test('every fact type of this rules version has its bytes here', () => {
    expect(golden.map(({ type }) => type)).toEqual(types);
  });

  test.each(golden)('$type', ({ type, data, cbor }) => {
    expect(hex(encode(data))).toBe(cbor);
    const back = decode(fromHex(cbor) ?? new Uint8Array());
    expect(back).toEqual({ ok: true, value: data });
    expect(read(type, data)?.data).toEqual(data);
  });

  test.each(golden)('$type takes no field it does not know, misses none, and takes no other shape', ({ type, data }) => {
    expect(read(type, { ...data, name: 'ليلى' })).toBeNull();
    for (const field of Object.keys(data)) {
      const { [field]: gone, ...rest } = data;
      expect(gone).not.toBeUndefined();
      expect(read(type, rest), field).toBeNull();
      for (const odd of [{ a: 1 }, -1, 1.5, 'x'.repeat(1000), new Uint8Array(3)])
        expect(read(type, { ...data, [field]: odd }), field).toBeNull();
    }
  });
});
