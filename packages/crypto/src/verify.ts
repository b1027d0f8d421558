import { doorBytes, type Challenge, type Door } from './door-bytes.ts';
import { doorRecordBytes, type DoorRecord } from './door-record.ts';
import { verifySync } from './ed25519.ts';
import { headBytes, type Head } from './head-bytes.ts';

// What a relay may know of cryptography besides signing its heads: whether a signature is good. Nothing here opens anything.
export { verifySync } from './ed25519.ts';
export { checkPublicKey } from './strict.ts';
export { doorBytes, type Challenge, type Door } from './door-bytes.ts';
export { doorRecordBytes, type DoorRecord } from './door-record.ts';
export { boxIdOf, slotOf } from './names.ts';

/** Strict Ed25519 (PROTOCOL §9), as a promise. */
export const verify = async (publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> =>
  verifySync(publicKey, signature, message);

/** Whether a head is signed by this relay key. Total. */
export function verifyHead(relayKey: Uint8Array, head: Head, signature: Uint8Array): boolean {
  if (!Number.isSafeInteger(head.size) || !Number.isSafeInteger(head.minute) || head.size < 0 || head.minute < 0) return false;
  if (head.space.length !== 16 || head.root.length !== 32) return false;
  return verifySync(relayKey, signature, headBytes(head));
}

/** Whether someone at the door holds the seed of its public key, for this relay, nonce and space. Total. */
export const verifyDoor = (door: Door, doorKey: Uint8Array, signature: Uint8Array, challenge: Challenge, space: Uint8Array): boolean =>
  challenge.key.length === 32 &&
  challenge.nonce.length === 32 &&
  space.length === 16 &&
  verifySync(doorKey, signature, doorBytes(door, challenge, space));

/** Whether this key signed a door record of this space. Total on records of the right shape: whole counts, keys of 32 bytes. */
export const verifyDoorRecord = (key: Uint8Array, signature: Uint8Array, space: Uint8Array, record: DoorRecord): boolean =>
  verifySync(key, signature, doorRecordBytes(space, record));
