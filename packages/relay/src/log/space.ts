import { Tree } from '@awna/base';
import type { Head } from '@awna/wire';
import { nameOf } from '../hash.ts';
import type { RelayKey } from '../key.ts';
import type { Owed, SpaceRow } from '../store/port.ts';
import type { Follower } from './follower.ts';

/** A space in memory: its doors, its tree, who follows it. */
export class Space {
  readonly id: Uint8Array;
  readonly name: string;
  readonly rpk: Uint8Array;
  readonly wpk: Uint8Array;
  readonly tree = new Tree();
  readonly followers = new Set<Follower>();
  /** Set while a signed tail is not held: appends stop. */
  owed: Owed | null;
  /** The minute of the last frame in the tree. */
  minute = 0;
  readonly #sign: RelayKey['sign'];
  #head: Head | undefined;
  #healing: Promise<unknown> = Promise.resolve();

  constructor(row: SpaceRow, sign: RelayKey['sign']) {
    this.id = row.space;
    this.name = nameOf(row.space);
    this.rpk = row.rpk;
    this.wpk = row.wpk;
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

  /** One healing at a time: two that meet would judge each other's half-put tails. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#healing.then(work, work);
    this.#healing = turn.catch(() => undefined);
    return turn;
  }
}
