import { askFor } from '@awna/core';
import { memoryStore } from '@awna/device';
import { companyOn, deviceBeside, must, plainSocket, relayAt, seededDice, type Company, type Reach, type TestRelay } from '@awna/testkit';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

/** Turns a bit of a frame in the relay's database, as a tired disk does. */
async function turnABit(relay: TestRelay, place: number): Promise<void> {
  await relay.stop();
  const db = new DatabaseSync(join(relay.folder, 'relay.db'));
  const row = db.prepare('SELECT id, sealed FROM frames WHERE id % 4294967296 = ?').get(place);
  const sealed = new Uint8Array(row!['sealed'] as Uint8Array);
  sealed[100]! ^= 1;
  db.prepare('UPDATE frames SET sealed = ? WHERE id = ?').run(sealed, row!['id']!);
  db.close();
  await relay.restart();
}

async function on(work: (relay: TestRelay, life: Company<Reach>) => Promise<void>): Promise<void> {
  const relay = await relayAt();
  const life = await companyOn({ url: relay.url, socket: () => plainSocket }, 'damaged', { names: ['ليلى', 'عمر'] });
  try {
    await work(relay, life);
  } finally {
    await life.end();
    await relay.end();
  }
}

describe('[§6] a bit that turned on the disk of the relay', () => {
  test('is never served, and the frame is healed by whoever has it as soon as somebody lacks it', () =>
    on(async (relay, life) => {
      const [layla, omar] = life.people;
      await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
      await life.settle();
      await turnABit(relay, 1);
      // Who has read it before goes on as if nothing had been.
      await omar!.does(askFor(omar!.me, { kind: 'ride', text: 'توصيلة', until: soon() }));
      await life.settle();
      const standing = { relay: life.relay, now: Date.now, dice: seededDice('late') };
      const late = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32) });
      must(await late.join({ link: life.link, name: 'نور', waitMs: 20_000 }));
      const group = late.group(life.space);
      while (!(await group.sync()).ok) await new Promise((resolve) => setTimeout(resolve, 20));
      await life.settle();
      must(await group.sync());
      expect(relay.counts()).toMatchObject({ healed: 1 });
      expect(await group.roots()).toEqual(await layla!.group.roots());
      expect((await group.verify({ full: true })).ok).toBe(true);
      expect((await group.status()).alarm).toBeNull();
      await late.close();
    }));

  test('where nobody else is there to heal it, a newcomer is told that the relay cannot show the log', () =>
    on(async (relay, life) => {
      const [layla, omar] = life.people;
      await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
      const standing = { relay: life.relay, now: Date.now, dice: seededDice('late') };
      const store = memoryStore();
      const late = await deviceBeside(standing, { store, seal: new Uint8Array(32) });
      must(await late.join({ link: life.link, name: 'نور', waitMs: 20_000 }));
      await life.settle();
      await late.close();
      await store.clear(`frame/`);
      for (const { link } of [layla!, omar!]) link.cutOff();
      await turnABit(relay, 1);
      const again = await deviceBeside(standing, { store, seal: new Uint8Array(32) });
      expect(await again.group(life.space).sync()).toEqual({ ok: false, error: 'relay-refused' });
      expect((await again.group(life.space).status()).alarm).toBeNull();
      await again.close();
    }));
});
