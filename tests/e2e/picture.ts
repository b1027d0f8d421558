import { concat, fromBase64url, utf8, type Bytes } from '@awna/base';
import type { Browser } from 'playwright-core';

/** What no neighbour may find in a photo: a camera's name, and a place on earth as its degrees. */
export const camera = 'Canary Camera 33.5138N 36.2765E';

const word = (n: number): Uint8Array => Uint8Array.of(n >> 8, n & 0xff);
const long = (n: number): Uint8Array => concat(word(n >>> 16), word(n & 0xffff));

/** One line of a TIFF directory: tag, type, how many, and the value or where it stands. */
const line = (tag: number, type: number, count: number, value: Uint8Array): Uint8Array => concat(word(tag), word(type), long(count), value);

/** An EXIF segment as a telephone writes it: the camera's name and a GPS directory with latitude and longitude. */
function exif(): Uint8Array {
  const name = utf8(`${camera}\0`);
  const degrees = (d: number, m: number, s: number): Uint8Array => concat(long(d), long(1), long(m), long(1), long(s), long(100));
  const nameAt = 8 + 2 + 2 * 12 + 4;
  const gpsAt = nameAt + name.length + (name.length % 2);
  const valuesAt = gpsAt + 2 + 4 * 12 + 4;
  const tiff = concat(
    utf8('MM\0*'),
    long(8),
    word(2),
    line(0x0110, 2, name.length, long(nameAt)),
    line(0x8825, 4, 1, long(gpsAt)),
    long(0),
    name,
    new Uint8Array(name.length % 2),
    word(4),
    line(1, 2, 2, utf8('N\0\0\0')),
    line(2, 5, 3, long(valuesAt)),
    line(3, 2, 2, utf8('E\0\0\0')),
    line(4, 5, 3, long(valuesAt + 24)),
    long(0),
    degrees(33, 30, 4968),
    degrees(36, 16, 3540),
  );
  const body = concat(utf8('Exif\0\0'), tiff);
  return concat(Uint8Array.of(0xff, 0xe1), word(body.length + 2), body);
}

/** A JPEG that a browser drew, with the notes of a camera put in. With `grain` it stays large however it is packed. */
export async function photoWithPlace(browser: Browser, grain = false): Promise<Buffer> {
  const page = await browser.newPage();
  const drawn = await page.evaluate((noisy) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600;
    canvas.height = 1200;
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas here');
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 16; x++) {
        pen.fillStyle = `hsl(${(x * 23 + y * 41) % 360} 60% ${30 + ((x * y) % 5) * 10}%)`;
        pen.fillRect(x * 100, y * 100, 100, 100);
      }
    }
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
    // A generator of its own, so that every run draws the same.
    for (let i = 0, seed = 1; noisy && i < pixels.data.length; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      if (i % 4 !== 3) pixels.data[i] = seed % 256;
    }
    pen.putImageData(pixels, 0, 0);
    return canvas.toDataURL('image/jpeg', 0.9);
  }, grain);
  await page.context().close();
  const jpeg = Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64');
  return Buffer.from(concat(jpeg.subarray(0, 2), exif(), jpeg.subarray(2)));
}

/** Keeps what the page shows as pictures, before it is shown. Call before the page is opened. */
export const keepPictures = (): void => {
  const kept: Blob[] = [];
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (what: Blob | MediaSource): string => {
    if (what instanceof Blob) kept.push(what);
    return make(what);
  };
  Object.assign(globalThis, {
    // Base64url, as the other end reads it.
    lastPicture: async (): Promise<string> => {
      const bytes = new Uint8Array((await kept.at(-1)?.arrayBuffer()) ?? new ArrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    },
  });
};

export const bytesOf = (text: string): Bytes => fromBase64url(text) ?? new Uint8Array();
