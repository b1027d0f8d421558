import type { RelayLink } from '@awna/wire';
import type { Doorway } from './doorway.ts';
import type { Line } from './line.ts';
import type { Sending, SendTrouble } from './sending.ts';
import type { Space } from './space.ts';

interface Whole {
  readonly space: Space;
  readonly sending: Sending;
  readonly line: Line;
  readonly doorway: Doorway;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly changed: () => void;
}

const troubleMs: Readonly<Record<SendTrouble, number>> = {
  'too-fast': 1_000,
  closed: 10_000,
  full: 10_000,
  'missing-tail': 10_000,
  refused: 10_000,
};

/** What a device does by itself: sends what waits, looks who is at the door, lets what is due happen, checks in the background. */
export class Rounds {
  /** Facts given to the relay since the start. */
  sent = 0;
  readonly #whole: Whole;
  readonly #idle = new Set<() => void>();
  #pumping = false;
  #again = false;
  #closed = false;
  #calls = new Map<string, () => void>();

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  /** Whether nothing is left to do that the relay could help with. */
  get quiet(): boolean {
    const { sending, line, space } = this.#whole;
    const now = space.platform.now();
    const waits = sending.flight !== null || sending.outbox.waiting.some(({ hold }) => hold <= now);
    return line.caughtUp && !this.#pumping && !waits;
  }

  /** Resolves when something changed that `quiet` may have waited for. */
  stirred(): Promise<void> {
    return new Promise((resolve) => this.#idle.add(resolve));
  }

  stir(): void {
    const waiting = [...this.#idle];
    this.#idle.clear();
    for (const wake of waiting) wake();
  }

  /** Goes on while there is something to do; asked again meanwhile, it looks once more. */
  go(): void {
    this.#again = true;
    const { link } = this.#whole.line;
    if (link && !this.#pumping) void this.#pump(link);
  }

  async #pump(link: RelayLink): Promise<void> {
    const { line, space, doorway, turn, changed } = this.#whole;
    this.#pumping = true;
    try {
      while (this.#again && line.link === link && line.caughtUp && !space.record.alarm) {
        this.#again = false;
        const trouble = await turn(() => this.#sendOne(link));
        if (trouble) {
          this.later('again', troubleMs[trouble]);
          break;
        }
        await doorway.attend(link);
        this.#planDue();
      }
    } finally {
      this.#pumping = false;
      changed();
      this.stir();
    }
  }

  async #sendOne(link: RelayLink): Promise<SendTrouble | null> {
    const { sending } = this.#whole;
    const blobs = await sending.giveBlobs(link);
    if (blobs) return blobs;
    const before = sending.flight;
    if (!(await sending.prepare())) return null;
    if (!before && sending.flight) this.sent += sending.flight.ids.length;
    const trouble = await sending.give(link);
    if (trouble === 'missing-tail') link.close();
    return trouble;
  }

  /** Goes again after a while: trouble may be over, a fact may not be taken back any more. */
  later(name: string, ms: number): void {
    this.#call(name, ms, () => this.go());
  }

  #call(name: string, ms: number, work: () => void): void {
    if (this.#closed) return;
    this.#calls.get(name)?.();
    this.#calls.set(
      name,
      this.#whole.space.platform.after(ms, () => {
        this.#calls.delete(name);
        work();
      }),
    );
  }

  /** When something is due and nobody has written, an empty message after a random wait lets it happen. */
  #planDue(): void {
    const { space, sending, turn } = this.#whole;
    const isDue = (): boolean => (space.replica.state.agenda[0]?.minute ?? Number.POSITIVE_INFINITY) <= space.minute;
    if (this.#calls.has('due') || !isDue()) return;
    const [random = 0] = space.platform.dice(1);
    this.#call('due', (random / 256) * 300_000, () => {
      if (isDue() && space.me) void turn(() => sending.prepareEmpty()).then(() => this.go());
    });
  }

  /** Checks what tips-first verification only showed, a little at a time, for as long as the group is open. */
  check(): void {
    const { space, turn, changed } = this.#whole;
    const wait = space.unchecked.length > 0 ? 20 : 1_000;
    this.#call('check', wait, () => {
      if (space.unchecked.length === 0) return this.check();
      void turn(() => space.checkSome(256)).then(() => {
        changed();
        this.check();
      });
    });
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#calls.values()) cancel();
    this.#calls.clear();
    this.stir();
  }
}
