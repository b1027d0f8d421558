import { encodeAnnouncement, limits, type Frame, type Timers } from '@awna/wire';
import type { Served } from './serve.ts';
import type { Space } from './space.ts';

/** A connection as a follower needs it. */
export interface Ear {
  send(bytes: Uint8Array): void;
  /** Sends what is the same for many, made ready once and at once on its way. */
  pass(bytes: Uint8Array): void;
  /** Bytes handed over and not yet gone. */
  readonly backlog: number;
  /** Fulfilled when something has gone. */
  drained(): Promise<void>;
  /** Ends the connection of one who does not keep up. */
  drop(): void;
  /** Ends the connection in order, after what is said in this turn of the loop. */
  end(): void;
}

/** Bytes that may wait for one ear; who is behind by more is read to from the store, at its own pace. */
const backlogBytes = 2 * 1_048_576;
/** How long an ear may take nothing before it is dropped (milliseconds). */
const patienceMs = 30_000;
/** Bytes of frames in one announcement. */
export const batchBytes = 900_000;

/** Frames in portions that fit one announcement each. */
export function portions(frames: readonly Frame[]): readonly (readonly Frame[])[] {
  const out: Frame[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const frame of frames) {
    const size = frame.sealed.length + (frame.part?.length ?? 0) + 128;
    const last = out.at(-1);
    if (last && bytes + size <= batchBytes && last.length < limits.frames) last.push(frame);
    else out.push([frame]);
    bytes = last && out.at(-1) === last ? bytes + size : size;
  }
  return out;
}

/** The announcement of frames, under the space's head. */
export const announcementOf = (space: Space, frames: readonly Frame[], missing: readonly number[] = []): Uint8Array =>
  encodeAnnouncement({ kind: 'frames', space: space.id, frames, missing, head: space.head });

/** One connection's place in one space's log. It keeps no queue: only how far it has read. */
export class Follower {
  readonly #space: Space;
  readonly #ear: Ear;
  readonly #read: (space: Space, from: number) => Promise<Served>;
  readonly #timers: Timers;
  /** The first place it may not read. */
  readonly #end: number;
  #cursor: number;
  #pumping = false;
  #over = false;

  constructor(
    space: Space,
    ear: Ear,
    from: number,
    read: (space: Space, from: number) => Promise<Served>,
    timers: Timers,
    end = Number.POSITIVE_INFINITY,
  ) {
    this.#space = space;
    this.#ear = ear;
    this.#cursor = from;
    this.#read = read;
    this.#timers = timers;
    this.#end = end;
  }

  /** Hands over bytes made once for all, if they are what comes next here; otherwise reads from the store. */
  offer(first: number, next: number, bytes: Uint8Array): void {
    if (this.#over || this.#cursor >= next) return;
    if (this.#pumping || this.#cursor !== first || next > this.#end || this.#ear.backlog > backlogBytes) return this.wake();
    this.#ear.pass(bytes);
    this.#cursor = next;
  }

  /** Says which frames are damaged here to one who may have them, and can heal them. */
  lacks(missing: readonly number[]): void {
    const had = missing.filter((place) => place < this.#cursor);
    if (had.length > 0 && !this.#over) this.#ear.send(announcementOf(this.#space, [], had));
  }

  /** Reads on from the cursor until the log's end. */
  wake(): void {
    if (this.#pumping || this.#over) return;
    this.#pumping = true;
    this.#pump().catch(() => this.#ear.drop());
  }

  end(): void {
    this.#over = true;
    this.#space.followers.delete(this);
  }

  async #pump(): Promise<void> {
    try {
      while (!this.#over && this.#cursor < Math.min(this.#space.tree.size, this.#end)) {
        if (!(await this.#ready())) return this.#ear.drop();
        const { frames, missing, next } = await this.#read(this.#space, this.#cursor);
        if (this.#over || next <= this.#cursor) return;
        this.#ear.send(announcementOf(this.#space, frames, missing));
        this.#cursor = next;
        if (missing.length > 0) for (const other of this.#space.followers) if (other !== this) other.lacks(missing);
      }
    } finally {
      // In the same breath as the last look at the size: no frame can come between unnoticed.
      this.#pumping = false;
    }
  }

  /** Waits until the ear has room; no where it took nothing for too long. */
  async #ready(): Promise<boolean> {
    while (!this.#over && this.#ear.backlog > backlogBytes) {
      let cancel = (): void => undefined;
      const patience = new Promise<false>((resolve) => (cancel = this.#timers.after(patienceMs, () => resolve(false))));
      const went = await Promise.race([this.#ear.drained().then(() => true), patience]);
      cancel();
      if (!went) return false;
    }
    return true;
  }
}
