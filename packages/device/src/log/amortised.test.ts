import { askFor } from '@awna/core';
import { company, momentOf, rogueFrom, type Company, type Moment, type Rogue } from '@awna/testkit';
import { beforeAll, describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

let moment: Moment;
let lives = 0;

/** ليلى and عمر read live, سلمى is away; غريب writes with real keys. */
async function on(work: (life: Company, rogue: Rogue) => Promise<void>): Promise<void> {
  const life = await moment.live(lives++);
  const last = life.people[3]!;
  await last.home.close();
  const rogue = await rogueFrom(last.store, last.seal, life.space);
  await rogue.catchUp(life.relay.told(life.spaceBytes));
  try {
    await work(life, rogue);
  } finally {
    for (const { home } of life.people.slice(0, 3)) await home.close();
  }
}

/** A message with a bad signature, and two good ones that chain to it. */
async function signedOver({ relay, spaceBytes, people }: Company, rogue: Rogue): Promise<number[]> {
  const places: number[] = [];
  for (const signature of [new Uint8Array(64).fill(1), undefined, undefined]) {
    const facts = [rogue.fact('members/profile-set@1', {})];
    const message = await rogue.craft(relay.head(spaceBytes), { facts, ...(signature ? { signature } : {}) });
    rogue.follow(message);
    places.push(relay.put(spaceBytes, 'all', message.sealed));
    for (const { group } of people.slice(0, 2)) await group.sync();
  }
  return places;
}

const rootOf = async ({ group }: Company['people'][number]): Promise<string> => JSON.stringify(await group.roots());

/** Waits until nothing is left to be checked in the background. */
async function checked({ group }: Company['people'][number]): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = group.watchStatus(({ unchecked }) => {
      if (unchecked > 0) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

beforeAll(async () => {
  moment = await momentOf(await company('amortised', { names: ['ليلى', 'عمر', 'سلمى', 'غريب'] }));
});

describe('tips-first verification', () => {
  test('[§7 ③] a bad signature signed over is shown at first, found in the background, and folded out: equal to a live device', () =>
    on(async (life, rogue) => {
      const [layla, omar, salma] = life.people;
      const places = await signedOver(life, rogue);
      const live = (await layla!.group.log({ from: places[0]!, limit: 3 })).map((line) => line.void);
      expect(live).toEqual(['bad-signature', 'chain-broken', 'chain-broken']);
      // سلمى gets all of it in one breath: the last signature speaks for the two before it.
      expect((await salma!.group.sync()).ok).toBe(true);
      const different = await rootOf(salma!);
      const shown = (await salma!.group.log({ from: places[0]!, limit: 3 })).map((line) => line.void);
      // The background may have been faster than we are: then it is whole already, and never half.
      if (shown[0] !== null) expect(shown).toEqual(live);
      else {
        expect(shown).toEqual([null, null, null]);
        expect(different).not.toBe(await rootOf(layla!));
      }
      await checked(salma!);
      expect((await salma!.group.log({ from: places[0]!, limit: 3 })).map((line) => line.void)).toEqual(live);
      expect(await rootOf(salma!)).toBe(await rootOf(layla!));
      expect(await rootOf(omar!)).toBe(await rootOf(layla!));
      expect((await salma!.group.verify({ full: true })).ok).toBe(true);
    }));

  test('[§7 ③] what was found bad stays bad after everything was checked and the device switched off and on', () =>
    on(async (life, rogue) => {
      const [layla, omar, salma] = life.people;
      // Bad by itself, and nobody signs over it: later frames are checked, and the mark moves beyond it.
      const alone = await rogue.craft(life.relay.head(life.spaceBytes), { signature: new Uint8Array(64).fill(2) });
      life.relay.put(life.spaceBytes, 'all', alone.sealed);
      for (const { group } of life.people.slice(0, 2)) await group.sync();
      await signedOver(life, rogue);
      for (let i = 0; i < 3; i++) await omar!.does(askFor(omar!.me, { kind: 'goods', text: String(i), until: soon() }));
      await layla!.group.sync();
      await salma!.group.sync();
      for (const person of [layla!, omar!, salma!]) {
        await checked(person);
        for (const round of [1, 2]) {
          await person.again();
          await checked(person);
          expect(await rootOf(person), `${person.name}, ${String(round)}`).toBe(await rootOf(layla!));
        }
      }
    }));

  test('what waits to be sent, and its words, outlast folding anew', () =>
    on(async (life, rogue) => {
      const [, , salma] = life.people;
      await signedOver(life, rogue);
      salma!.link.cutOff();
      const done = await salma!.group.act([askFor(salma!.me, { kind: 'ride', text: 'إلى المشفى', until: soon() })]);
      expect(done.ok).toBe(true);
      salma!.link.mend();
      await salma!.group.sync();
      await checked(salma!);
      const words = async (person: Company['people'][number]) => (await person.group.view('board', {})).needs.map(({ text }) => text);
      expect(await words(salma!)).toEqual(['إلى المشفى']);
      await life.people[0]!.group.sync();
      expect(await words(life.people[0]!)).toEqual(['إلى المشفى']);
      expect(await rootOf(salma!)).toBe(await rootOf(life.people[0]!));
    }));
});
