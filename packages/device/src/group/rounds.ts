import { hex } from '@awna/base';
import type { RelayLink } from '@awna/wire';
import type { DeviceProblem } from '../api.ts';
import { StoreFull, StoreLost } from '../store/port.ts';
import type { Door } from './door.ts';
import { forget } from './forget.ts';
import { Keeping } from './keeping.ts';
import type { Line } from './line.ts';
import type { Resealing } from './resealing.ts';
import type { Sending, SendTrouble } from './sending.ts';
import type { Space } from './space.ts';

interface Whole {
  readonly space: Space;
  readonly sending: Sending;
  readonly line: Line;
  readonly door: Door;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  /** What is shown may be another now. */
  readonly changed: () => void;
  /** Only where things stand may be. */
  readonly told: () => void;
}

const troubleMs: Readonly<Record<SendTrouble | 'disk-full', number>> = {
  'disk-full': 10_000,
  'too-fast': 1_000,
  closed: 10_000,
  full: 10_000,
  'missing-tail': 10_000,
  refused: 10_000,
};

const stuckBy: Partial<Record<SendTrouble | 'disk-full', DeviceProblem>> = {
  full: 'relay-full',
  refused: 'relay-refused',
  'disk-full': 'disk-full',
};

/** How long a log that still comes in goes before the checking of it (milliseconds): who sends without end puts that off no longer. */
const readingMs = 5_000;

/** How long a message that has its place may take to come back (milliseconds). */
const patience = 10_000;

/** A disk that is full, or that another tab has: what was to be done is looked at again later, or there. */
function passed(error: unknown): void {
  if (!(error instanceof StoreFull) && !(error instanceof StoreLost)) throw error;
}

/** What a device does by itself: sends what waits, looks who is at the door, lets what is due happen, checks in the background. */
export class Rounds {
  /** Facts given to the relay since the start. */
  sent = 0;
  /** Why what waits cannot be sent for now; null where it can. */
  trouble: SendTrouble | 'disk-full' | null = null;
  readonly #whole: Whole;
  readonly #idle = new Set<() => void>();
  #pumping: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #forgot = 0;
  readonly #begun: number;
  readonly #announced = new Set<string>();
  #resealing: Resealing | null = null;
  readonly #keeping: Keeping;
  #calls = new Map<string, () => void>();

  constructor(whole: Whole) {
    this.#whole = whole;
    this.#begun = whole.space.platform.now();
    this.#keeping = new Keeping(whole.space);
  }

  /** What only somebody else can mend; other trouble passes. */
  get stuck(): DeviceProblem | null {
    return (this.trouble && stuckBy[this.trouble]) ?? null;
  }

  /** Whether nothing is left to do that the relay could help with. */
  get quiet(): boolean {
    const { sending, line, space } = this.#whole;
    const now = space.platform.now();
    const hasWords = !sending.silent && sending.outbox.waiting.some(({ hold }) => hold <= now);
    const waits = sending.flight !== null || hasWords || sending.owesTurn;
    return line.caughtUp && this.#pumping === null && !waits;
  }

  /**
   * What the relay says it has comes by itself; where nothing more of it does, somebody in between has lost it: come
   * back and ask. A long log on a slow line may take as long as it takes.
   */
  awaitSize(size: number): void {
    const { space, line } = this.#whole;
    const { link } = line;
    const before = space.replica.size;
    this.#call('size', patience, () => {
      if ((space.head?.size ?? 0) >= size || line.link !== link) return;
      if (space.replica.size > before) this.awaitSize(size);
      else link?.close();
    });
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
    const { line, space } = this.#whole;
    const { link } = line;
    if (space.unchecked.length > 0) this.check();
    if (link && line.caughtUp && this.#pumping === null) this.#pumping = this.#pump(link).finally(() => this.#rest());
  }

  #rest(): void {
    this.#pumping = null;
    // Asked in the very moment in which it came to its end.
    if (this.#again && this.trouble === null && !this.#closed && !this.#whole.space.record.alarm) this.go();
    this.#whole.told();
    this.stir();
  }

  async #pump(link: RelayLink): Promise<void> {
    const { line, space, door, turn } = this.#whole;
    while (this.#again && line.link === link && line.caughtUp && !space.record.alarm) {
      this.#again = false;
      try {
        this.trouble = await turn(() => this.#sendOne(link));
        // While a signature is only spoken for, nobody is let in on the strength of it.
        if (this.trouble === null && space.unchecked.length === 0 && space.keys) {
          await this.#keeping.attend(link, line.door);
          await door.attend(link);
          await this.#reseal(link);
        }
      } catch (error) {
        if (error instanceof StoreLost) return;
        if (!(error instanceof StoreFull)) throw error;
        this.trouble = 'disk-full';
      }
      if (this.trouble !== null) return this.later('again', troubleMs[this.trouble]);
      this.#planDue();
    }
  }

  /** A letter was announced: whose box it is, whoever attends to it will know. */
  heard(box: Uint8Array): void {
    this.#announced.add(hex(box));
    this.#whole.door.heard(box);
  }

  /** Answers those who could not open their seal in a turn. */
  async #reseal(link: RelayLink): Promise<void> {
    const { space } = this.#whole;
    if (space.replica.turns.length === 0 || space.gone) return;
    const fetched = this.#resealing ? null : await import('./resealing.ts').catch(() => null);
    if (fetched) this.#resealing ??= new fetched.Resealing(space);
    const announced = new Set(this.#announced);
    this.#announced.clear();
    await this.#resealing?.attend(link, announced);
  }

  async #sendOne(link: RelayLink): Promise<SendTrouble | null> {
    const { sending } = this.#whole;
    const blobs = await sending.giveBlobs(link);
    if (blobs) return blobs;
    const before = sending.flight;
    const isReady = await sending.prepare();
    if (isReady !== true) return isReady === false ? null : isReady;
    const { flight } = sending;
    if (flight !== before && flight?.turn === false) this.sent += flight.ids.length;
    // Nobody hears of a turn before the relay has everybody's seal.
    const seals = flight?.turn ? await sending.giveBlobs(link) : null;
    if (seals) return seals;
    const trouble = await sending.give(link);
    if (trouble === 'missing-tail') link.close();
    if (trouble === null) this.#expect(link, sending.flight);
    return trouble;
  }

  /** What has its place comes back in the log at once; where it does not, somebody in between has lost it. */
  #expect(link: RelayLink, flight: Sending['flight']): void {
    this.#call('expect', patience, () => {
      if (flight !== null && this.#whole.sending.flight === flight) link.close();
    });
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
      if (isDue() && !space.record.alarm) void turn(() => sending.prepareEmpty()).then(() => this.go(), passed);
    });
  }

  /** Whether the log still comes in: checked meanwhile, it would only come later. */
  get #isReading(): boolean {
    const { line, space } = this.#whole;
    return line.link !== null && !line.caughtUp && space.platform.now() - this.#begun < readingMs;
  }

  /** Checks what tips-first verification only showed, a little at a time, and forgets what is due, for as long as the group is open. */
  check(): void {
    const { space, turn, changed, told } = this.#whole;
    const isReading = this.#isReading;
    const wait = space.unchecked.length === 0 ? 1_000 : isReading ? 50 : 1;
    this.#call('check', wait, () => {
      if (isReading || (space.unchecked.length === 0 && this.#forgot === space.minute)) return this.check();
      void turn(() => this.#look())
        .catch(passed)
        .then((isOther) => {
          if (isOther === false) told();
          else changed();
          this.check();
        });
    });
  }

  /** Whether what is shown may be another now. */
  async #look(): Promise<boolean> {
    const { space, sending } = this.#whole;
    let isOther = false;
    if (space.unchecked.length > 0) {
      if (!(await space.checkSome(128))) {
        sending.refolded();
        await forget(space);
        isOther = true;
      }
      if (space.unchecked.length === 0) this.go();
    }
    if (this.#forgot === space.minute) return isOther;
    await forget(space);
    this.#forgot = space.minute;
    return true;
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#calls.values()) cancel();
    this.#calls.clear();
    this.stir();
    await this.#pumping;
  }
}
