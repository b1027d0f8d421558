import { hex } from '@awna/base';
import { doorOf } from '@awna/core';
import type { DoorRecord, EpochKeys } from '@awna/crypto';
import type { Keyring } from './keyring.ts';
import type { Replica } from './replica.ts';

/** The keys of every door at the relay that may know this device, the newest first: of all epochs but those of which the log says that the door kept its keys. */
export function doorsOf({ turns }: Replica, ring: Keyring): readonly EpochKeys[] {
  const without = new Set(turns.filter(({ opensDoor }) => !opensDoor).map(({ tag }) => hex(tag)));
  return ring.newestFirst.map(({ keys }) => keys).filter(({ tag }) => !without.has(hex(tag)));
}

/** The record of the door as the log has it (PROTOCOL §12); nothing while its keys are not here. */
export function doorRecordOf({ state, turns }: Replica, ring: Keyring): DoorRecord | undefined {
  const { count, epoch, place, control, k } = doorOf(state.members);
  const keys = epoch === 0 ? ring.first?.keys : ring.byTag(turns[epoch - 1]?.tag ?? null)?.keys;
  return keys && { count, rpk: keys.rpk, wpk: keys.wpk, place, control, k };
}
