import { Tree } from '@awna/base';
import type { DoorRecord } from '@awna/crypto/verify';
import type { Head } from '@awna/wire';
import { nameOf } from '../hash.ts';
import type { RelayKey } from '../key.ts';
import type { Owed, SpaceRow } from '../store/port.ts';
import type { Follower } from './follower.ts';
import { Pending } from './pending.ts';

/** A space in memory: its door, its tree, who follows it. */
export class Space {
  readonly id: Uint8Array;
  readonly name: string;
  door: DoorRecord;
  readonly pending = new Pending();
  readonly tree = new Tree();
  readonly followers = new Set<Follower>();
  /** Set while a signed tail is not held: appends stop. */
  owed: Owed | null;
  /** The minute of the last frame in the tree. */
  minute = 0;
  readonly #sign: RelayKey['sign'];
  #head: Head | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(row: SpaceRow, sign: RelayKey['sign']) {
    this.id = row.space;
    this.name = nameOf(row.space);
    this.door = row.door;
    this.owed = row.owed;
    this.#sign = sign;
  }

  /** The signed head of what is held. Signed once a size: the same frames give the same bytes, after a restart too. */
  get head(): Head {
    const size = this.tree.size;
    if (this.#head?.size === size) return this.#head;
    const root = this.tree.root();
    const signature = this.#sign({ space: this.id, size, root, minute: this.minute });
    this.#head = { size, root, minute: this.minute, signature };
    return this.#head;
  }

  /** Takes the next frame's leaf. */
  grow(leaf: Uint8Array, minute: number): void {
    this.tree.append(leaf);
    this.minute = minute;
  }

  /**
   * One healing or change of the door at a time: two healings that meet would judge each other's half-put tails, and of two
   * records the second is judged by the keepers the first one named.
   */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
