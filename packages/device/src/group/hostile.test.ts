import { base64url, encode, equal, type Bytes, type Value } from '@awna/base';
import { inviteKeyOf, type Engine } from '@awna/crypto';
import { bestEngine, chance, evilRelay, mutated, seededDice } from '@awna/testkit';
import { headValue } from '@awna/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeBody, parseBody } from '../log/body.ts';
import { encodeEntries, parseEntries } from '../log/entries.ts';
import { readEvidence, weigh, writeEvidence } from './evidence.ts';
import { readLetter, writeLetter } from './letter.ts';
import { readLink, writeLink } from './link.ts';
import { readWelcome, writeRefusal, writeWelcome } from './welcome.ts';

/** Inputs that each parser gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const times = Number(process.env['HOSTILE'] ?? 100_000);
const from = process.env['HOSTILE_SEED'] ?? '';
const dice = seededDice('hostile');
const space = dice(16);
const genesis = dice(32);
const relay = evilRelay(dice(32));
const head = relay.sign(space, 7, dice(32), 29_000_000);

let engine: Engine;
beforeAll(async () => {
  engine = await bestEngine();
});

/** The same parsers, with signatures that nobody has to work out: that they are wrong is known, that nothing throws is asked. */
const quick = (): Engine => ({ ...engine, checkPublicKey: () => false, verify: () => Promise.resolve(false) });

const bodies = (): Bytes[] =>
  [0, 1, 3].map((n) =>
    encodeBody({
      ...{
        device: dice(16),
        n,
        prev: dice(32),
        head: n === 0 ? null : head,
        at: 29_000_000,
        part: n === 1 ? { hash: dice(32), day: 0 } : null,
      },
      facts: Array.from({ length: n }, (_, i) => ({
        ...{ id: '', salt: dice(16), type: 'exchange/taken@1', data: { item: base64url(dice(16)), n: i, slots: [1, 2] } },
      })),
    }),
  );

describe('a hundred thousand of each, sound bytes gone wrong', () => {
  test('[§5] bodies: never throw; what is read is written again the same', () => {
    const samples = bodies();
    const fate = chance(`bodies${from}`);
    let read = 0;
    for (let i = 0; i < times; i++) {
      const bytes = mutated(samples, fate);
      const parsed = parseBody(bytes);
      if (!parsed.ok) continue;
      read++;
      if (!equal(encodeBody(parsed.value), bytes)) expect.unreachable('not the same bytes');
    }
    // Enough of them are still bodies for the rest to mean something, and most are not.
    expect(read).toBeGreaterThan(times / 100);
    expect(read).toBeLessThan(times / 2);
  });

  test('[§5] entries of parts', () => {
    const samples = [
      encodeEntries([{ index: 0, fields: { text: 'خبز', photo: { blob: 'x' } }, sealed: [] }]),
      encodeEntries([
        { index: 0, fields: {}, sealed: [{ to: base64url(dice(16)), box: dice(80) }] },
        { index: 3, fields: { name: 'x' }, sealed: [] },
      ]),
    ];
    const fate = chance(`entries${from}`);
    for (let i = 0; i < times; i++)
      for (const { index, sealed } of parseEntries(mutated(samples, fate)))
        if (typeof index !== 'number' || sealed.some(({ to }) => to.length !== 22)) expect.unreachable('not an entry');
  });

  test('[§8] links, as people paste them', () => {
    const given = {
      space,
      genesis,
      secret: dice(16),
      boxKey: dice(32),
      invite: dice(16),
      relay: 'https://a.example',
      group: 'جيران',
      by: 'ليلى',
    };
    const links = [
      writeLink(given, 'https://a.example'),
      writeLink({ ...given, relay: 'http://b.example:8080' }, 'https://app.example/x/'),
    ];
    expect(links.map((link) => readLink(`تعال: ${link} `).ok)).toEqual([true, true]);
    const payloads = links.map((link) => Uint8Array.from(Buffer.from(link.split('#j')[1]!, 'base64url')));
    const fate = chance(`links${from}`);
    for (let i = 0; i < times; i++) {
      const text = fate.happens(0.3)
        ? new TextDecoder().decode(
            mutated(
              links.map((link) => new TextEncoder().encode(link)),
              fate,
            ),
          )
        : `https://a.example/#j${base64url(mutated(payloads, fate))}`;
      const read = readLink(text);
      if (read.ok && read.value.space.length !== 16) expect.unreachable('not a link');
    }
    // Long texts are no trouble either.
    for (const piece of ['http://', '#j', 'http://#j', '#jA', 'http://a#'])
      expect(readLink(piece.repeat(Math.floor(99_999 / piece.length))).ok).toBe(false);
    expect(readLink('x'.repeat(100_001))).toEqual({ ok: false, error: 'not-a-link' });
    expect(readLink(`${'نص '.repeat(1000)}${links[0]!} وبعد`).ok).toBe(true);
  });

  test('[§8] letters', async () => {
    const invite = dice(16);
    const secret = dice(16);
    const seeds = { identitySeed: dice(32), sealingSeed: dice(32), deviceSeed: dice(32), replyKey: dice(32) };
    const sound = await writeLetter(engine, { space, genesis, invite, secret, ...seeds, name: 'سلمى' });
    const group = { space, genesis, invite, inviteKey: (await inviteKeyOf(engine, secret, space)).publicKey };
    expect((await readLetter(engine, sound, group)).ok).toBe(true);
    const fate = chance(`letters${from}`);
    const lazy = quick();
    for (let i = 0; i < times; i++)
      if ((await readLetter(lazy, mutated([sound], fate), group)).ok) expect.unreachable('a letter nobody signed');
    // And some with all that signatures take.
    for (let i = 0; i < 300; i++) {
      const bytes = mutated([sound], fate);
      const read = await readLetter(engine, bytes, group);
      // A name and a slot are nobody's to prove: the welcome is sealed to the keys that are.
      if (read.ok) expect(equal(read.value.device, (await readLetter(engine, sound, group)).ok ? read.value.device : bytes)).toBe(true);
    }
  });

  test('[§8] welcomes', async () => {
    const greeter = { space, genesis, deviceSeed: dice(32), device: dice(16) };
    const samples = [await writeWelcome(engine, greeter, { place: 3, epochs: [[dice(8), dice(32)]], head }), writeRefusal('invite-closed')];
    expect(samples.map((bytes) => readWelcome(bytes)?.kind)).toEqual(['in', 'refused']);
    const fate = chance(`welcomes${from}`);
    for (let i = 0; i < times; i++) {
      const read = readWelcome(mutated(samples, fate));
      if (read?.kind === 'in' && read.epochs.some((K) => K.length !== 32)) expect.unreachable('not a key');
    }
  });

  test('[§6] evidence', async () => {
    const other = relay.sign(space, 7, dice(32), 29_000_001);
    const given = { space, genesis, relayKey: relay.key, heads: [head, other], mine: dice(32), proof: [dice(32)], frame: null };
    const frame = { place: 3, minute: 4, sealed: dice(60), partHash: null, part: null, day: 0 };
    const samples = [writeEvidence('fork', given), writeEvidence('rollback', { ...given, mine: null, proof: [], frame })];
    expect(await weigh(engine, readEvidence(samples[0]!)!)).toBe('proves');
    const fate = chance(`evidence${from}`);
    const kept: Value[] = [headValue(head), headValue(other)];
    for (let i = 0; i < times; i++) {
      const read = readEvidence(mutated(samples, fate));
      if (i % 100 !== 0 || !read) continue;
      // Nothing proves anything but two heads that this relay really signed, whatever else was bent.
      const sound =
        read.heads.length === 2 && read.heads.every((one) => kept.some((sample) => equal(encode(sample), encode(headValue(one)))));
      if ((await weigh(engine, read)) === 'proves' && !sound) expect.unreachable('proof of nothing');
    }
  });
});
