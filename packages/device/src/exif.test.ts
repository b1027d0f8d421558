import { deflateSync } from 'node:zlib';
import { concat, utf8, type Bytes } from '@awna/base';
import { chance } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { stripMetadata } from './exif.ts';

const canary = 'canary 33.5138N 36.2765E';

const segment = (marker: number, ...content: Uint8Array[]): Bytes => {
  const body = concat(...content);
  return concat(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body);
};
const exif = segment(0xe1, utf8('Exif\0\0MM\0*'), utf8(canary));
const soi = Uint8Array.of(0xff, 0xd8);
const eoi = Uint8Array.of(0xff, 0xd9);
const tables = concat(segment(0xdb, new Uint8Array(65)), segment(0xc4, new Uint8Array(20)));
const frame = segment(0xc0, Uint8Array.of(8, 0, 1, 0, 1, 1, 1, 0x11, 0));
const coded = concat(segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)), Uint8Array.of(1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 5));
const adobe = segment(0xee, utf8('Adobe'), Uint8Array.of(0, 100, 0, 0, 0, 0, 2));
const jfif = segment(0xe0, utf8('JFIF\0'), Uint8Array.of(1, 2, 1, 0, 72, 0, 72, 1, 1), utf8('abc'));

/** A JPEG with everything a telephone adds. */
const telling = concat(
  soi,
  jfif,
  exif,
  segment(0xe1, utf8('http://ns.adobe.com/xap/1.0/\0'), utf8(canary)),
  segment(0xe2, utf8('ICC_PROFILE\0'), utf8(canary)),
  segment(0xe2, utf8('MPF\0'), utf8(canary)),
  segment(0xed, utf8('Photoshop 3.0\0'), utf8(canary)),
  adobe,
  segment(0xfe, utf8(canary)),
  tables,
  frame,
  coded,
  exif,
  segment(0xc4, new Uint8Array(20)),
  coded,
  eoi,
  utf8(canary),
  telling2(),
);

/** A second picture after the end, as motion photos have. */
function telling2(): Bytes {
  return concat(soi, exif, tables, frame, coded, eoi);
}

const chunk = (name: string, body: Uint8Array): Bytes => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length);
  return concat(length, utf8(name), body, new Uint8Array(4));
};
const png = (...extra: Uint8Array[]): Bytes =>
  concat(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0)),
    ...extra,
    chunk('IDAT', new Uint8Array(deflateSync(new Uint8Array(4)))),
    chunk('IEND', new Uint8Array(0)),
  );

const riff = (...chunks: Uint8Array[]): Bytes => {
  const body = concat(...chunks);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, body.length + 4, true);
  return concat(utf8('RIFF'), size, utf8('WEBP'), body);
};
const part = (name: string, body: Uint8Array): Bytes => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  return concat(utf8(name), length, body, new Uint8Array(body.length % 2));
};
const vp8 = part('VP8 ', new Uint8Array(11).fill(7));
const vp8x = (flags: number): Bytes => part('VP8X', Uint8Array.of(flags, 0, 0, 0, 9, 0, 0, 9, 0, 0));

const stripped = (bytes: Uint8Array): Bytes => {
  const result = stripMetadata(bytes);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const has = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(text);

describe('JPEG', () => {
  test('keeps the picture and nothing that tells about it', () => {
    const out = stripped(telling);
    for (const word of ['canary', 'Exif', 'ns.adobe', 'ICC_PROFILE', 'MPF', 'Photoshop', 'abc']) expect(has(out, word)).toBe(false);
    const plain = segment(0xe0, utf8('JFIF\0'), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0));
    expect(out).toEqual(concat(soi, plain, adobe, tables, frame, coded, segment(0xc4, new Uint8Array(20)), coded, eoi));
  });

  test('changes nothing in a photo that is clean', () => {
    const clean = concat(soi, tables, frame, coded, eoi);
    expect(stripped(clean)).toEqual(clean);
  });

  test.each([
    ['without its end', concat(soi, tables, frame, coded)],
    ['without a frame', concat(soi, tables, coded, eoi)],
    ['without a scan', concat(soi, tables, frame, eoi)],
    ['with a segment longer than the file', concat(soi, Uint8Array.of(0xff, 0xe1, 0xff, 0xff, 1), eoi)],
    ['with a segment of length zero', concat(soi, Uint8Array.of(0xff, 0xe1, 0, 0), frame, coded, eoi)],
    ['with loose bytes between segments', concat(soi, utf8('x'), tables, frame, coded, eoi)],
    ['that is only a beginning', soi],
    ['that begins again inside', concat(soi, soi, tables, frame, coded, eoi)],
  ])('a file %s is no photo', (_, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ ok: false, error: 'photo-not-readable' });
  });
});

describe('PNG', () => {
  test('keeps the picture and nothing that tells about it', () => {
    const words = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'iCCP', 'prVt'].map((name) => chunk(name, utf8(canary)));
    const out = stripped(concat(png(chunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f)), ...words), utf8(canary)));
    expect(out).toEqual(png(chunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f))));
  });

  test.each([
    ['cut off', png().subarray(0, -1)],
    ['without data', concat(png().subarray(0, 33), chunk('IEND', new Uint8Array(0)))],
    ['with a needed chunk nobody knows', png(chunk('ABCD', new Uint8Array(3)))],
    ['with a header twice', png(chunk('IHDR', new Uint8Array(13)))],
    [
      'with a length beyond all bounds',
      concat(png().subarray(0, 33), Uint8Array.of(0xff, 0xff, 0xff, 0xff), utf8('tEXt'), new Uint8Array(9)),
    ],
  ])('a file %s is no photo', (_, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ ok: false, error: 'photo-not-readable' });
  });
});

describe('WebP', () => {
  test('keeps the picture and nothing that tells about it', () => {
    const full = riff(
      vp8x(0x3c),
      part('ICCP', utf8(canary)),
      part('ALPH', new Uint8Array(3)),
      vp8,
      part('EXIF', utf8(canary)),
      part('XMP ', utf8(canary)),
    );
    expect(stripped(concat(full, utf8(canary)))).toEqual(riff(vp8x(0x10), part('ALPH', new Uint8Array(3)), vp8));
    expect(stripped(riff(vp8))).toEqual(riff(vp8));
  });

  test.each([
    ['cut off', riff(vp8).subarray(0, -3)],
    ['without a picture', riff(part('EXIF', new Uint8Array(4)))],
    ['with two pictures', riff(vp8, vp8)],
    ['that moves', riff(vp8x(0x02), part('ANIM', new Uint8Array(6)), vp8)],
  ])('a file %s is no photo', (_, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ ok: false, error: 'photo-not-readable' });
  });
});

test('what is no photo at all is said to be none', () => {
  for (const bytes of [new Uint8Array(0), utf8('GIF89a'), utf8('<svg/>'), new Uint8Array(1000)]) {
    expect(stripMetadata(bytes)).toEqual({ ok: false, error: 'photo-not-readable' });
  }
});

test('100,000 broken files never throw, and what passes is clean already', () => {
  const dice = chance('exif');
  const sources = [telling, png(chunk('tEXt', utf8(canary))), riff(vp8x(0x3c), vp8, part('EXIF', utf8(canary)))];
  let passed = 0;
  for (let i = 0; i < 100_000; i++) {
    let bytes = new Uint8Array(dice.pick(sources));
    for (let n = dice.whole(1, 4); n > 0; n--) bytes = mutated(bytes, dice);
    const result = stripMetadata(bytes);
    if (!result.ok) continue;
    passed++;
    if (!Buffer.from(stripped(result.value)).equals(Buffer.from(result.value)))
      throw new Error(`not clean: ${Buffer.from(bytes).toString('hex')}`);
  }
  expect(passed).toBeGreaterThan(10_000);
});

/** One mishap: a byte changed, a run taken away, doubled or put in, or the end cut off. */
function mutated(bytes: Uint8Array<ArrayBuffer>, dice: ReturnType<typeof chance>): Uint8Array<ArrayBuffer> {
  const at = dice.whole(0, Math.max(0, bytes.length - 1));
  const to = Math.min(bytes.length, at + dice.whole(1, 16));
  switch (dice.whole(0, 4)) {
    case 0:
      bytes[at] = dice.pick([0, 1, 0x7f, 0x80, 0xd8, 0xd9, 0xda, 0xe1, 0xff, dice.whole(0, 255)]);
      return bytes;
    case 1:
      return concat(bytes.subarray(0, at), bytes.subarray(to));
    case 2:
      return concat(bytes.subarray(0, to), bytes.subarray(at));
    case 3:
      return concat(
        bytes.subarray(0, at),
        Uint8Array.from({ length: dice.whole(1, 4) }, () => dice.whole(0, 255)),
        bytes.subarray(at),
      );
    default:
      return bytes.slice(0, at);
  }
}
