import { base64url, domain, encode, fromBase64url, idBytes, sha256, type Bytes, type Id, type ValueMap } from '@awna/base';
import { askFor, leave, setProfile } from '@awna/core';
import {
  boxIdOf,
  commitmentOf,
  epochKeys,
  nextKey,
  openReseal,
  reseal,
  resealBoxOf,
  sealAsk,
  sealTurn,
  signAsk,
  slotOf,
  type Recipient,
} from '@awna/crypto';
import { bestEngine, company, must, platformOf, recordAt, rogueFrom, seededDice, type Company, type Someone } from '@awna/testkit';
import { connectRelay } from '@awna/wire';
import { describe, expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const bread = (person: Someone) => askFor(person.me, { kind: 'food', text: 'خبز', until: soon() });

async function on(names: readonly string[], work: (life: Company) => Promise<void>): Promise<void> {
  const life = await company(`reseal/${names.join()}`, { names });
  try {
    await work(life);
  } finally {
    await life.end();
  }
}

/** Everybody who is in, by the log alone: PROTOCOL §11 read anew, without the code of devices. */
async function rosterAt({ group }: Someone): Promise<readonly Recipient[]> {
  const people = new Map<Id, Recipient>();
  for (const { facts, judged, author } of await group.log({ from: 0, limit: 1000 })) {
    for (const [i, { id, type, data }] of facts.entries()) {
      if (judged[i] !== 'ok') continue;
      const { sealing } = data as ValueMap;
      if (typeof sealing === 'string') people.set(id, { member: idBytes(id), sealing: fromBase64url(sealing)! });
      if (type === 'members/left@1' && author !== null) people.delete(author);
    }
  }
  return [...people.values()].sort((a, b) => Buffer.compare(a.member, b.member));
}

interface Bent {
  /** What a recipient's seal is made for instead of them. */
  readonly seal?: (recipient: Recipient) => Promise<Recipient>;
  readonly leaveOut?: Id;
  readonly oldSecret?: boolean;
}

/** A member's turn by hand, perhaps not as it should be. Its blobs are stored; the sealed message is not yet given. */
async function turnBy(life: Company, author: Someone, bent: Bent = {}): Promise<{ sealed: Bytes; K: Bytes; tag: Bytes }> {
  const engine = await bestEngine();
  const dice = seededDice('a turn by hand');
  const rogue = await rogueFrom(author.store, author.seal, life.space);
  await rogue.catchUp(life.relay.told(life.spaceBytes));
  const record = await recordAt(author.store, author.seal, life.space);
  const before = new Uint8Array((record['epochs'] as readonly Uint8Array[]).at(-1)!);
  const K = bent.oldSecret ? before : await nextKey(engine, before, dice(32), life.spaceBytes);
  const { tag } = await epochKeys(engine, K, life.spaceBytes);
  const commit = await commitmentOf(engine, K, life.spaceBytes);
  const roster = (await rosterAt(author)).filter(({ member }) => base64url(member) !== bent.leaveOut);
  const root = sha256(domain('roster'), encode(roster.map(({ member, sealing }) => [member, sealing])));
  const recipients = await Promise.all(roster.map(async (one) => bent.seal?.(one) ?? one));
  const blobs = await sealTurn(engine, dice, { space: life.spaceBytes, commit, from: idBytes(author.me) }, K, recipients);
  const seals = blobs.map((blob) => {
    life.relay.spoil(sha256(blob), blob);
    return base64url(sha256(blob));
  });
  const data = { tag: base64url(tag), commit: base64url(commit), roster: base64url(root), seals };
  const salt = new Uint8Array(16).fill(255);
  const { sealed } = await rogue.craft(life.relay.head(life.spaceBytes), { facts: [rogue.fact('members/keys-turned@1', data, salt)] });
  return { sealed, K, tag };
}

const verdictAt = async ({ group }: Someone, place: number) => {
  const [line] = await group.log({ from: place, limit: 1 });
  return line!.void ?? line!.judged.join();
};

/** Lets everybody go round until this is so; how long that takes on the machine does not matter. */
async function until(people: readonly Someone[], isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    for (const { group } of people) await group.sync();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('[K] who cannot open their seal', () => {
  test('stops, says so, and goes on reading what is there; asks, and is answered by whoever is in', () =>
    on(['ليلى', 'عمر', 'سلمى', 'هند'], async (life) => {
      const [layla, omar, salma, hind] = life.people as [Someone, Someone, Someone, Someone];
      await hind.does(leave());
      for (const { group } of [layla, omar, salma]) must(await group.sync());
      const engine = await bestEngine();
      await salma.home.close();
      const { sealed } = await turnBy(life, salma, {
        seal: async (one) =>
          base64url(one.member) === omar.me ? { ...one, sealing: await engine.sealingKeyOf(new Uint8Array(32).fill(9)) } : one,
      });
      layla.link.cutOff();
      await layla.group.sync();
      const place = life.relay.put(life.spaceBytes, 'all', sealed);
      // Nobody is here who could answer him.
      expect(await omar.group.sync()).toEqual({ ok: false, error: 'keys-awaited' });
      const { lacking, size } = await omar.group.status();
      expect([lacking !== null, size]).toEqual([true, place + 1]);
      expect(await verdictAt(omar, place)).toBe('ok');
      const [said] = must(await omar.group.act([bread(omar)])).ids;
      expect((await omar.group.view('board', {})).needs.map(({ id }) => id)).toEqual([said]);
      // Also after a night: what he asked is remembered, and he still has nothing of what came after.
      await omar.again();
      expect(await omar.group.status()).toMatchObject({ size: place + 1, outbox: 1 });
      expect(await omar.group.sync()).toEqual({ ok: false, error: 'keys-awaited' });
      layla.link.mend();
      must(await layla.group.sync());
      await until([layla], async () => (await omar.group.sync()).ok);
      expect(await omar.group.status()).toMatchObject({ lacking: null, outbox: 0, alarm: null });
      must(await layla.group.sync());
      expect(await layla.group.roots()).toEqual(await omar.group.roots());
      expect((await layla.group.view('board', {})).needs.map(({ id }) => id)).toEqual([said]);
      await salma.again();
    }));

  test('passes over an answer with another key, and asks anew', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
      const engine = await bestEngine();
      const before = new Uint8Array(((await recordAt(omar.store, omar.seal, life.space))['epochs'] as readonly Uint8Array[])[0]!);
      await salma.does(leave());
      omar.link.cutOff();
      await omar.group.sync();
      must(await layla.group.sync());
      await layla.does(bread(layla));
      const turn = (await layla.group.log({ from: 0, limit: 100 }))
        .flatMap(({ facts }) => facts)
        .find(({ type }) => type === 'members/keys-turned@1')!;
      for (const name of turn.data['seals'] as readonly string[]) life.relay.spoil(fromBase64url(name)!, null);
      layla.link.cutOff();
      await layla.group.sync();
      omar.link.mend();
      expect(await omar.group.sync()).toEqual({ ok: false, error: 'keys-awaited' });
      // Somebody is quicker than she is, and has nothing good to give.
      const link = must(await connectRelay({ url: life.relay.url, socket: life.relay.socket(), timers: await platformOf() }));
      const box = boxIdOf((await resealBoxOf(engine, before, life.spaceBytes)).publicKey);
      const { letters } = must(await link.call('letters', { space: life.spaceBytes, box, after: 0 }));
      expect(letters).toHaveLength(1);
      const sealing = (await rosterAt(layla)).find(({ member }) => base64url(member) === omar.me)!.sealing;
      const to = { space: life.spaceBytes, commit: fromBase64url(turn.data['commit'] as string)!, member: idBytes(omar.me) };
      const bytes = await reseal(engine, seededDice('wrong'), sealing, to, new Uint8Array(32).fill(5));
      must(await link.call('reply-put', { space: life.spaceBytes, box, slot: letters[0]!.slot, bytes }));
      expect(await omar.group.sync()).toEqual({ ok: false, error: 'keys-awaited' });
      layla.link.mend();
      await until([layla], async () => (await omar.group.sync()).ok);
      expect(await layla.group.roots()).toEqual(await omar.group.roots());
      link.close();
    }));

  test('has lost nothing where only the relay has lost the seals', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
      await salma.does(leave());
      omar.link.cutOff();
      await omar.group.sync();
      must(await layla.group.sync());
      await layla.does(bread(layla));
      const turn = (await layla.group.log({ from: 0, limit: 100 }))
        .flatMap(({ facts }) => facts)
        .find(({ type }) => type === 'members/keys-turned@1');
      for (const name of turn!.data['seals'] as readonly string[]) life.relay.spoil(fromBase64url(name)!, null);
      omar.link.mend();
      await until([layla], async () => (await omar.group.sync()).ok);
      expect(await layla.group.roots()).toEqual(await omar.group.roots());
    }));

  test('and is gone gets no answer, whatever they knew; nor does a letter that its device did not write', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
      const before = new Uint8Array(((await recordAt(salma.store, salma.seal, life.space))['epochs'] as readonly Uint8Array[])[0]!);
      await salma.does(leave());
      must(await layla.group.sync());
      await layla.does(bread(layla));
      must(await omar.group.sync());
      const all = await layla.group.log({ from: 0, limit: 100 });
      const turn = all.flatMap(({ facts }) => facts).find(({ type }) => type === 'members/keys-turned@1')!;
      const tag = fromBase64url(turn.data['tag'] as string)!;
      const engine = await bestEngine();
      const link = must(await connectRelay({ url: life.relay.url, socket: life.relay.socket(), timers: await platformOf() }));
      const { publicKey } = await resealBoxOf(engine, before, life.spaceBytes);
      const box = boxIdOf(publicKey);
      const answerTo = async (who: Someone, signer: Someone): Promise<Uint8Array | null> => {
        const [asker, by] = await Promise.all([who, signer].map(({ store, seal }) => rogueFrom(store, seal, life.space)));
        const replyKey = seededDice(`${who.name} ${signer.name}`)(32);
        const ask = { space: life.spaceBytes, genesis: asker!.genesis, tag, slot: slotOf(replyKey) };
        const cbor = encode({ v: 1, tag, device: asker!.device, sign: await signAsk(engine, by!.seed, ask) });
        const bytes = await sealAsk(engine, seededDice('ask'), publicKey, life.spaceBytes, tag, cbor);
        must(await link.call('letter-put', { box, slot: ask.slot, bytes }));
        for (let round = 0; round < 4; round++) for (const { group } of [layla, omar]) must(await group.sync());
        return must(await link.call('reply-get', { box, key: replyKey })).bytes;
      };
      expect(await answerTo(salma, salma)).toBeNull();
      expect(await answerTo(omar, salma)).toBeNull();
      // What an answer looks like where there is one; and it opens for nobody but him.
      const answer = await answerTo(omar, omar);
      const commit = fromBase64url(turn.data['commit'] as string)!;
      const to = { space: life.spaceBytes, commit, member: idBytes(omar.me) };
      const opened = async ({ store, seal }: Someone) =>
        openReseal(engine, new Uint8Array((await recordAt(store, seal, life.space))['sealing'] as Uint8Array), to, answer!);
      expect(await opened(omar)).toHaveLength(32);
      expect(await opened(salma)).toBeUndefined();
      link.close();
    }));
});

describe('[K] a turn by hand', () => {
  const bent: readonly (readonly [string, string, (other: Someone) => Bent])[] = [
    ['as it should be', 'ok', () => ({})],
    ['that forgets one person', 'other-roster', ({ me }) => ({ leaveOut: me })],
    ['that keeps the old secret', 'tag-taken', () => ({ oldSecret: true })],
  ];
  test.each(bent)('%s: %s', (what, verdict, how) =>
    on(['ليلى', 'عمر', 'سلمى', 'هند'], async (life) => {
      const [layla, omar, salma, hind] = life.people as [Someone, Someone, Someone, Someone];
      await hind.does(leave());
      for (const { group } of [layla, omar, salma]) must(await group.sync());
      await salma.home.close();
      const { sealed } = await turnBy(life, salma, how(omar));
      const place = life.relay.put(life.spaceBytes, 'all', sealed);
      for (const { group } of [layla, omar]) must(await group.sync());
      expect(await verdictAt(omar, place), what).toBe(verdict);
      // Whatever it was, the group goes on.
      await layla.does(bread(layla));
      must(await omar.group.sync());
      expect(await omar.group.roots()).toEqual(await layla.group.roots());
      await salma.again();
    }),
  );

  test('while one is owed, anything else is void and moves no time', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
      await salma.does(leave());
      for (const { group } of [layla, omar]) must(await group.sync());
      await omar.home.close();
      const rogue = await rogueFrom(omar.store, omar.seal, life.space);
      await rogue.catchUp(life.relay.told(life.spaceBytes));
      const before = await layla.group.roots();
      const head = life.relay.head(life.spaceBytes);
      const made = [
        await rogue.craft(head, { facts: [rogue.fact('members/profile-set@1', {})] }),
        await rogue.craft(head, {}),
        await rogue.craft(head, { facts: [rogue.fact('members/keys-turned@1', {}), rogue.fact('members/profile-set@1', {})] }),
      ];
      for (const { sealed } of made) {
        const place = life.relay.put(life.spaceBytes, 'all', sealed);
        must(await layla.group.sync());
        expect(await verdictAt(layla, place)).toBe('turn-owed');
      }
      expect((await layla.group.roots()).stateRoot).toBe(before.stateRoot);
      await omar.again();
      await omar.does(setProfile(omar.me, { name: 'عمر' }));
      must(await layla.group.sync());
      expect(await omar.group.roots()).toEqual(await layla.group.roots());
    }));

  test('a frame sealed under an older epoch is void, though everybody could open it', () =>
    on(['ليلى', 'عمر', 'سلمى'], async (life) => {
      const [layla, omar, salma] = life.people as [Someone, Someone, Someone];
      const rogue = await rogueFrom(omar.store, omar.seal, life.space);
      await salma.does(leave());
      must(await layla.group.sync());
      await layla.does(bread(layla));
      must(await omar.group.sync());
      await omar.home.close();
      await rogue.catchUp(life.relay.told(life.spaceBytes));
      const { sealed } = await rogue.craft(life.relay.head(life.spaceBytes), { facts: [rogue.fact('members/profile-set@1', {})] });
      const place = life.relay.put(life.spaceBytes, 'all', sealed);
      must(await layla.group.sync());
      expect(await verdictAt(layla, place)).toBe('wrong-tag');
      expect((await layla.group.verify({ full: true })).ok).toBe(true);
      await omar.again();
      expect((await omar.group.verify({ full: true })).ok).toBe(true);
    }));
});
