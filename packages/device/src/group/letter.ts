import { decode, encode, err, ok, type Bytes, type Result, type Value, type ValueMap } from '@awna/base';
import { checkSealingKey, inviteKeyOf, signJoin, signLetter, slotOf, verifyJoin, verifyLetter, type Engine, type Join } from '@awna/crypto';
import { longestName } from './longest.ts';

/** A newcomer's letter, opened and checked. */
export interface Letter {
  readonly invite: Bytes;
  readonly identity: Bytes;
  readonly sealing: Bytes;
  readonly device: Bytes;
  readonly name: string;
  readonly slot: Bytes;
  readonly proof: Bytes;
}

interface Newcomer {
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly invite: Bytes;
  readonly secret: Bytes;
  readonly identitySeed: Bytes;
  readonly sealingSeed: Bytes;
  readonly deviceSeed: Bytes;
  readonly replyKey: Bytes;
  readonly name: string;
}

/** Writes the letter with which somebody knocks by a link. */
export async function writeLetter(engine: Engine, who: Newcomer): Promise<Bytes> {
  const [identity, sealing, device] = await Promise.all([
    engine.publicKeyOf(who.identitySeed),
    engine.sealingKeyOf(who.sealingSeed),
    engine.publicKeyOf(who.deviceSeed),
  ]);
  const { seed } = await inviteKeyOf(engine, who.secret, who.space);
  const proof = await signJoin(engine, seed, { space: who.space, genesis: who.genesis, invite: who.invite, identity, sealing, device });
  const sign = await signLetter(engine, who.deviceSeed, proof);
  return encode({ v: 1, invite: who.invite, identity, sealing, device, name: who.name, slot: slotOf(who.replyKey), proof, sign });
}

const isBytes = (value: Value | undefined, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;

/** Reads a letter that anybody with the link may have written, and checks that the link's and its own key signed it. */
export async function readLetter(
  engine: Engine,
  cbor: Bytes,
  group: Pick<Join, 'space' | 'genesis' | 'invite'> & { readonly inviteKey: Bytes },
): Promise<Result<Letter, 'not-readable'>> {
  const decoded = decode(cbor);
  const map = decoded.ok && decoded.value !== null && typeof decoded.value === 'object' ? (decoded.value as ValueMap) : {};
  const { v, invite, identity, sealing, device, name, slot, proof, sign } = map;
  if (v !== 1 || !isBytes(invite, 16) || !isBytes(identity, 32) || !isBytes(sealing, 32) || !isBytes(device, 32))
    return err('not-readable');
  if (typeof name !== 'string' || name.length > longestName || !isBytes(slot, 16) || !isBytes(proof, 64) || !isBytes(sign, 64))
    return err('not-readable');
  // A key nobody can seal to would stop whoever welcomes its owner.
  if (!engine.checkPublicKey(device) || !engine.checkPublicKey(identity) || !checkSealingKey(sealing)) return err('not-readable');
  const join = { space: group.space, genesis: group.genesis, invite: group.invite, identity, sealing, device };
  if (!(await verifyJoin(engine, group.inviteKey, proof, join)) || !(await verifyLetter(engine, device, sign, proof)))
    return err('not-readable');
  return ok({ invite, identity, sealing, device, name, slot, proof });
}
