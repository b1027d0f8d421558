import { doorRecordBytes, type DoorRecord } from '@awna/crypto/verify';
import { nameOf } from '../hash.ts';

/** Records of one keeper that wait for others at once; with one more, the one that waited longest is forgotten. */
const each = 4;

/** Signatures on door records that are not yet enough, as the keepers' keys. In memory only: devices sign again until the door has changed. */
export class Pending {
  /** By the keeper's key: the records it signed, the newest last. */
  readonly #signed = new Map<string, readonly string[]>();

  /** Counts a keeper's good signature on a record; says how many different keepers have signed that very record. */
  add(space: Uint8Array, record: DoorRecord, key: Uint8Array): number {
    const name = nameOf(doorRecordBytes(space, record));
    const others = (this.#signed.get(nameOf(key)) ?? []).filter((other) => other !== name);
    this.#signed.set(nameOf(key), [...others, name].slice(-each));
    return [...this.#signed.values()].filter((records) => records.includes(name)).length;
  }

  /** After a change other keepers count: what was signed under the record before counts for nothing. */
  clear(): void {
    this.#signed.clear();
  }
}
