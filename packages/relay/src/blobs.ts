import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { equal, fromHex, hex } from '@awna/base';
import { sha256 } from './hash.ts';

/** Sealed bytes by their hash. */
export interface Blobs {
  /** Keeps bytes durably under their hash. */
  put(blob: Uint8Array, bytes: Uint8Array): Promise<void>;
  /** The bytes, or nothing where they are gone or not what their name says. */
  get(blob: Uint8Array): Promise<Uint8Array | undefined>;
  erase(blob: Uint8Array): Promise<void>;
  /** Does one thing at a time with a blob: giving it a name and sweeping it away must not cross. */
  alone<T>(blob: Uint8Array, work: () => Promise<T>): Promise<T>;
  /** Every name there is. */
  all(): AsyncIterable<Uint8Array>;
}

/** Blobs as files, in 256 folders. */
export function fileBlobs(folder: string): Blobs {
  const folderOf = (blob: Uint8Array): string => join(folder, hex(blob.subarray(0, 1)));
  const pathOf = (blob: Uint8Array): string => join(folderOf(blob), hex(blob));

  const get = async (blob: Uint8Array): Promise<Uint8Array | undefined> => {
    const bytes = await readFile(pathOf(blob)).catch(() => undefined);
    return bytes && equal(sha256(bytes), blob) ? bytes : undefined;
  };

  const turns = new Map<string, Promise<unknown>>();
  const alone = async <T>(blob: Uint8Array, work: () => Promise<T>): Promise<T> => {
    const name = hex(blob);
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(name) === turn) turns.delete(name);
    }
  };

  return {
    get,
    alone,
    async put(blob, bytes) {
      if (await get(blob)) return;
      const shard = folderOf(blob);
      await mkdir(shard, { recursive: true, mode: 0o700 });
      const fresh = join(shard, `${randomUUID()}.new`);
      try {
        await written(fresh, bytes);
        await rename(fresh, pathOf(blob));
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
      await synced(shard);
    },
    async erase(blob) {
      const path = pathOf(blob);
      const file = await open(path, 'r+').catch(() => undefined);
      if (!file) return;
      try {
        // Overwritten before it is let go, so that its old blocks say nothing on disks that write in place.
        const { size } = await file.stat();
        await file.write(Buffer.alloc(size), 0, size, 0);
        await file.sync();
      } finally {
        await file.close();
      }
      await rm(path, { force: true });
    },
    async *all() {
      for (const shard of await readdir(folder).catch(() => [])) {
        for (const name of await readdir(join(folder, shard)).catch(() => [])) {
          const blob = name.length === 64 ? fromHex(name) : undefined;
          if (blob) yield blob;
          else await rm(join(folder, shard, name), { force: true });
        }
      }
    },
  };
}

async function written(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
