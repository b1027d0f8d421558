import { base64url, encode, idBytes, type Bytes } from '@awna/base';
import {
  boxIdOf,
  inviteKeyOf,
  keysNamed,
  openReseal,
  openWelcome,
  resealBoxOf,
  sealAsk,
  sealLetter,
  signAsk,
  signJoin,
  signLetter,
  slotOf,
} from '@awna/crypto';
import { connectRelay, type RelayLink } from '@awna/wire';
import { must } from '../cast.ts';
import { intrude } from './haunt.ts';
import type { Known } from './known.ts';
import type { Past } from './past.ts';
import { rogueOf } from '../rogue.ts';
import { linkIn } from './links.ts';
import type { Life } from './village.ts';

/** Answers that somebody who has gone waits for, each with what makes it one that lets them back in. */
interface Awaited {
  readonly box: Bytes;
  readonly key: Bytes;
  readonly what: string;
  opens(bytes: Uint8Array): Promise<boolean>;
}

/** Writes to a letter box with a link from before, as a newcomer with fresh keys would. */
async function letterBy(life: Life, text: string, line: RelayLink): Promise<Awaited | undefined> {
  const { dice } = life.ground;
  const engine = life.ground.engine;
  const link = linkIn(text);
  const [identity, sealing, device, key] = [dice(32), dice(32), dice(32), dice(32)];
  const publics = {
    identity: await engine.publicKeyOf(identity),
    sealing: await engine.sealingKeyOf(sealing),
    device: await engine.publicKeyOf(device),
  };
  const { seed } = await inviteKeyOf(engine, link.secret, link.space);
  const proof = await signJoin(engine, seed, { space: link.space, genesis: link.genesis, invite: link.invite, ...publics });
  const sign = await signLetter(engine, device, proof);
  const slot = slotOf(key);
  const words = encode({ v: 1, invite: link.invite, ...publics, name: 'عائد', slot, proof, sign });
  const bytes = await sealLetter(engine, dice, link.boxKey, link.space, link.invite, words);
  const box = boxIdOf(link.boxKey);
  const put = await line.call('letter-put', { box, slot, bytes });
  if (!put.ok) return undefined;
  return {
    ...{ box, key, what: 'by an old link' },
    async opens(answer) {
      const plain = await openWelcome(engine, sealing, link.space, slot, answer);
      return plain !== undefined && !Buffer.from(plain).includes('refused');
    },
  };
}

/** Asks for the keys of a turn, as a member does whose seal did not open. */
async function askBy(life: Life, known: Known, past: Past, line: RelayLink): Promise<Awaited | undefined> {
  const { dice } = life.ground;
  const engine = life.ground.engine;
  const space = idBytes(life.space);
  const shut = past.members.get(known.member)?.shut ?? null;
  const turn = past.turns.find(({ place }) => place === shut);
  const before = past.turns.findLast(({ place }) => shut !== null && place < shut);
  const last = known.epochs.find(({ keys }) => (before ? base64url(keys.tag) === base64url(before.tag) : true));
  if (!turn || !last) return undefined;
  const { publicKey } = await resealBoxOf(engine, last.K, space);
  const rogue = await rogueOf(known.record, life.space, engine);
  const key = dice(32);
  const slot = slotOf(key);
  const sign = await signAsk(engine, rogue.seed, { space, genesis: rogue.genesis, tag: turn.tag, slot });
  const ask = encode({ v: 1, tag: turn.tag, device: rogue.device, sign });
  const box = boxIdOf(publicKey);
  const put = await line.call('letter-put', { box, slot, bytes: await sealAsk(engine, dice, publicKey, space, turn.tag, ask) });
  if (!put.ok) return undefined;
  return {
    ...{ box, key, what: 'by asking' },
    async opens(answer) {
      const to = { space, commit: turn.commit, member: idBytes(known.member) };
      const K = await openReseal(engine, new Uint8Array(known.record['sealing'] as Bytes), to, answer);
      return K !== undefined && (await keysNamed(engine, K, space, turn)) !== undefined;
    },
  };
}

/**
 * Those who have gone try to come back once all is quiet: they write, under every name and with heads their friend the
 * relay signs for them; they knock with every link from before a removal; they ask for keys. What came of it.
 */
export async function comeBack(life: Life, past: Past, gone: readonly Known[], most = 6): Promise<readonly string[]> {
  const { relay, flow, space, links, ground } = life;
  const id = idBytes(space);
  const engine = ground.engine;
  const line = must(await flow.until(connectRelay({ url: relay.url, socket: relay.socket('all'), timers: flow }), 60_000));
  const awaited: (Awaited | undefined)[] = [];
  for (const known of gone) {
    const { shut = null, how = null } = past.members.get(known.member) ?? {};
    // Who went before the keys had reached them has nothing to write with.
    if (shut === null || (known.record['epochs'] as readonly Bytes[]).length === 0) continue;
    const rogue = await rogueOf(known.record, space, engine);
    await rogue.catchUp(relay.told(id));
    const head = relay.head(id);
    const forged = relay.sign(id, head.size - 1, new Uint8Array(32).fill(7), head.minute);
    for (let way = 0; way < most; way++) await intrude(life, rogue, way + 1, way % 2 === 0 ? head : forged);
    awaited.push(await askBy(life, known, past, line));
    // Leaving closes one's own links only; a removal closes all there were.
    const old = how === 'removed' ? links.filter(({ invite }) => (past.placeOf(invite) ?? shut) < shut) : [];
    for (const { text } of old.slice(-3)) awaited.push(await letterBy(life, text, line));
  }
  await flow.pass(8_000);
  const came: string[] = [];
  for (const one of awaited) {
    const got = one && (await line.call('reply-get', { box: one.box, key: one.key }));
    if (one && got?.ok && got.value.bytes && (await one.opens(got.value.bytes))) came.push(one.what);
  }
  line.close();
  return came;
}
