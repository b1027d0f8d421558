import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { childRelay } from './child.ts';
import { bytes, founded, inFolder } from './people.ts';
import { Pump } from './pump.ts';

/** What a run found: durable appends of 1 KiB a second, over the wire and by SQLite alone with the same groups. */
export interface AppendBench {
  readonly wire: number;
  readonly raw: number;
  readonly ratio: number;
  /** Milliseconds from sending an append to its acknowledgement, half and 99 of 100. */
  readonly p50: number;
  readonly p99: number;
}

const kibibyte = bytes(1024);
let made = 0;

/** A KiB unlike any before. */
function fresh(): Uint8Array {
  const out = kibibyte.slice();
  new DataView(out.buffer).setFloat64(0, made++);
  return out;
}

async function overWire(folder: string, seconds: number, connections: number, inFlight: number): Promise<{ rate: number; took: number[] }> {
  const relay = await childRelay(folder);
  try {
    const spaces = await Promise.all(Array.from({ length: 4 }, () => founded(relay.url)));
    const pumps = await Promise.all(
      Array.from({ length: connections }, async (_, i) => {
        const at = (spaces[i % spaces.length] ?? (await founded(relay.url))).at;
        return Pump.to(relay.url, at, kibibyte.length);
      }),
    );
    const start = performance.now();
    const took = (await Promise.all(pumps.map((pump) => pump.run(seconds, inFlight)))).flat();
    return { rate: took.length / ((performance.now() - start) / 1000), took };
  } finally {
    await relay.stop();
  }
}

function bySqlite(folder: string, seconds: number): number {
  const db = new DatabaseSync(join(folder, 'raw.db'));
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
  db.exec('create table frames (id integer primary key, minute integer, hash blob, sealed blob) strict');
  const insert = db.prepare('insert into frames (minute, hash, sealed) values (?, ?, ?)');
  const start = performance.now();
  let n = 0;
  while (performance.now() < start + seconds * 1000) {
    db.exec('begin immediate');
    for (let i = 0; i < 256; i++, n++) {
      const sealed = fresh();
      insert.run(0, hash('sha256', sealed, 'buffer'), sealed);
    }
    db.exec('commit');
  }
  const rate = n / ((performance.now() - start) / 1000);
  db.close();
  return rate;
}

/** Measures both side by side on one disk, the raw store before and after. */
export async function benchAppend(seconds = 5, connections = 16, inFlight = 64): Promise<AppendBench> {
  const before = await inFolder(async (folder) => bySqlite(folder, seconds / 2));
  const { rate: wire, took } = await inFolder((folder) => overWire(folder, seconds, connections, inFlight));
  const after = await inFolder(async (folder) => bySqlite(folder, seconds / 2));
  const raw = (before + after) / 2;
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  return { wire: Math.round(wire), raw: Math.round(raw), ratio: wire / raw, p50: at(0.5), p99: at(0.99) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { wire, raw, ratio, p50, p99 } = await benchAppend();
  process.stdout.write(
    `appends of 1 KiB, durable: ${wire}/s over the wire, ${raw}/s raw SQLite (FULL, groups of 256): ${(100 * ratio).toFixed(0)} %; ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms with 1,024 in flight\n`,
  );
}
