import { encode, sha256, type Bytes } from '@awna/base';
import { askFor, leave } from '@awna/core';
import { epochKeys, openBlob, sealBlob, sealLocal } from '@awna/crypto';
import { bestEngine, company, deviceBeside, must, recordAt, seededDice, type Someone } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { encodeOlder, epochsInside, parseOlder, readWelcome, writeWelcome, type Tagged } from './welcome.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

describe('[§11] a group that turned its keys more often than a welcome has room for', () => {
  test('names a blob with the older ones, and both are read back in order', async () => {
    const dice = seededDice('older');
    const engine = await bestEngine();
    const all: Tagged = Array.from({ length: epochsInside + 50 }, () => [dice(8), dice(32)] as const);
    const { blob, bytes, key } = await sealBlob(engine, dice, encodeOlder(all.slice(0, -epochsInside)));
    const greeter = { space: dice(16), genesis: dice(32), deviceSeed: dice(32), device: dice(16) };
    const head = { size: 9, root: dice(32), minute: 1, signature: dice(64) };
    const cbor = await writeWelcome(engine, greeter, { place: 3, epochs: all.slice(-epochsInside), older: { blob, key }, head });
    // A letter holds no more than this.
    expect(cbor.length).toBeLessThan(16_384 - 200);
    const read = readWelcome(cbor);
    if (read?.kind !== 'in' || !read.older) throw new Error('no welcome');
    const earlier = parseOlder((await openBlob(engine, read.older.key, bytes))!)!;
    expect([...earlier, ...read.epochs]).toEqual(all.map(([, K]) => K));
  });

  test('is read from its first frame on by whoever has to fetch them first, and by nobody who cannot', async () => {
    const life = await company('older', { names: ['ليلى', 'عمر', 'سلمى', 'هند'] });
    const [layla, omar, ...gone] = life.people as [Someone, Someone, ...Someone[]];
    for (const one of gone) {
      await one.group.sync();
      await one.does(leave());
      must(await layla.group.sync());
      await layla.does(askFor(layla.me, { kind: 'food', text: 'خبز', until: soon() }));
    }
    must(await omar.group.sync());
    const engine = await bestEngine();
    const record = await recordAt(omar.store, omar.seal, life.space);
    const epochs = (record['epochs'] as readonly Uint8Array[]).map((K) => new Uint8Array(K));
    expect(epochs).toHaveLength(3);
    const tagged = await Promise.all(
      epochs.map(async (K): Promise<[Bytes, Bytes]> => [(await epochKeys(engine, K, life.spaceBytes)).tag, K]),
    );
    const older = await sealBlob(engine, seededDice('blob'), encodeOlder(tagged.slice(0, 2)));
    await omar.home.close();
    const device = async () => {
      const store = memoryStore();
      const known = { ...record, epochs: epochs.slice(2), older: { blob: older.blob, key: older.key }, checked: 0, bad: [], ownUpTo: 100 };
      await store.write([[`space/${life.space}`, await sealLocal(engine, seededDice('local'), omar.seal, encode(known))]]);
      return deviceBeside({ relay: life.relay, now: Date.now, dice: seededDice('again') }, { store, seal: omar.seal });
    };
    const lost = await device();
    expect((await lost.group(life.space).sync()).ok).toBe(false);
    expect((await lost.group(life.space).status()).size).toBe(0);
    await lost.close();
    life.relay.spoil(sha256(older.bytes), older.bytes);
    const found = await device();
    must(await found.group(life.space).sync());
    expect(await found.group(life.space).roots()).toEqual(await layla.group.roots());
    expect((await found.group(life.space).verify({ full: true })).ok).toBe(true);
    expect((await found.spaces())[0]?.me).toBe(omar.me);
    await found.close();
    await omar.again();
    await life.end();
  });
});
