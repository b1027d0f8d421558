import type { RelayLink } from '@awna/wire';
import { StoreFull, StoreLost } from '../store/port.ts';
import type { Line } from './line.ts';
import type { Rounds } from './rounds.ts';
import type { Space } from './space.ts';

interface Whole {
  readonly space: Space;
  readonly line: Line;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly rounds: Rounds;
  /** Something may look different now. */
  readonly changed: () => void;
}

const firstWait = 500;
const longestWait = 60_000;

/** What a device does that stands behind a turn without its keys: looks for its seal again, asks by letter, and reads on once it has them. */
export class Keyless {
  /** How often it began to look, and which of these looks came to their end last. */
  begun = 0;
  ended = 0;
  readonly #whole: Whole;
  #looking: Promise<void> | null = null;
  #wait = firstWait;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  /** Looks now, where keys are lacking and there is a line; resolves when it has looked. */
  async go(): Promise<void> {
    const { space } = this.#whole;
    const { link } = space;
    if (this.#closed || !link || !space.lacking) return;
    if (!this.#looking) {
      this.#cancel?.();
      const nth = ++this.begun;
      let isOver = false;
      void link.closed.then(() => (isOver = true));
      this.#looking = this.#look(link).finally(() => this.#rest(isOver ? null : nth));
    }
    await this.#looking;
  }

  /** `nth` look came to its end; null where the line broke meanwhile: nobody was asked. */
  #rest(nth: number | null): void {
    this.#looking = null;
    if (nth !== null) this.ended = nth;
    this.#whole.changed();
    this.#whole.rounds.stir();
    if (this.#closed || !this.#whole.space.lacking) return;
    this.#cancel = this.#whole.space.platform.after(this.#wait, () => void this.go());
    this.#wait = Math.min(longestWait, this.#wait * 1.5);
  }

  async #look(link: RelayLink): Promise<void> {
    const { space, line, turn } = this.#whole;
    try {
      if (!(await turn(() => this.#keys(link)))) return;
    } catch (error) {
      // A disk that is full, or that another tab has: what was found is looked for again later, or there.
      if (error instanceof StoreFull || error instanceof StoreLost) return;
      throw error;
    }
    this.#wait = firstWait;
    if (!space.lacking) await line.again(link);
  }

  async #keys(link: RelayLink): Promise<boolean> {
    const { space } = this.#whole;
    if (await space.lookForKeys()) return true;
    const { lacking } = space;
    const asking = lacking && (await import('./asking.ts').catch(() => null));
    const K = asking && (await asking.askForKeys(space, lacking, link));
    if (K) await space.learn(K);
    return space.lacking === null;
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#looking;
  }
}
