import { decode, encode, type Bytes, type Id, type Value, type ValueMap } from '@awna/base';
import type { Alarm, DeviceProblem } from '../api.ts';
import type { LocalSeal } from '../platform.ts';
import type { Write } from '../store/port.ts';

/** A letter that was sent and waits for its welcome. */
export interface Joining {
  readonly invite: Bytes;
  readonly box: Bytes;
  readonly replyKey: Bytes;
  readonly letter: Bytes;
  readonly posted: boolean;
}

/** A welcome whose greeter is checked once the log is here. */
export interface Greeted {
  readonly from: Bytes;
  readonly place: number;
  readonly keysAndHead: Bytes;
  readonly sign: Bytes;
}

/** Where the epochs are that had no room in the welcome: the name of a blob, and its key. */
export interface Older {
  readonly blob: Bytes;
  readonly key: Bytes;
}

/** A turn of this device that is on its way: the key is kept until its fate is known. */
export interface Turning {
  readonly K: Bytes;
  /** Its blobs of seals, as they are kept here until the relay has them. */
  readonly blobs: readonly Id[];
}

/** The letter with which this device asks for the keys of a turn: an answer opens by `replyKey` alone. */
export interface Asking {
  readonly tag: Bytes;
  readonly replyKey: Bytes;
}

/** What a device must remember of a group besides its frames: keys, how it came in, and what it found wrong. */
export interface SpaceRecord {
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly relay: string;
  /** Known once the founding frame is here, or from founding. */
  readonly relayKey: Bytes | null;
  readonly sandbox: boolean;
  /** The group's name until the log says it. */
  readonly group: string;
  readonly name: string;
  readonly identity: Bytes;
  readonly sealing: Bytes;
  readonly device: Bytes;
  /** The 32 bytes of each epoch known here, in the order in which they were learnt; the group's first is the first. */
  readonly epochs: readonly Bytes[];
  readonly older?: Older | null;
  readonly turning?: Turning | null;
  readonly asking?: Asking | null;
  readonly state: 'member' | 'joining' | 'refused' | 'left' | 'removed';
  readonly problem: DeviceProblem | null;
  readonly joining: Joining | null;
  readonly greeted: Greeted | null;
  /** Places whose signature is bad although a later message speaks for it. */
  readonly bad: readonly number[];
  /** Every signature below this place was checked. */
  readonly checked: number;
  /** How many messages this device knows it wrote. */
  readonly written: number;
  /** Below this place stand messages of this device that it wrote elsewhere, before it went on here. */
  readonly ownUpTo?: number;
  readonly alarm: (Alarm & { readonly evidence: Bytes }) | null;
}

/** What erases the blobs of a turn that is over. */
export const erased = ({ id, record }: { readonly id: Id; readonly record: SpaceRecord }): readonly Write[] =>
  (record.turning?.blobs ?? []).flatMap((name): Write[] => [
    [`blob/${id}/${name}`, null],
    [`blobout/${id}/${name}`, null],
  ]);

export const recordKey = (space: Id): string => `space/${space}`;

const half = /[\ud800-\udfff]/;

/** Text as it will be read back: half of a surrogate pair, which has no UTF-8, becomes U+FFFD. */
const wellFormed = (text: string): string => (half.test(text) ? new TextDecoder().decode(new TextEncoder().encode(text)) : text);

/** Our own structures as canonical values: properties that are undefined are left out, texts are what they will be in the log. */
export const asValue = (value: unknown): Value => {
  if (typeof value === 'string') return wellFormed(value);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value as Value;
  if (Array.isArray(value)) return value.map(asValue);
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, asValue(item)]])));
};

export const sealRecord = (local: LocalSeal, record: SpaceRecord): Promise<Bytes> => local.seal(encode(asValue(record)));

/** Our own record back; nothing where it was not this device that wrote it. */
export async function openRecord(local: LocalSeal, sealed: Bytes): Promise<SpaceRecord | undefined> {
  const plain = await local.open(sealed);
  const decoded = plain && decode(plain);
  // Authenticated by this device's own key: only this code wrote it.
  return decoded?.ok ? (decoded.value as unknown as SpaceRecord) : undefined;
}

/** A sealed map at rest. */
export const sealMap = (local: LocalSeal, map: ValueMap): Promise<Bytes> => local.seal(encode(map));

export async function openMap(local: LocalSeal, sealed: Bytes): Promise<ValueMap | undefined> {
  const plain = await local.open(sealed);
  const decoded = plain && decode(plain);
  return decoded?.ok && decoded.value !== null && typeof decoded.value === 'object' ? (decoded.value as ValueMap) : undefined;
}
