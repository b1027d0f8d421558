import { fromHex, hex, idOf, type Bytes, type ValueMap } from '@awna/base';
import { epochKeys, inviteKeyOf, nobleEngine, openMessage, openPart } from '@awna/crypto';
import { evilRelay, seededDice } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import entriesGolden from './golden/entries@1.json' with { type: 'json' };
import evidenceGolden from './golden/evidence@1.json' with { type: 'json' };
import frameGolden from './golden/frame@1.json' with { type: 'json' };
import letterGolden from './golden/letter@1.json' with { type: 'json' };
import linkGolden from './golden/link@1.json' with { type: 'json' };
import restGolden from './golden/rest@1.json' with { type: 'json' };
import welcomeGolden from './golden/welcome@1.json' with { type: 'json' };
import { compose } from './group/compose.ts';
import { readEvidence, weigh, writeEvidence } from './group/evidence.ts';
import { frameWrites } from './group/frames.ts';
import { readLetter, writeLetter } from './group/letter.ts';
import { readLink, writeLink } from './group/link.ts';
import { readWelcome, writeWelcome } from './group/welcome.ts';
import { encodeBody, parseBody } from './log/body.ts';
import { encodeEntries, parseEntries } from './log/entries.ts';

// What version 1 has once written, it reads for ever: these files are never changed, only added to.
const dice = seededDice('awna/golden/1');
const engine = nobleEngine;
const space = dice(16);
const genesis = dice(32);
const relay = evilRelay(dice(32));
const head = relay.sign(space, 7, dice(32), 29_000_000);
const seeds = { identitySeed: dice(32), sealingSeed: dice(32), deviceSeed: dice(32), replyKey: dice(32) };
const K = dice(32);
const [device, salt, secret, boxKey, invite] = [dice(16), dice(16), dice(16), dice(32), dice(16)];
const bytes = (text: string): Bytes => fromHex(text) ?? new Uint8Array();

describe('[§5] golden bytes of version 1', () => {
  test('a message with a part: body, sealed, part', async () => {
    const keys = await epochKeys(engine, K, space);
    const me = idOf(salt);
    const draft = {
      type: 'exchange/need-posted@1',
      data: { kind: 'food', until: 29_001_440 } as ValueMap,
      part: { text: 'خبز' },
      keep: 90 as const,
    };
    const author = { engine, dice: seededDice('awna/golden/1/message'), keys, space, genesis, deviceSeed: seeds.deviceSeed, device, me };
    const from = { state: null, tip: { n: 3, prev: genesis, headSize: 5, at: 0 }, head, minute: 29_000_001 };
    const made = await compose(author, [{ seq: 0, id: me, salt, draft, hold: 0 }], from);
    expect({ sealed: hex(made.sealed), part: hex(made.part!.bytes), day: made.part!.day, body: hex(made.body) }).toEqual(frameGolden);
    const opened = await openMessage(engine, keys, space, bytes(frameGolden.sealed));
    expect(opened.ok && hex(opened.value.body)).toBe(frameGolden.body);
    const body = parseBody(bytes(frameGolden.body));
    if (!body.ok) throw new Error(body.error);
    expect(hex(encodeBody(body.value))).toBe(frameGolden.body);
    expect(body.value).toMatchObject({ n: 3, at: 29_000_001, head: { size: 7 }, facts: [{ type: 'exchange/need-posted@1' }] });
    const plain = await openPart(engine, keys, space, bytes(frameGolden.part), body.value.part!.hash);
    expect(plain && parseEntries(plain)).toEqual([{ index: 0, fields: { text: 'خبز' }, sealed: [] }]);
  });

  test('entries with something sealed to one member', () => {
    const entries = [{ index: 2, fields: { area: 'الحي' }, sealed: [{ to: idOf(device), box: seededDice('awna/golden/1/box')(80) }] }];
    expect(hex(encodeEntries(entries))).toBe(entriesGolden.cbor);
    expect(parseEntries(bytes(entriesGolden.cbor))).toEqual(entries);
  });

  test('a letter', async () => {
    const cbor = await writeLetter(engine, { space, genesis, invite, secret, ...seeds, name: 'سلمى' });
    expect(hex(cbor)).toBe(letterGolden.cbor);
    const { publicKey } = await inviteKeyOf(engine, secret, space);
    const read = await readLetter(engine, bytes(letterGolden.cbor), { space, genesis, invite, inviteKey: publicKey });
    expect(read.ok && read.value.name).toBe('سلمى');
  });

  test('a welcome', async () => {
    const greeter = { space, genesis, deviceSeed: seeds.deviceSeed, device };
    const cbor = await writeWelcome(engine, greeter, { place: 6, epochs: [[salt.slice(0, 8), K]], head });
    expect(hex(cbor)).toBe(welcomeGolden.cbor);
    expect(readWelcome(bytes(welcomeGolden.cbor))).toMatchObject({ kind: 'in', epochs: [K], greeted: { place: 6 } });
  });

  test('a link', () => {
    const link = { space, genesis, secret, boxKey, invite, relay: 'https://relay.example', group: 'جيران', by: 'ليلى' };
    expect(writeLink(link, 'https://app.example')).toBe(linkGolden.link);
    expect(readLink(linkGolden.link)).toEqual({ ok: true, value: link });
  });

  test('evidence', async () => {
    const other = relay.sign(space, 7, new Uint8Array(32).fill(1), 29_000_000);
    const given = { space, genesis, relayKey: relay.key, heads: [head, other], mine: genesis, proof: [], frame: null };
    expect(hex(writeEvidence('fork', given))).toBe(evidenceGolden.cbor);
    expect(await weigh(engine, readEvidence(bytes(evidenceGolden.cbor))!)).toBe('proves');
  });

  test('a frame at rest', () => {
    const frame = { place: 12, minute: 29_000_000, sealed: salt, partHash: genesis, part: K, day: 20_000 };
    const written = frameWrites(idOf(space), frame).map(([key, value]) => [key, value && hex(value)]);
    expect(written).toEqual(restGolden.writes);
  });
});
