import { hex, leafOf, sha256, Tree, type Bytes } from '@awna/base';
import { relayKeyOf, signHead } from '@awna/crypto/head';
import { encodeAnnouncement, type Answer, type Frame, type Head } from '@awna/wire';

/** One telling of a space's log. */
export interface Log {
  readonly space: Bytes;
  frames: Frame[];
  tree: Tree;
  /** What it says of its door; nobody is kept out by it. */
  door: Answer<'enter'>['door'];
}

/** One connection: which telling it hears, and how far it has heard each space's. */
export interface Ear {
  readonly view: string;
  readonly from: Map<string, number>;
  hear(bytes: Bytes): void;
  end(): void;
}

/** How a relay may bend what goes out. */
export interface Bends {
  head?: (head: Head, view: string) => Head;
  frames?: (frames: readonly Frame[], view: string) => readonly Frame[];
  /** Whether an append is swallowed: no place, no answer. */
  swallow?: (view: string) => boolean;
}

export interface Box {
  readonly space: Bytes;
  readonly letters: { seq: number; slot: Uint8Array; bytes: Uint8Array }[];
  readonly replies: Map<string, Uint8Array>;
}

export const treeOf = (frames: readonly Frame[]): Tree => {
  const tree = new Tree();
  for (const { place, minute, sealed, partHash } of frames) tree.append(leafOf(place, minute, sha256(sealed), partHash));
  return tree;
};

/** How a relay's seed signs a head. */
export type Sign = typeof signHead;

/** All that a relay in memory knows. */
export class Memory {
  readonly logs = new Map<string, Log>();
  readonly boxes = new Map<string, Box>();
  readonly blobs = new Map<string, Bytes>();
  readonly ears = new Set<Ear>();
  bends: Bends = {};
  readonly key: Bytes;
  readonly #seed: Bytes;
  readonly #sign: Sign;
  readonly #now: () => number;
  /** The last heads it signed: it says the same one to everybody. */
  readonly #signed = new Map<string, Bytes>();

  constructor(seed: Bytes, now: () => number, sign: Sign = signHead) {
    this.#seed = seed;
    this.#sign = sign;
    this.#now = now;
    this.key = relayKeyOf(seed);
  }

  get minute(): number {
    return Math.floor(this.#now() / 60_000);
  }

  name(space: Uint8Array, view: string): string {
    return `${view}/${hex(space)}`;
  }

  log(space: Uint8Array, view: string): Log {
    const log = this.logs.get(this.name(space, view));
    if (!log) throw new RangeError('no such log');
    return log;
  }

  sign(space: Uint8Array, size: number, root: Uint8Array, minute: number): Head {
    const name = `${hex(space)} ${String(size)} ${hex(root)} ${String(minute)}`;
    const signature = this.#signed.get(name) ?? this.#sign(this.#seed, { space, size, root, minute });
    if (this.#signed.size > 500) this.#signed.clear();
    this.#signed.set(name, signature);
    return { size, root, minute, signature };
  }

  head(log: Log, view: string): Head {
    const head = this.sign(log.space, log.frames.length, log.tree.root(), log.frames.at(-1)?.minute ?? 0);
    return this.bends.head?.(head, view) ?? head;
  }

  grow(log: Log, frame: Omit<Frame, 'place'>): number {
    const place = log.frames.length;
    log.frames.push({ place, ...frame });
    log.tree.append(leafOf(place, frame.minute, sha256(frame.sealed), frame.partHash));
    return place;
  }

  /** Gives a frame the next place of a telling and says so to whoever follows. */
  put(space: Uint8Array, view: string, sealed: Uint8Array, part?: { readonly bytes: Uint8Array; readonly day: number }): number {
    const log = this.log(space, view);
    const minute = Math.max(this.minute, log.frames.at(-1)?.minute ?? 0);
    const partHash = part ? sha256(part.bytes) : null;
    const place = this.grow(log, { minute, sealed, partHash, part: part?.bytes ?? null, day: part?.day ?? 0 });
    this.tell(log, view);
    return place;
  }

  tell(log: Log, view: string): void {
    for (const ear of this.ears) {
      const from = ear.from.get(hex(log.space));
      if (ear.view !== view || from === undefined || from >= log.frames.length) continue;
      ear.from.set(hex(log.space), log.frames.length);
      const frames = this.bends.frames?.(log.frames.slice(from), view) ?? log.frames.slice(from);
      const head = this.head(log, view);
      for (let at = 0; at < frames.length; at += 200)
        ear.hear(encodeAnnouncement({ kind: 'frames', space: log.space, frames: frames.slice(at, at + 200), missing: [], head }));
    }
  }
}
