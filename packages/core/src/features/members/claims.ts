import { concat, domain, fromBase64url, idBytes, sha256, type Bytes } from '@awna/base';
import type { Claim, SpaceNames } from '../../kernel/fact.ts';
import type { MembersFact } from './facts.ts';

/** Keys and signatures as bytes; the schema has checked their shape. */
const bytes = (text: string): Bytes => fromBase64url(text) ?? new Uint8Array(0);

const sealingKey = (text: string): Claim => ({ kind: 'sealing-key', key: bytes(text) });

const signingKey = (text: string): Claim => ({ kind: 'signing-key', key: bytes(text) });

/** The message an invite's key signs for whoever comes by it (PROTOCOL §8). */
export const joinMessage = (names: SpaceNames, invite: string, identity: Bytes, sealing: Bytes, device: Bytes): Bytes =>
  concat(domain('join'), idBytes(names.space), names.genesis, idBytes(invite), sha256(identity, sealing, device));

/** What is checked outside the fold: keys that enter the log are strict ones, and the newcomer held the link. */
export function claims(fact: MembersFact, names: SpaceNames): readonly Claim[] {
  switch (fact.type) {
    case 'members/founded@1':
      return [signingKey(fact.data.relay), signingKey(fact.data.identity), signingKey(fact.data.device), sealingKey(fact.data.sealing)];
    case 'members/admitted@1': {
      const { invite, key, identity, sealing, device, proof } = fact.data;
      const message = joinMessage(names, invite, bytes(identity), bytes(sealing), bytes(device));
      return [
        signingKey(identity),
        signingKey(device),
        sealingKey(sealing),
        { kind: 'signature', key: bytes(key), message, signature: bytes(proof) },
      ];
    }
    case 'members/invite-opened@1':
      return [signingKey(fact.data.key), sealingKey(fact.data.box)];
    default:
      return [];
  }
}
