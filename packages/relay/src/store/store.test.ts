import { DatabaseSync } from 'node:sqlite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytes, inFolder } from '../../bench/people.ts';
import { sha256 } from '../hash.ts';
import { storeContract } from './contract.ts';
import { memoryStore } from './memory.ts';
import type { Write } from './port.ts';
import { later, tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';

const ballastBytes = 4096;

storeContract('memory', (bounds, work) => work(memoryStore(bounds)));
storeContract('sqlite', (bounds, work) =>
  inFolder(async (folder) => {
    const store = await openSqlite({ folder, bounds, ballastBytes });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  }),
);

const open = (space: Uint8Array, part: Uint8Array, day: number): Write => {
  const sealed = bytes(300);
  return {
    kind: 'open',
    space,
    door: { count: 0, rpk: bytes(32), wpk: bytes(32), place: 0, control: [bytes(32)], k: 1 },
    sealed,
    sealedHash: sha256(sealed),
    part: { bytes: part, hash: sha256(part), day },
    minute: 1,
  };
};

describe('[store] sqlite on the disk', () => {
  it('holds the closed list of tables and columns, no more', () =>
    inFolder(async (folder) => {
      await (await openSqlite({ folder, ballastBytes })).close();
      const db = new DatabaseSync(join(folder, 'relay.db'));
      const named = db
        .prepare("select name from sqlite_schema where type = 'table'")
        .all()
        .map((row) => String(row['name']));
      const columns = named.map((table) => [
        table,
        db
          .prepare(`select name from pragma_table_info('${table}')`)
          .all()
          .map((row) => String(row['name'])),
      ]);
      db.close();
      expect(Object.fromEntries(columns)).toEqual(tables);
    }));

  it('[§12] doors outlast the store; one from before there were keepers goes on, under a door that nobody can change', () =>
    inFolder(async (folder) => {
      const first = await openSqlite({ folder, ballastBytes });
      const [space, old] = [bytes(16), bytes(16)];
      const founding = open(space, bytes(10), 0);
      const record = { count: 5, rpk: bytes(32), wpk: bytes(32), place: 0, control: [bytes(32), bytes(32)], k: 2 };
      await first.commit([founding, { kind: 'door', space, record }, open(old, bytes(10), 0)]);
      await first.close();
      const second = await openSqlite({ folder, ballastBytes });
      expect((await second.space(space))?.door).toEqual(record);
      if (founding.kind === 'open') expect(await second.until(space, founding.door.rpk)).toBe(0);
      await second.close();
      const db = new DatabaseSync(join(folder, 'relay.db'));
      for (const [table, column] of later) db.exec(`alter table ${table} drop column ${column}`);
      db.exec('drop table doors');
      db.close();
      const third = await openSqlite({ folder, ballastBytes });
      expect((await third.space(old))?.door).toMatchObject({ count: 0, place: 0, control: [], k: 1 });
      await third.close();
    }));

  it('erased bytes are in no file: database, write-ahead log', () =>
    inFolder(async (folder) => {
      const store = await openSqlite({ folder, ballastBytes });
      const parts = Array.from({ length: 20 }, (_, i) => Buffer.concat([Buffer.from(`canary-${i}-`), bytes(5000)]));
      await store.commit(parts.map((part) => open(bytes(16), part, 7)));
      const held = (): boolean =>
        ['relay.db', 'relay.db-wal'].some((name) => {
          const file = readFileSync(join(folder, name));
          return parts.some(
            (part) => file.includes(part.subarray(0, 60)) || file.includes(part.subarray(2000, 2060)) || file.includes(part.subarray(-60)),
          );
        });
      expect(held()).toBe(true);
      await store.sweep(7, 0);
      expect(held()).toBe(false);
      await store.close();
    }));

  it('is held by one process at a time, and free again after it', () =>
    inFolder(async (folder) => {
      const store = await openSqlite({ folder, ballastBytes });
      await expect(openSqlite({ folder, ballastBytes })).rejects.toThrow('another relay');
      await store.close();
      await (await openSqlite({ folder, ballastBytes })).close();
    }));

  it('a full database refuses with disk-full, keeps what it has, reads and erases on, and takes more afterwards', () =>
    inFolder(async (folder) => {
      const store = await openSqlite({ folder, ballastBytes, maxPages: 80 });
      const spaces = Array.from({ length: 40 }, () => bytes(16));
      const results = [];
      for (const space of spaces) results.push(await store.commit([open(space, bytes(20_000), 3)]));
      const kept = results.filter((one) => one.ok).length;
      expect(kept).toBeGreaterThan(3);
      expect(results.at(-1)).toEqual({ ok: false, error: 'disk-full' });
      expect((await store.frames(spaces[0] ?? bytes(16), 0, 1, 1))[0]?.part?.length).toBe(20_000);
      expect(await store.sweep(3, 0)).toMatchObject({ ok: true, value: { parts: kept } });
      expect(await store.commit([open(bytes(16), bytes(20_000), 3)])).toMatchObject({ ok: true });
      await store.close();
    }));
});
