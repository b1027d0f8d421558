import { base64url, encode, equal, idBytes, type Bytes } from '@awna/base';
import { boxIdOf, keysNamed, openReseal, resealBoxOf, sealAsk, signAsk, slotOf } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { Turn } from '../log/turn.ts';
import type { Asking } from './record.ts';
import type { Space } from './space.ts';

/** The letter that went out on a line, by the slot its answer will stand in. */
const posted = new WeakMap<RelayLink, string>();

/** The name under which this device asks for the keys of a turn; the same also after it was switched off. */
async function remembered(space: Space, { tag }: Turn): Promise<Asking> {
  const { asking } = space.record;
  if (asking && equal(asking.tag, tag)) return asking;
  const fresh = { tag, replyKey: space.platform.dice(32) };
  await space.change({ asking: fresh });
  return fresh;
}

async function askLetter(space: Space, boxKey: Bytes, tag: Bytes, slot: Bytes): Promise<Bytes> {
  const { engine, dice } = space.platform;
  const { space: id, genesis, device } = space.record;
  const sign = await signAsk(engine, device, { space: id, genesis, tag, slot });
  return sealAsk(engine, dice, boxKey, id, tag, encode({ v: 1, tag, device: space.device, sign }));
}

/**
 * Asks the members for the keys of a turn whose seal did not open, and looks for an answer. The key that the turn named,
 * or nothing yet; an answer with another one is passed over, and asked for anew under another name (PROTOCOL §11).
 */
export async function askForKeys(space: Space, turn: Turn, link: RelayLink): Promise<Bytes | undefined> {
  const { engine } = space.platform;
  const { space: id, sealing } = space.record;
  const before = space.ring.byTag(turn.before);
  const { me } = space;
  if (!before || me === null) return undefined;
  const { publicKey } = await resealBoxOf(engine, before.K, id);
  const box = boxIdOf(publicKey);
  const { replyKey } = await remembered(space, turn);
  const slot = slotOf(replyKey);
  if (posted.get(link) !== base64url(slot)) {
    const put = await link.call('letter-put', { box, slot, bytes: await askLetter(space, publicKey, turn.tag, slot) });
    // Nobody has opened the box yet: the next member who comes does.
    if (!put.ok && put.error.error !== 'taken') return undefined;
    posted.set(link, base64url(slot));
  }
  const got = await link.call('reply-get', { box, key: replyKey });
  if (!got.ok || !got.value.bytes) return undefined;
  const K = await openReseal(engine, sealing, { space: id, commit: turn.commit, member: idBytes(me) }, got.value.bytes);
  if (K && (await keysNamed(engine, K, id, turn))) return K;
  await space.change({ asking: null });
  return undefined;
}
