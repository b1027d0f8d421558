import { createCipheriv, createDecipheriv, hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { hashWith, type Bytes } from '@awna/base';
import { chooseEngine, webEngine, type Engine } from '@awna/crypto';

const cipher = 'aes-256-gcm';
const tagLength = 16;
/** Boxes opened in one breath (about 2 ms). */
const breath = 512;
let opened = 0;

/** What Node gave, as plain bytes: a `Buffer` slices otherwise. Copied only where it was cut out of something larger. */
const own = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): Bytes =>
  buffer.byteLength === byteLength ? new Uint8Array(buffer) : new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));

function seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Bytes {
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  sealing.setAAD(aad);
  return new Uint8Array(Buffer.concat([sealing.update(plain), sealing.final(), sealing.getAuthTag()]));
}

/** What OpenSSL gives before `final` has judged the tag is shown to nobody. */
function open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Bytes | undefined {
  const end = sealed.length - tagLength;
  if (end < 0) return undefined;
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
  opening.setAAD(aad);
  opening.setAuthTag(sealed.subarray(end));
  const plain = opening.update(sealed.subarray(0, end));
  try {
    opening.final();
  } catch {
    return undefined;
  }
  return own(plain);
}

/**
 * Node's own engine: WebCrypto, but for AES-GCM, which OpenSSL does here and now. A box of a few hundred bytes opens in
 * 4 µs; sent to a thread and back it takes 20 to 50.
 */
export const nodeEngine: Engine = {
  ...webEngine,
  name: 'node',
  aeadSeal: async (key, nonce, plain, aad) => seal(key, nonce, plain, aad),
  aeadOpen: async (key, nonce, sealed, aad) => {
    // A log that is opened in one go must not keep everybody else from the loop.
    if (++opened % breath === 0) await setImmediate();
    return open(key, nonce, sealed, aad);
  },
};

/** The engine to use in this process, and Node's own SHA-256 under everything that is hashed in it. */
export function engineHere(): Promise<Engine> {
  // A hash as a short text costs half of one as a buffer, which is memory outside of the heap.
  hashWith((bytes) => new Uint8Array(Buffer.from(hash('sha256', bytes, 'latin1'), 'latin1')));
  return chooseEngine(nodeEngine);
}
