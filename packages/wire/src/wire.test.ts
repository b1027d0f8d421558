import { decode, encode, type Value } from '@awna/base';
import { describe, expect, it } from 'vitest';
import {
  decodeAnswer,
  decodeCall,
  decodeCallAnswer,
  decodeFromRelay,
  decodeRequest,
  encodeAnnouncement,
  encodeAnswer,
  encodeCall,
  encodeCallAnswer,
  encodeCallRefusal,
  encodeRefusal,
  encodeRequest,
  limits,
  ops,
  parseHead,
  parseRefusal,
  type Answer,
  type Args,
  type Frame,
  type Op,
} from './index.ts';

const fill = (n: number, length: number): Uint8Array => new Uint8Array(length).fill(n);
const head = { size: 3, root: fill(1, 32), minute: 7, signature: fill(2, 64) };
const frames: readonly Frame[] = [
  { place: 0, minute: 6, sealed: fill(3, 300), partHash: fill(4, 32), part: fill(5, 40), day: 9 },
  { place: 1, minute: 7, sealed: fill(6, 300), partHash: null, part: null, day: 0 },
];
const space = fill(7, 16);
const box = fill(8, 16);

const record = { count: 3, rpk: fill(3, 32), wpk: fill(4, 32), place: 9, control: [fill(5, 32), fill(6, 32), fill(7, 32)], k: 2 };

const requests: { readonly [O in Op]: Args<O> } = {
  hello: { versions: [1, 2] },
  open: {
    ...{ space, sealed: fill(1, 300), part: { bytes: fill(2, 9), day: 4 } },
    ...{ rpk: fill(3, 32), wpk: fill(4, 32), control: [fill(6, 32)], k: 1, sign: fill(5, 64) },
  },
  enter: { space, read: fill(1, 64), rpk: fill(2, 32) },
  door: { space, record, key: fill(5, 32), sign: fill(8, 64) },
  append: { space, sealed: fill(1, 300), part: { bytes: fill(2, 9), day: 0 } },
  read: { space, from: 3, max: 9 },
  follow: { space, from: 0 },
  show: { space, head },
  heal: { space, frames: frames },
  prove: { space, first: 1, size: 2 },
  'blob-put': { space, bytes: fill(1, 999), day: 3 },
  'blob-get': { space, blob: fill(1, 32), from: 5, length: 6 },
  'box-open': { space, box, until: 99 },
  letters: { space, box, after: 2 },
  'reply-put': { space, box, slot: fill(9, 16), bytes: fill(1, 50) },
  'letter-put': { box, slot: fill(9, 16), bytes: fill(1, 50) },
  'reply-get': { box, key: fill(1, 32) },
};

const answers: { readonly [O in Op]: Answer<O> } = {
  hello: { version: 1, key: fill(1, 32), nonce: fill(2, 32), minute: 5, limits: { ...limits } },
  open: { place: 0, minute: 1, head },
  enter: { head, door: { count: 3, control: [fill(5, 32)], k: 1 }, until: null },
  door: { count: 2, signed: 1 },
  append: { place: 2, minute: 7, head },
  read: { frames: frames, missing: [2], head },
  follow: { head },
  show: { head },
  heal: { head },
  prove: { proof: [fill(1, 32), fill(2, 32)], head },
  'blob-put': { blob: fill(1, 32) },
  'blob-get': { bytes: fill(1, 70), size: 100 },
  'box-open': {},
  letters: { letters: [{ seq: 1, slot: fill(1, 16), bytes: fill(2, 20) }] },
  'reply-put': {},
  'letter-put': {},
  'reply-get': { bytes: null },
};

describe('[wire] what is said is what is heard', () => {
  for (const op of ops) {
    it(`${op}: request and answer, on a socket and alone`, () => {
      expect(decodeRequest(encodeRequest(5, op, requests[op]))).toEqual({ ok: true, value: { id: 5, call: { op, args: requests[op] } } });
      expect(decodeCall(encodeCall(op, requests[op]))).toEqual({ ok: true, value: { op, args: requests[op] } });
      const heard = decodeFromRelay(encodeAnswer(5, op, answers[op]));
      if (!heard.ok || heard.value.kind !== 'answer') throw new Error('no answer');
      expect(heard.value.id).toBe(5);
      expect(decodeAnswer(op, heard.value.status, heard.value.value)).toEqual({ ok: true, value: answers[op] });
      expect(decodeCallAnswer(op, encodeCallAnswer(op, answers[op]))).toEqual({ ok: true, value: answers[op] });
    });
  }

  it('announcements', () => {
    for (const announcement of [
      { kind: 'frames', space, frames: frames, missing: [], head } as const,
      { kind: 'letter', space, box } as const,
    ]) {
      expect(decodeFromRelay(encodeAnnouncement(announcement))).toEqual({ ok: true, value: { kind: 'announcement', announcement } });
    }
  });

  it('refusals, with what they carry; one not known keeps its status', () => {
    expect(decodeCallAnswer('read', encodeCallRefusal('missing-tail', { size: 4, head }))).toEqual({
      ok: false,
      error: { status: 409, error: 'missing-tail', size: 4, head },
    });
    const heard = decodeFromRelay(encodeRefusal(9, 'too-fast', { wait: 3 }));
    if (!heard.ok || heard.value.kind !== 'answer') throw new Error('no answer');
    expect(decodeAnswer('append', heard.value.status, heard.value.value)).toEqual({
      ok: false,
      error: { status: 429, error: 'too-fast', wait: 3 },
    });
    expect(decodeCallAnswer('door', encodeCallRefusal('door-old', { count: 7 }))).toEqual({
      ok: false,
      error: { status: 409, error: 'door-old', count: 7 },
    });
    expect(parseRefusal(418, { error: 'teapot' })).toEqual({ status: 418, error: 'unknown-error' });
    expect(parseRefusal(200, { error: 'full' })).toBeUndefined();
  });

  it('golden bytes: an append and a head stay readable for ever', () => {
    const bytes = encodeRequest(1, 'append', { space: fill(7, 16), sealed: fill(1, 2), part: { bytes: fill(2, 1), day: 3 } });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '830166617070656e64a3647061727482410203' + '65737061636550' + '07'.repeat(16) + '667365616c6564420101',
    );
    expect(parseHead([3, fill(1, 32), 7, fill(2, 64)])).toEqual(head);
    expect(parseHead([3, fill(1, 31), 7, fill(2, 64)])).toBeUndefined();
  });

  it('a newer relay may say more in a result; a request may not', () => {
    const more = encode([5, 0, { head: [3, head.root, 7, head.signature], later: 1 }]);
    const heard = decodeFromRelay(more);
    if (!heard.ok || heard.value.kind !== 'answer') throw new Error('no answer');
    expect(decodeAnswer('follow', 0, heard.value.value)).toEqual({ ok: true, value: { head } });
    expect(decodeRequest(encode([5, 'read', { space, from: 0, later: 1 }]))).toEqual({ ok: false, error: { id: 5, error: 'malformed' } });
  });
});

describe('[wire] bounds', () => {
  const refused = (op: Op, args: Value) =>
    expect(decodeRequest(encode([5, op, args]))).toEqual({ ok: false, error: { id: 5, error: 'malformed' } });

  it('lengths are exact, sizes at most what the limits say', () => {
    expect(decodeRequest(encode([1, 'append', { space, sealed: fill(1, 70_000) }])).ok).toBe(true);
    refused('append', { space, sealed: fill(1, 70_001) });
    refused('append', { space, sealed: fill(1, 0) });
    refused('append', { space: fill(1, 15), sealed: fill(1, 300) });
    refused('append', { space, sealed: fill(1, 300), part: [fill(1, 70_001), 0] });
    refused('append', { space, sealed: fill(1, 300), part: [fill(1, 9), -1] });
    refused('append', { space, sealed: fill(1, 300), part: null });
    refused('read', { space, from: -1 });
    refused('read', { space, from: 0, max: 0 });
    refused('heal', { space, frames: [] });
    refused('heal', { space, frames: [[0, 1, fill(1, 300), null, fill(1, 9), 0]] });
    refused('letter-put', { box, slot: fill(1, 16), bytes: fill(1, 16_385) });
  });

  it('[§12] a door has 1 to 12 keepers, none twice, and 1 to 3 of them agree, as many as there are at most', () => {
    const sign = fill(8, 64);
    const many = (n: number): Uint8Array[] => Array.from({ length: n }, (_, i) => fill(i, 32));
    const bent: readonly { [key: string]: Value }[] = [
      ...[{ control: [] }, { control: many(13) }, { control: [fill(1, 32), fill(1, 32), fill(2, 32)] }, { control: [fill(1, 31)] }],
      ...[{ k: 0 }, { k: 4 }, { k: -1 }, { k: 2, control: many(1) }, { k: 3, control: many(2) }, { k: null }],
    ];
    for (const change of bent) {
      refused('door', { space, record: { ...record, ...change }, key: fill(5, 32), sign });
      refused('open', { space, sealed: fill(1, 300), rpk: fill(3, 32), wpk: fill(4, 32), sign, control: many(3), k: 2, ...change });
    }
    for (const change of [{ count: -1 }, { place: -1 }, { rpk: fill(1, 31) }, { wpk: null }, { later: 1 }])
      refused('door', { space, record: { ...record, ...change } as Value, key: fill(5, 32), sign });
    for (const change of [
      { control: many(1), k: 1 },
      { control: many(12), k: 3 },
    ])
      expect(decodeRequest(encode([5, 'door', { space, record: { ...record, ...change }, key: fill(5, 32), sign }])).ok).toBe(true);
  });

  it('names of JavaScript are no operations', () => {
    for (const op of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(decodeRequest(encode([5, op, {}]))).toEqual({ ok: false, error: { id: 5, error: 'unknown-op' } });
      expect(decodeFromRelay(encode([0, op, {}])).ok).toBe(false);
    }
  });

  it('a message beyond the limit is not even decoded, and depth is measured first', () => {
    expect(decodeRequest(new Uint8Array(limits.message + 1))).toEqual({ ok: false, error: { id: 0, error: 'too-large' } });
    const deep = new Uint8Array(10_001).fill(0x81);
    for (const read of [decodeRequest, decodeCall, decodeFromRelay]) expect(read(deep).ok).toBe(false);
    expect(decode(deep)).toEqual({ ok: false, error: 'too-deep' });
  });
});
