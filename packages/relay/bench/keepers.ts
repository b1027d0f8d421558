import { doorRecordBytes, type DoorRecord } from '@awna/crypto/verify';
import type { Result } from '@awna/base';
import type { Answer, Args, Refusal, RelayLink } from '@awna/wire';
import { testKey, type TestKey, type TestSpace } from './people.ts';

/** A door and the keepers who may change it next, with every key in the test's hand. */
export interface TestDoor {
  readonly at: TestSpace;
  readonly record: DoorRecord;
  readonly keepers: readonly TestKey[];
}

/** The door a space is founded with. */
export const firstDoor = (at: TestSpace): TestDoor => ({
  at,
  record: { count: 0, rpk: at.read.public, wpk: at.write.public, place: 0, control: [at.keeper.public], k: 1 },
  keepers: [at.keeper],
});

/** The door after it: fresh keys from a place on, unless `keep` says that only the keepers change. */
export function nextDoor(before: TestDoor, keepers: readonly TestKey[], k: number, how: { place?: number; keep?: boolean } = {}): TestDoor {
  const at = how.keep ? before.at : { ...before.at, read: testKey(), write: testKey() };
  const place = how.place ?? before.record.place;
  const control = keepers.map((keeper) => keeper.public);
  return { at, keepers, record: { count: before.record.count + 1, rpk: at.read.public, wpk: at.write.public, place, control, k } };
}

export const signedBy = (space: Uint8Array, record: DoorRecord, keeper: TestKey): Args<'door'> => ({
  ...{ space, record, key: keeper.public },
  sign: keeper.sign(doorRecordBytes(space, record)),
});

/** A keeper's word on a record. */
export const say = (link: RelayLink, { at, record }: TestDoor, keeper: TestKey): Promise<Result<Answer<'door'>, Refusal>> =>
  link.call('door', signedBy(at.space, record, keeper));
