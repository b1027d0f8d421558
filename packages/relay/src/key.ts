import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { equal } from '@awna/base';
import { headBytes, relayKeyOf, signHead, type Head } from '@awna/crypto/head';

/** The relay's own Ed25519 key: its seed signs heads, its public half is named in every group's genesis. */
export interface RelayKey {
  readonly key: Uint8Array;
  /** Signs a head. The same head gives the same bytes. */
  sign(head: Head): Uint8Array;
}

/** Reads the relay's key, or makes it the first time (readable by its owner only). Throws on a file that is no seed. */
export async function ownKey(folder: string): Promise<RelayKey> {
  const path = join(folder, 'relay.key');
  const known = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  // A new key makes another relay of it, one no group knows: never put one in the place of a broken one.
  if (known && known.length !== 32) throw new Error('relay.key is not 32 bytes');
  const seed = new Uint8Array(known ?? (await makeSeed(path)));
  return { key: relayKeyOf(seed), sign: signerOf(seed) };
}

/** PKCS #8 around an Ed25519 seed (RFC 8410 §7). */
const wrapped = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs by the platform, thirty times as fast as the portable way; by that one where the platform gives other bytes. */
function signerOf(seed: Uint8Array): RelayKey['sign'] {
  const secret = createPrivateKey({ key: Buffer.concat([wrapped, seed]), format: 'der', type: 'pkcs8' });
  const byPlatform = (head: Head): Uint8Array => new Uint8Array(sign(null, headBytes(head), secret));
  const sample: Head = { space: new Uint8Array(16), size: 1, root: new Uint8Array(32), minute: 0 };
  return equal(byPlatform(sample), signHead(seed, sample)) ? byPlatform : (head) => signHead(seed, head);
}

async function makeSeed(path: string): Promise<Uint8Array> {
  const seed = randomBytes(32);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.write(seed);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return seed;
}
