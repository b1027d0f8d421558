import { askFor } from '@awna/core';
import { chooseEngine } from '@awna/crypto';
import { chance, company, deviceBeside, momentOf, seededDice, type Company, type Moment, type Someone } from '@awna/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { readEvidence, weigh } from './evidence.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
let moment: Moment;

beforeAll(async () => {
  moment = await momentOf(await company('fork', { names: ['ليلى', 'عمر'] }));
});

const say = (person: Someone, text: string): Promise<readonly string[]> =>
  person.does(askFor(person.me, { kind: 'goods', text, until: soon() }));

/** ليلى goes on hearing one telling, عمر another, from the same beginning. */
async function divided(seed: number): Promise<Company & { layla: Someone; omar: Someone }> {
  const life = await moment.live(seed);
  const [layla, omar] = life.people as [Someone, Someone];
  await life.settle();
  life.relay.split('all', 'other');
  omar.view = 'other';
  await omar.again();
  return { ...life, layla, omar };
}

async function alarmOf(person: Someone): Promise<{ kind: string; weight: string; heads: number }> {
  const { alarm } = await person.group.status();
  const bytes = await person.group.evidence();
  const evidence = bytes ? readEvidence(bytes) : undefined;
  if (!alarm || !evidence) throw new Error('no alarm');
  return { kind: alarm.kind, weight: await weigh(await chooseEngine(), evidence), heads: evidence.heads.length };
}

/** Sending has stopped, and nothing that was said is lost. */
async function stands(person: Someone, view: string, { relay, spaceBytes }: Company): Promise<void> {
  const before = relay.told(spaceBytes, view).length;
  const done = await person.group.act([askFor(person.me, { kind: 'food', text: 'x', until: soon() })]);
  expect(done).toEqual({ ok: false, error: { reason: 'stopped-by-alarm' } });
  expect(await person.group.sync()).toEqual({ ok: false, error: 'stopped-by-alarm' });
  await person.again();
  expect((await person.group.status()).alarm).not.toBeNull();
  expect(relay.told(spaceBytes, view)).toHaveLength(before);
}

describe('[§6] a relay that tells two members two logs', () => {
  test('is found out at the first crossing message, a hundred ways, with proof that anybody can weigh', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const dice = chance(`fork/${String(seed)}`);
      const life = await divided(seed);
      const { layla, omar, relay, spaceBytes } = life;
      const base = relay.told(spaceBytes).length;
      for (let i = dice.whole(1, 4); i > 0; i--) await say(layla, `ل${String(i)}`);
      for (let i = dice.whole(1, 4); i > 0; i--) await say(omar, `ع${String(i)}`);
      // The relay lets some of hers through to him; the first that knows of what he was not told gives it away.
      const hers = relay.told(spaceBytes).slice(base);
      const first = dice.whole(0, hers.length - 1);
      let crossed = 0;
      for (const { place } of hers.slice(first)) {
        relay.pass(spaceBytes, 'all', place, 'other');
        await omar.group.sync();
        crossed++;
        if ((await omar.group.status()).alarm) break;
      }
      // Her very first message after the parting names only what both were told; every later one names what he was not.
      const expected = first === 0 ? 2 : 1;
      if (hers.length === 1) expect((await omar.group.status()).alarm, `seed ${String(seed)}`).toBeNull();
      else {
        const found = await alarmOf(omar);
        expect({ seed, crossed, ...found }).toEqual({ seed, crossed: expected, kind: found.kind, weight: found.weight, heads: 2 });
        expect(['fork', 'rollback']).toContain(found.kind);
        if (found.kind === 'fork') expect(found.weight, `seed ${String(seed)}`).toBe('proves');
        await stands(omar, 'other', life);
      }
      expect((await layla.group.status()).alarm).toBeNull();
      await life.end();
    }
  });

  test('is found out by whoever is suddenly told the other log: nothing of it is taken', async () => {
    const life = await divided(1000);
    const { layla, omar } = life;
    await say(layla, 'ل');
    await say(omar, 'ع');
    const before = await omar.group.roots();
    omar.view = 'all';
    await omar.again();
    await omar.group.sync();
    expect(await alarmOf(omar)).toMatchObject({ kind: 'fork', weight: 'proves' });
    expect(await omar.group.roots()).toEqual(before);
    await life.end();
  });

  test('also where the other log is longer: what leads elsewhere is not taken in', async () => {
    const life = await divided(1001);
    const { layla, omar } = life;
    for (const text of ['١', '٢', '٣']) await say(layla, text);
    await say(omar, 'ع');
    const before = await omar.group.roots();
    omar.view = 'all';
    await omar.again();
    await omar.group.sync();
    expect(await alarmOf(omar)).toMatchObject({ kind: 'fork', heads: 2, weight: 'shows' });
    expect(await omar.group.roots()).toEqual(before);
    await life.end();
  });

  test('a newcomer who is told another log than the one who greeted them finds it out before saying a word', async () => {
    const life = await moment.live(1002);
    const { relay, spaceBytes } = life;
    await life.settle();
    relay.split('all', 'other');
    relay.put(spaceBytes, 'other', relay.told(spaceBytes)[0]!.sealed);
    const size = relay.told(spaceBytes).length;
    const standing = { relay, now: Date.now, dice: seededDice('newcomer') };
    const home = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32), view: () => 'other' });
    const joining = home.join({ link: life.link, name: 'سلمى', waitMs: 60_000 });
    while (relay.told(spaceBytes).length === size) await new Promise((resolve) => setTimeout(resolve, 5));
    relay.pass(spaceBytes, 'all', size, 'other');
    expect(await joining).toMatchObject({ ok: true });
    expect((await home.group(life.space).status()).alarm).toMatchObject({ kind: 'fork' });
    await home.close();
    await life.end();
  });
});
