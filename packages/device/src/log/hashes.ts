import { equal, leafOf, sha256, type Bytes } from '@awna/base';
import type { Frame } from '@awna/wire';

/** What follows from a frame's bytes alone: worked out once, when it is first asked for, for as long as the frame is in hand. */
class Hashes {
  readonly #frame: Frame;
  #sealed: Bytes | undefined;
  #leaf: Bytes | undefined;
  #isPart: boolean | undefined;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  /** SHA-256 of the sealed bytes. */
  get sealed(): Bytes {
    return (this.#sealed ??= sha256(this.#frame.sealed));
  }

  get leaf(): Bytes {
    const { place, minute, partHash } = this.#frame;
    return (this.#leaf ??= leafOf(place, minute, this.sealed, partHash));
  }

  /** Whether the part that came is the one the frame names. */
  get isPart(): boolean {
    const { part, partHash } = this.#frame;
    return (this.#isPart ??= part !== null && partHash !== null && equal(sha256(part), partHash));
  }
}

const inHand = new WeakMap<Frame, Hashes>();

/** The hashes of a frame, the same for everybody who holds it. */
export function hashesOf(frame: Frame): Hashes {
  const known = inHand.get(frame);
  if (known) return known;
  const hashes = new Hashes(frame);
  inHand.set(frame, hashes);
  return hashes;
}
