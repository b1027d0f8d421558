import { base64url, equal, fromBase64url, sha256 } from '@awna/base';
import { askFor, joinCase, leave, openCase } from '@awna/core';
import { epochKeys, openBlob, nextKey, openMessage, openPart, openSeal, sealBytes } from '@awna/crypto';
import {
  bestEngine,
  cast,
  company,
  deviceBeside,
  must,
  recordAt,
  relayAt,
  rogueFrom,
  seededDice,
  type Company,
  type Someone,
} from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { parseBody } from '../log/body.ts';
import { memoryStore } from '../store/memory.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const bread = (person: Someone) => askFor(person.me, { kind: 'food', text: 'خبز', until: soon() });

/** M6: the others ask whether somebody should go, and enough of them say so; whose word was the last turns the keys at once. */
async function remove(by: readonly Someone[], whom: Someone): Promise<void> {
  const [first, ...others] = by;
  const [id] = await first!.does(openCase(whom.me, 'هكذا'));
  for (const other of others) {
    await other.group.sync();
    await other.does(joinCase(id!));
  }
}

async function typesAt({ group }: Someone): Promise<string[]> {
  const lines = await group.log({ from: 0, limit: 1000 });
  return lines.map(({ void: reason, facts, judged }) => reason ?? facts.map(({ type }, i) => `${type} ${judged[i]!}`).join());
}

async function on(names: readonly string[], work: (life: Company) => Promise<void>): Promise<void> {
  const life = await company(`removal/${names.join()}`, { names });
  try {
    await work(life);
  } finally {
    await life.end();
  }
}

const picture = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 7, 7, 7, 0xff, 0xd9,
]);

describe('[K, M6] once somebody has gone', () => {
  test('the next who says something turns the keys first; who stays silent does nothing', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people;
      await salma!.does(leave());
      await omar!.group.sync();
      expect((await typesAt(omar!)).at(-1)).toBe('members/left@1 ok');
      await layla!.group.sync();
      await layla!.does(bread(layla!));
      await omar!.group.sync();
      expect((await typesAt(omar!)).slice(-3)).toEqual(['members/left@1 ok', 'members/keys-turned@1 ok', 'exchange/need-posted@1 ok']);
      expect(await omar!.group.roots()).toEqual(await layla!.group.roots());
    }));

  test('by the others: the device whose word was the last turns at once, and the removed one stands outside', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async (life) => {
      const [layla, omar, salma, last] = life.people;
      await remove([layla!, omar!], last!);
      // P4: what happened by itself stands in the open log too, under the case that decided it.
      const said = (await omar!.group.log({ from: 0, limit: 1000 })).flatMap(({ enacted }) => enacted);
      const [about] = await omar!.group.view('cases', {});
      expect(said.map(({ type, data, by }) => [type, data, by])).toEqual([['members/removed@1', { member: last!.me }, about!.id]]);
      expect((await typesAt(omar!)).slice(-3)).toEqual([
        'members/case-opened@1 ok',
        'members/case-joined@1 ok',
        'members/keys-turned@1 ok',
      ]);
      await layla!.group.sync();
      await layla!.does(bread(layla!));
      for (const { group } of [omar!, salma!]) must(await group.sync());
      expect((await salma!.group.view('board', {})).needs.map(({ text }) => text)).toEqual(['خبز']);
      must(await last!.group.sync());
      expect((await last!.home.spaces())[0]).toMatchObject({ state: 'removed' });
      expect((await last!.group.status()).lacking).toBeNull();
      // Also from what is at rest, and it holds nothing of what came after.
      await last!.again();
      expect((await last!.home.spaces())[0]).toMatchObject({ state: 'removed' });
      expect((await typesAt(last!)).at(-1)).toBe('members/keys-turned@1 ok');
      expect((await last!.group.verify({ full: true })).ok).toBe(true);
      for (const person of [layla!, omar!, salma!]) await person.again();
      const roots = await Promise.all([layla!, omar!, salma!].map(({ group }) => group.roots()));
      expect(new Set(roots.map(({ stateRoot }) => stateRoot)).size).toBe(1);
      for (const { group } of [layla!, omar!, salma!]) expect((await group.verify({ full: true })).ok).toBe(true);
    }));

  test('nothing that comes later opens with anything they had, and nothing they write stands', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async (life) => {
      const [layla, omar, salma, last] = life.people;
      await last!.group.sync();
      await remove([layla!, omar!], last!);
      const begin = life.relay.told(life.spaceBytes).length;
      const photo = { ...must(await layla!.group.putPhoto(picture)), type: 'image/jpeg', w: 1, h: 1 };
      for (let i = 0; i < 20; i++) {
        const person = [layla!, omar!, salma!][i % 3]!;
        await person.group.sync();
        await person.does(askFor(person.me, { kind: 'goods', text: `سلّم ${String(i)}`, until: soon(), ...(i === 0 ? { photo } : {}) }));
      }
      must(await last!.group.sync());
      await last!.home.close();
      const engine = await bestEngine();
      const record = await recordAt(last!.store, last!.seal, life.space);
      const known = (record['epochs'] as readonly Uint8Array[]).map((K) => new Uint8Array(K));
      expect(known).toHaveLength(1);
      // What follows from it with anything that is not fresh is theirs too.
      const guesses = [new Uint8Array(32), ...known, sha256(life.spaceBytes)];
      for (const K of [...known]) for (const fresh of guesses) known.push(await nextKey(engine, K, fresh, life.spaceBytes));
      const rings = await Promise.all(known.map((K) => epochKeys(engine, K, life.spaceBytes)));
      const frames = life.relay.told(life.spaceBytes);
      const later = frames.slice(begin);
      expect(later.length).toBeGreaterThanOrEqual(20);
      const inside = await rogueFrom(layla!.store, layla!.seal, life.space);
      for (const { sealed, part } of later) {
        // Whoever is in opens it; that is what makes the rest of this test worth something.
        const seen = must(await openMessage(engine, inside.keys, life.spaceBytes, sealed));
        const body = must(parseBody(seen.body));
        if (part) expect(await openPart(engine, inside.keys, life.spaceBytes, part, body.part!.hash)).toBeDefined();
        for (const keys of rings) {
          expect((await openMessage(engine, keys, life.spaceBytes, sealed)).ok).toBe(false);
          // Nor under another name: the relay may call the epoch what it likes.
          const renamed = new Uint8Array(sealed);
          renamed.set(keys.tag, 2);
          expect((await openMessage(engine, keys, life.spaceBytes, renamed)).ok).toBe(false);
          if (part) expect(await openPart(engine, keys, life.spaceBytes, part, body.part!.hash)).toBeUndefined();
        }
      }
      // Nor do the seals of the turn, whichever of them they try.
      const turn = (await layla!.group.log({ from: 0, limit: 1000 })).flatMap(({ facts }) =>
        facts.filter(({ type }) => type === 'members/keys-turned@1'),
      )[0]!;
      const seals = life.relay.blob(fromBase64url((turn.data['seals'] as readonly string[])[0]!)!);
      const commit = fromBase64url(turn.data['commit'] as string)!;
      const sealing = new Uint8Array(record['sealing'] as Uint8Array);
      const turning = { space: life.spaceBytes, commit, from: fromBase64url(omar!.me)! };
      for (let at = 0; at < seals!.length; at += sealBytes)
        expect(await openSeal(engine, sealing, turning, fromBase64url(last!.me)!, seals!.subarray(at, at + sealBytes))).toBeUndefined();
      // The photo's key travelled in a part; no key of theirs is its.
      const blob = life.relay.blob(fromBase64url(photo.blob)!);
      for (const K of known) expect(await openBlob(engine, K, blob!)).toBeUndefined();
      expect(await openBlob(engine, fromBase64url(photo.key)!, blob!)).toBeDefined();
      // What they write: void, whatever epoch they seal it in, and the state of the others does not move.
      const rogue = await rogueFrom(last!.store, last!.seal, life.space);
      await rogue.catchUp(frames);
      const before = (await layla!.group.roots()).stateRoot;
      const verdicts: (string | null)[] = [];
      for (let i = 0; i < 10; i++) {
        const message = await rogue.craft(life.relay.head(life.spaceBytes), {
          facts: [rogue.fact('members/profile-set@1', {})],
          ...(i % 2 === 1 ? { tag: inside.keys.tag } : {}),
        });
        const place = life.relay.put(life.spaceBytes, 'all', message.sealed);
        must(await layla!.group.sync());
        verdicts.push((await layla!.group.log({ from: place, limit: 1 }))[0]!.void);
      }
      expect(new Set(verdicts)).toEqual(new Set(['wrong-tag', 'not-open']));
      expect((await layla!.group.roots()).stateRoot).toBe(before);
      expect(equal(inside.keys.tag, rings[0]!.tag)).toBe(false);
      expect(base64url(rogue.keys.tag)).toBe(base64url(rings[0]!.tag));
      await last!.again();
    }));

  test('what is said in the same breath as the last word goes out after the turn, and stands', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async (life) => {
      const [layla, omar, , last] = life.people;
      const [id] = await layla!.does(openCase(last!.me, 'هكذا'));
      await omar!.group.sync();
      const [, said] = await omar!.does(joinCase(id!), bread(omar!));
      expect((await typesAt(omar!)).slice(-3)).toEqual([
        'members/case-joined@1 ok',
        'members/keys-turned@1 ok',
        'exchange/need-posted@1 ok',
      ]);
      must(await layla!.group.sync());
      expect((await layla!.group.view('board', {})).needs.map((need) => need.id)).toEqual([said]);
    }));

  test('the door stays shut to whoever comes by a link of before', () =>
    on(['ليلى', 'عمر', 'سلمى', 'غريب'], async (life) => {
      const [layla, omar, , last] = life.people;
      await remove([layla!, omar!], last!);
      const standing = { relay: life.relay, now: Date.now, dice: seededDice('an old link') };
      const home = await deviceBeside(standing, { store: memoryStore(), seal: new Uint8Array(32) });
      let over = false;
      const joining = home.join({ link: life.link, name: 'غريب', waitMs: 60_000 }).finally(() => (over = true));
      while (!over) {
        for (const { group } of [layla!, omar!]) must(await group.sync());
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(await joining).toEqual({ ok: false, error: 'invite-closed' });
      await home.close();
    }));

  test('on a relay as groups have it: the seals are kept there, and a box for whoever asks', async () => {
    const relay = await relayAt();
    const { people, space, roots, settle, end } = await cast(relay, ['ليلى', 'عمر', 'سلمى']);
    const [layla, omar, salma] = people;
    must(await omar!.group.sync());
    omar!.link.cutOff();
    must(await salma!.group.sync());
    await salma!.does(leave());
    must(await layla!.group.sync());
    await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until: soon() }));
    omar!.link.mend();
    must(await omar!.group.sync());
    expect((await omar!.group.view('board', {})).needs.map(({ text }) => text)).toEqual(['خبز']);
    must(await salma!.group.sync());
    expect((await salma!.home.spaces()).find((card) => card.space === space)).toMatchObject({ state: 'left' });
    expect((await salma!.group.view('board', {})).needs).toEqual([]);
    await settle();
    const here = await Promise.all([layla!, omar!].map(({ group }) => group.roots()));
    expect(here[0]).toEqual(here[1]);
    expect(await roots()).toHaveLength(2);
    await end();
    await relay.end();
  });
});
