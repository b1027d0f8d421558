import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { relayKeyOf } from '@awna/crypto/head';

/** The relay's own Ed25519 key: its seed signs heads, its public half is named in every group's genesis. */
export interface RelayKey {
  readonly seed: Uint8Array;
  readonly key: Uint8Array;
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
  return { seed, key: relayKeyOf(seed) };
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
