import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { webDice } from '@awna/crypto';
import type { Home } from './api.ts';
import { engineHere } from './node/engine.ts';
import type { Platform } from './platform.ts';
import { openHomeWithSandbox } from './sandbox/home.ts';
import { sealWithBytes } from './seal.ts';
import { sqliteStore } from './store/sqlite.ts';
import type { Store } from './store/port.ts';

export { engineHere } from './node/engine.ts';

export interface NodeHomeOptions {
  /** Connects by itself and stays connected; otherwise only `sync` and `join` do. */
  readonly live?: boolean;
  /** How long to wait for another process to let the folder go (milliseconds). */
  readonly busyMs?: number;
}

/** Thrown where another process holds the folder: a device is one, never two. */
export class HomeBusy extends Error {
  override readonly name = 'HomeBusy';
  readonly reason = 'busy';
}

/** Thrown where the folder's key is not a key: nothing in the folder can be read without it. */
export class KeyUnreadable extends Error {
  override readonly name = 'KeyUnreadable';
  readonly reason = 'not-readable';
}

const busyMs = 10_000;

/** Writes a file whole or not at all: a key half written would lock its owner out. */
function writeWhole(file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The folder's key: 32 bytes in a file that only its owner may read, made at the first time. The store is held already. */
function keyIn(dir: string, isNew: boolean): Uint8Array {
  const file = join(dir, 'key');
  if (!existsSync(file)) {
    if (!isNew) throw new KeyUnreadable(`${file} is gone, and with it what the folder says`);
    writeWhole(file, webDice(32));
  }
  chmodSync(file, 0o600);
  const key = new Uint8Array(readFileSync(file));
  if (key.length !== 32) throw new KeyUnreadable(`${file} is not a key`);
  return key;
}

function storeIn(dir: string, waitMs: number): Store {
  const file = join(dir, 'device.db');
  // Made before SQLite would make it: the files beside it take its mode.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  try {
    return sqliteStore(file, waitMs);
  } catch (error) {
    // SQLITE_BUSY and SQLITE_LOCKED.
    if (error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6)) {
      throw new HomeBusy(`another process works in ${dir}`, { cause: error });
    }
    throw error;
  }
}

/** Opens the device that lives in a folder, or begins one there. Throws `HomeBusy` where another process holds it. */
export async function openNodeHome(dir: string, options: NodeHomeOptions = {}): Promise<Home> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const store = storeIn(dir, options.busyMs ?? busyMs);
  try {
    const engine = await engineHere();
    const key = keyIn(dir, (await store.list('', { limit: 1 })).length === 0);
    const platform: Platform = {
      store,
      local: sealWithBytes(engine, webDice, key),
      engine,
      dice: webDice,
      socket: (url) => new WebSocket(url),
      now: () => Date.now(),
      after(ms, then) {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    };
    return await openHomeWithSandbox(platform, options.live === undefined ? {} : { live: options.live });
  } catch (error) {
    await store.close();
    throw error;
  }
}
