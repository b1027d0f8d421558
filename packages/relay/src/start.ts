import { createServer } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, type Timers } from '@awna/wire';
import { Buckets, type Rate } from './bucket.ts';
import { fileBlobs } from './blobs.ts';
import { systemClock, systemTimers, type Clock } from './clock.ts';
import { grown } from './committed.ts';
import type { Context } from './context.ts';
import { Counters } from './counters.ts';
import { listen } from './http/listen.ts';
import { ownKey } from './key.ts';
import { Spaces } from './log/spaces.ts';
import { Writer } from './log/writer.ts';
import type { Store, StoreBounds } from './store/port.ts';
import { openSqlite } from './store/sqlite.ts';
import { Upkeep } from './upkeep.ts';

export interface RelayOptions {
  /** Folder of everything the relay keeps. */
  readonly data: string;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Folder of the built web app. */
  readonly web?: string | null;
  /** Whether devices reach the relay over https through a front of its own. */
  readonly secure?: boolean;
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Milliseconds that only go forward, for rates. */
  readonly ticks?: () => number;
  readonly bounds?: Partial<StoreBounds>;
  readonly maxConnections?: number;
  /** Calls of one connection. */
  readonly callRate?: Rate;
  /** Connections and lone calls of one address. */
  readonly addressRate?: Rate;
  /** Another store than SQLite in `data`. */
  readonly store?: Store;
  readonly maxLeaves?: number;
}

export interface Relay {
  /** `http://host:port` */
  readonly url: string;
  /** The relay's public key. */
  readonly key: Uint8Array;
  counts(): Readonly<Record<string, number>>;
  /** Erases now what is due by the relay's clock. */
  sweep(): Promise<void>;
  /** Answers what is under way, then ends. */
  close(): Promise<void>;
}

/** Starts a relay. Throws where the folder is held, a setting did not take or the port is not free. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { clock = systemClock, timers = systemTimers } = options;
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const store = options.store ?? (await openSqlite({ folder: options.data, ...(options.bounds ? { bounds: options.bounds } : {}) }));
  try {
    const key = await ownKey(options.data);
    const counters = new Counters();
    const writer: Writer = new Writer({
      store,
      timers,
      committed: (writes, outcomes) => grown(context, writes, outcomes),
      failed: () => counters.add('storeTroubles'),
    });
    const spaces = new Spaces({
      store,
      sign: key.sign,
      put: (write) => writer.put(write),
      damaged: () => counters.add('damaged'),
      ...(options.maxLeaves === undefined ? {} : { maxLeaves: options.maxLeaves }),
    });
    const blobs = fileBlobs(join(options.data, 'blobs'));
    let stopping = false;
    const isStopping = (): boolean => stopping;
    const context: Context = { store, blobs, spaces, writer, key, clock, timers, counters, limits, isStopping, inside: new Map() };
    const upkeep = new Upkeep(context);
    const door = await listen(createServer, context, {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
      web: options.web ?? null,
      secure: options.secure ?? false,
      ticks: options.ticks ?? (() => performance.now()),
      maxConnections: options.maxConnections ?? 4096,
      callRate: options.callRate ?? { burst: 4096, perSecond: 2048 },
      addresses: new Buckets(options.addressRate ?? { burst: 5000, perSecond: 200 }),
    });
    upkeep.start();
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      stopping = true;
      door.stop();
      await upkeep.stop();
      await writer.drain();
      await door.close();
      await writer.drain();
      await store.close();
    };
    return { url: door.url, key: key.key, counts: () => counters.all(), sweep: () => upkeep.sweep(), close: () => (closing ??= close()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
