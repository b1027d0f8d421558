import { readFileSync } from 'node:fs';
import { concat, encode, fromHex, hex, sha256, utf8, type Bytes } from '@awna/base';
import { expect, test } from 'vitest';
import { signDoorRecord } from './door.ts';
import { doorRecordBytes, type DoorRecord } from './door-record.ts';
import { nobleEngine } from './noble.ts';
import { verifyDoorRecord } from './verify.ts';
import { webEngine } from './web.ts';

const fill = (length: number, n: number): Bytes => new Uint8Array(length).fill(n);
const seed = fill(32, 0x33);
const space = fill(16, 0x11);
const record: DoorRecord = { count: 3, rpk: fill(32, 1), wpk: fill(32, 2), place: 41, control: [fill(32, 4), fill(32, 5)], k: 2 };
const golden = JSON.parse(readFileSync(new URL('golden/door-record@1.json', import.meta.url), 'utf8')) as Record<string, string>;

test('[§12] golden bytes: what a keeper signs, and the signature, from both engines', async () => {
  const list = [space, 3, record.rpk, record.wpk, 41, [...record.control], 2];
  expect(doorRecordBytes(space, record)).toEqual(concat(utf8('awna/1/door\0'), sha256(encode(list))));
  expect(hex(doorRecordBytes(space, record))).toBe(golden['signed']);
  for (const engine of [webEngine, nobleEngine]) {
    const sign = await signDoorRecord(engine, seed, space, record);
    expect(hex(sign)).toBe(golden['sign']);
    expect(hex(await engine.publicKeyOf(seed))).toBe(golden['key']);
  }
});

test('[§12] every field of a record is signed, the order of the keepers too', () => {
  const key = fromHex(golden['key'] ?? '') ?? fill(0, 0);
  const sign = fromHex(golden['sign'] ?? '') ?? fill(0, 0);
  expect(verifyDoorRecord(key, sign, space, record)).toBe(true);
  expect(verifyDoorRecord(key, sign, fill(16, 0x12), record)).toBe(false);
  expect(verifyDoorRecord(fill(32, 9), sign, space, record)).toBe(false);
  const bent: Partial<DoorRecord>[] = [
    { count: 4 },
    { rpk: fill(32, 2) },
    { wpk: fill(32, 1) },
    { place: 42 },
    { control: record.control.slice(1) },
    { control: record.control.toReversed() },
    { k: 1 },
  ];
  for (const change of bent) expect(verifyDoorRecord(key, sign, space, { ...record, ...change })).toBe(false);
});
