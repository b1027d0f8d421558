import { equal, hex, idOf, leafOf, ok, err, sha256, Tree, type Bytes, type Id, type Result } from '@awna/base';
import { signHead } from '@awna/crypto/head';
import { limits, type Frame, type Head, type PartGiven, type RelayError } from '@awna/wire';
import { frameWrites, partKey, readFrames } from '../group/frames.ts';
import type { Store } from '../store/port.ts';

/** Where a frame stands in a sandbox. */
export interface Placed {
  readonly place: number;
  readonly minute: number;
}

/** One sandbox group's log as its relay keeps it: frames in order, their tree, the signed head. */
export class SandboxLog {
  readonly tree = new Tree();
  readonly #store: Store;
  readonly #seed: Bytes;
  readonly #space: Bytes;
  readonly #id: Id;
  /** Places by the hash of what was sealed: the same again has the same place. */
  readonly #places = new Map<string, Placed>();
  #minute = 0;
  #head: Head | null = null;

  private constructor(store: Store, seed: Bytes, space: Bytes) {
    this.#store = store;
    this.#seed = seed;
    this.#space = space;
    this.#id = idOf(space);
  }

  /** Reads what is kept; parts whose day has come are erased on the way. */
  static async open(store: Store, seed: Bytes, space: Bytes, today: number): Promise<SandboxLog> {
    const log = new SandboxLog(store, seed, space);
    for (;;) {
      const frames = await readFrames(store, log.#id, log.tree.size, limits.frames);
      if (frames.length === 0) return log;
      for (const frame of frames) log.#grow(frame);
      const due = frames.filter(({ part, day }) => part && day > 0 && day <= today);
      if (due.length > 0) await store.write(due.map(({ place }) => [partKey(log.#id, place), null]));
    }
  }

  get head(): Head {
    const size = this.tree.size;
    if (this.#head?.size === size) return this.#head;
    const told = { size, root: this.tree.root(), minute: this.#minute };
    this.#head = { ...told, signature: signHead(this.#seed, { space: this.#space, ...told }) };
    return this.#head;
  }

  #grow({ place, minute, sealed, partHash }: Frame): void {
    const hash = sha256(sealed);
    this.tree.append(leafOf(place, minute, hash, partHash));
    this.#places.set(hex(hash), { place, minute });
    this.#minute = minute;
  }

  /** Gives a frame the next place. Calls do not overlap. */
  async append(sealed: Uint8Array, part: PartGiven | undefined, now: number): Promise<Placed> {
    const known = this.#places.get(hex(sha256(sealed)));
    if (known) return known;
    const place = this.tree.size;
    const minute = Math.max(now, this.#minute);
    const frame: Frame = {
      place,
      minute,
      sealed,
      partHash: part ? sha256(part.bytes) : null,
      part: part?.bytes ?? null,
      day: part?.day ?? 0,
    };
    await this.#store.write(frameWrites(this.#id, frame));
    this.#grow(frame);
    return { place, minute };
  }

  async read(from: number, most: number, today: number): Promise<readonly Frame[]> {
    const frames = await readFrames(this.#store, this.#id, from, Math.min(most, limits.frames));
    let bytes = 0;
    return frames
      .filter(({ sealed, part }, i) => (bytes += sealed.length + (part?.length ?? 0) + 200) < 900_000 || i === 0)
      .map((frame) => (frame.day > 0 && frame.day <= today ? { ...frame, part: null } : frame));
  }

  /** Whether a head that somebody holds is of this log. */
  meets(head: Head): Result<null, RelayError> {
    if (head.size > this.tree.size) return err('missing-tail');
    return equal(this.tree.root(head.size), head.root) ? ok(null) : err('fork');
  }
}
