import { deflateSync } from 'node:zlib';
import { concat, utf8, type Bytes } from '@awna/base';
import type { Chance } from '../chance.ts';

type Colour = readonly [red: number, green: number, blue: number];

const paper: readonly Colour[] = [
  [251, 248, 241],
  [243, 238, 226],
  [217, 239, 233],
  [251, 230, 219],
];
const ink: readonly Colour[] = [
  [11, 107, 92],
  [166, 61, 18],
  [59, 111, 182],
  [242, 181, 58],
  [107, 111, 31],
  [90, 79, 162],
];

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function u32(n: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, n);
  return out;
}

/** A chunk of a PNG file (RFC 2083 §3.2). */
const chunk = (type: string, data: Uint8Array): Bytes => {
  const body = concat(utf8(type), data);
  return concat(u32(data.length), body, u32(crc(body)));
};

export interface Picture {
  readonly bytes: Bytes;
  readonly type: 'image/png';
  readonly w: number;
  readonly h: number;
}

/** A still life of simple shapes on a table: what a neighbour's photo stands in for. No metadata in it. */
export function picture(luck: Chance, w = 320, h = 240): Picture {
  const ground = luck.pick(paper);
  const table = luck.pick(ink);
  const shapes = Array.from({ length: luck.whole(2, 5) }, () => ({
    round: luck.happens(0.5),
    x: luck.whole(w / 8, (w * 7) / 8),
    y: luck.whole(h / 3, (h * 3) / 4),
    rx: luck.whole(w / 16, w / 6),
    ry: luck.whole(h / 14, h / 5),
    colour: luck.pick(ink),
  }));
  const rows = new Uint8Array(h * (1 + w * 3));
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let colour: Colour = y > h * 0.72 ? table : ground;
      for (const { round, x: cx, y: cy, rx, ry, colour: own } of shapes) {
        const [dx, dy] = [(x - cx) / rx, (y - cy) / ry];
        if (round ? dx * dx + dy * dy <= 1 : Math.abs(dx) <= 1 && Math.abs(dy) <= 1) colour = own;
      }
      rows.set(colour, y * (1 + w * 3) + 1 + x * 3);
    }
  }
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const header = concat(u32(w), u32(h), new Uint8Array([8, 2, 0, 0, 0]));
  const bytes = concat(
    signature,
    chunk('IHDR', header),
    chunk('IDAT', new Uint8Array(deflateSync(rows))),
    chunk('IEND', new Uint8Array(0)),
  );
  return { bytes, type: 'image/png', w, h };
}
