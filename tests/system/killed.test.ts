import { askFor, handed, received, say, shareContact, take, thank } from '@awna/core';
import { companyOn, must, plainSocket, relayProcess, type Company, type Reach, type RelayProcess, type Someone } from '@awna/testkit';
import { describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

async function on(work: (relay: RelayProcess, life: Company<Reach>, people: [Someone, Someone, Someone]) => Promise<void>): Promise<void> {
  const relay = await relayProcess();
  const life = await companyOn({ url: relay.url, socket: () => plainSocket }, 'killed');
  try {
    await work(relay, life, life.people as unknown as [Someone, Someone, Someone]);
  } finally {
    await life.end();
    await relay.end();
  }
}

const textsOf = async ({ group }: Someone): Promise<string[]> =>
  (await group.view('board', {})).needs.map(({ text }) => text ?? '').toSorted();

describe('a relay that is killed (SIGKILL) and started again', () => {
  test('[X4] in the middle of a hand-off, six times: nothing is lost, nothing is there twice', () =>
    on(async (relay, life, [layla, omar]) => {
      const [need] = await layla.does(askFor(layla.me, { kind: 'goods', text: 'سلّم', until: soon() }));
      await life.settle();
      const [claim] = await omar.does(take(need!));
      await life.settle();
      const said: string[] = [];
      for (let round = 0; round < 6; round++) {
        const text = `كلمة ${String(round)}`;
        said.push(text);
        const [from, to] = round % 2 === 0 ? [layla, omar] : [omar, layla];
        must(await from.group.act([say(from.me, to.me, need!, claim!, text)]));
        // Killed while the word may be on its way, or just arrived, or not yet sent.
        const sending = from.group.sync();
        await new Promise((resolve) => setTimeout(resolve, round * 3));
        await relay.kill();
        await sending;
        await relay.again();
        must(await from.group.sync());
      }
      await omar.does(handed(need!, claim!));
      await layla.group.sync();
      await layla.does(received(need!, claim!), thank(layla.me, omar.me, need!, claim!, 'شكرًا'));
      await life.settle();
      expect(await life.roots()).toHaveLength(1);
      for (const person of [layla, omar]) {
        const item = await person.group.view('item', { id: need! });
        expect(item).toMatchObject({ step: 'ended', ending: 'done' });
        expect(item?.hands[0]?.thread.map(({ text }) => text)).toEqual(said);
        expect((await person.group.verify({ full: true })).ok).toBe(true);
      }
    }));

  test('[X4] one is without a network for ten acts, the relay dies meanwhile: all of it arrives, in order, once', () =>
    on(async (relay, life, [layla, omar, salma]) => {
      salma.link.cutOff();
      const offline: string[] = [];
      for (let i = 0; i < 10; i++) {
        offline.push(`بلا شبكة ${String(i)}`);
        must(await salma.group.act([askFor(salma.me, { kind: 'food', text: offline[i]!, until: soon() })]));
        expect((await salma.group.sync()).ok).toBe(false);
        if (i % 3 === 0) await omar.does(askFor(omar.me, { kind: 'ride', text: `عمر ${String(i)}`, until: soon() }));
        if (i === 4) await salma.again();
        if (i === 6) {
          await relay.kill();
          await relay.again();
        }
      }
      expect((await salma.group.status()).outbox).toBe(10);
      // She sees what she said, though nobody else does yet.
      expect(await textsOf(salma)).toEqual(offline.toSorted());
      salma.link.mend();
      must(await salma.group.sync());
      await life.settle();
      expect(await life.roots()).toHaveLength(1);
      const lines = await layla.group.log({ from: 0, limit: 100 });
      const hers = lines.filter(({ author }) => author === salma.me).flatMap(({ facts }) => facts.map(({ id }) => id));
      expect(new Set(hers).size).toBe(10);
      const standing = await salma.group.standing(hers);
      expect(Object.keys(standing)).toHaveLength(10);
      expect((await textsOf(layla)).filter((text) => text.startsWith('بلا'))).toEqual(offline.toSorted());
      expect((await salma.group.status()).outbox).toBe(0);
    }));

  test('[X4] two take the same need at once, one of them without a network: the first place holds, the other stands in line and is told', () =>
    on(async (_relay, life, [layla, omar, salma]) => {
      const [need] = await layla.does(askFor(layla.me, { kind: 'goods', text: 'عربة', until: soon() }));
      await life.settle();
      salma.link.cutOff();
      must(await salma.group.act([take(need!)]));
      // As far as her device knows she holds it.
      expect((await salma.group.view('item', { id: need! }))?.myClaim).toMatchObject({ step: 'held' });
      const [claim] = await omar.does(take(need!));
      salma.link.mend();
      await life.settle();
      expect(await life.roots()).toHaveLength(1);
      expect((await omar.group.view('item', { id: need! }))?.myClaim).toMatchObject({ step: 'held' });
      const hers = await salma.group.view('item', { id: need! });
      expect(hers?.myClaim).toMatchObject({ step: 'waiting' });
      expect(hers?.hands[0]).toMatchObject({ step: 'waiting', line: 1 });
      const seen = await layla.group.view('item', { id: need! });
      expect(seen?.hands.map(({ step, line, who }) => [who.id, step, line])).toEqual([
        [omar.me, 'held', 0],
        [salma.me, 'waiting', 1],
      ]);
      expect(await salma.group.act([shareContact(salma.me, layla.me, need!, hers!.hands[0]!.claim, '0')])).toEqual({
        ok: false,
        error: { index: 0, reason: 'not-held' },
      });
      expect(claim).toBeDefined();
    }));
});
