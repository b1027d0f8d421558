import { type Bytes } from '@awna/base';
import { doorBytes, type Challenge, type Door } from './door-bytes.ts';
import { doorRecordBytes, type DoorRecord } from './door-record.ts';
import { type Engine } from './engine.ts';
import { headBytes, type Head } from './head-bytes.ts';

/** A signature at a door with its seed (`rsk` to read, `wsk` to write and to open a space). */
export const signDoor = (engine: Engine, door: Door, seed: Uint8Array, challenge: Challenge, space: Uint8Array): Promise<Bytes> =>
  engine.sign(seed, doorBytes(door, challenge, space));

/** A key keeper's signature (64) on a door record, with the seed of the identity key (PROTOCOL §12). */
export const signDoorRecord = (engine: Engine, identitySeed: Uint8Array, space: Uint8Array, record: DoorRecord): Promise<Bytes> =>
  engine.sign(identitySeed, doorRecordBytes(space, record));

/** Whether a head is signed by this relay key, by the engine at hand. Total. */
export async function checkHead(engine: Engine, relayKey: Uint8Array, head: Head, signature: Uint8Array): Promise<boolean> {
  if (!Number.isSafeInteger(head.size) || !Number.isSafeInteger(head.minute) || head.size < 0 || head.minute < 0) return false;
  if (head.space.length !== 16 || head.root.length !== 32) return false;
  return engine.verify(relayKey, signature, headBytes(head));
}
