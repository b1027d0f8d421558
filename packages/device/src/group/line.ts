import { equal, type Result } from '@awna/base';
import { signDoor } from '@awna/crypto';
import type { Announcement, Frame, Head, Refusal, RelayLink } from '@awna/wire';
import type { Connection, DeviceProblem } from '../api.ts';
import { readFrames } from './frames.ts';
import type { Space } from './space.ts';

/** What the line tells the group it serves. */
export interface Hearer {
  /** Frames in the order of their places, with a head that covers them. Resolves when they are taken; false where the head is not the relay's. */
  frames(frames: readonly Frame[], head: Head): Promise<boolean>;
  /** A head that fits the log, without frames. */
  caughtUp(link: RelayLink): void;
  letter(box: Uint8Array): void;
  /** The relay signed a head that this log contradicts. */
  fork(head: Head): Promise<void>;
  /** What came could not be kept. The line hangs up and comes back later. */
  failed(error: unknown): Promise<DeviceProblem>;
  changed(): void;
}

export type Connect = () => Promise<Result<RelayLink, Refusal>>;

const firstWait = 500;
const longestWait = 30_000;

/** The connection of one group to its relay: comes back by itself, and never believes what it can check. */
export class Line {
  connection: Connection = 'offline';
  problem: DeviceProblem | null = null;
  link: RelayLink | null = null;
  caughtUp = false;
  readonly #space: Space;
  readonly #connect: Connect;
  readonly #hearer: Hearer;
  #isRunning = false;
  #serving: Promise<void> = Promise.resolve();
  #stopped = true;
  /** The place that is announced next; what lies before it is here or on its way here. */
  #next = 0;
  #wait = firstWait;
  #wake: (() => void) | null = null;
  /** How often it tried; `sync` looks whether one try came to nothing. */
  tries = 0;

  constructor(space: Space, connect: Connect, hearer: Hearer) {
    this.#space = space;
    this.#connect = connect;
    this.#hearer = hearer;
  }

  start(): void {
    this.#stopped = false;
    if (!this.#isRunning) void this.#run().finally(() => (this.#isRunning = false));
  }

  /** Hangs up and does not come back. Resolves when nothing that was heard is still being taken. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.link?.close();
    this.#wake?.();
    return this.#serving;
  }

  /** Tries again at once: the network is back, or a person wants to know. */
  poke(): void {
    this.#wait = firstWait;
    this.#wake?.();
  }

  /** How many frames the relay says there are, where it can be asked and believed now. */
  async size(): Promise<number> {
    const { link } = this;
    const { record, replica } = this.#space;
    const said = await link?.call('read', { space: record.space, from: replica.size, max: 1 });
    if (!said?.ok) return 0;
    return (await this.#space.signedByRelay(said.value.head)) ? said.value.head.size : 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#stopped) {
      this.#become('connecting');
      const link = await this.#connect();
      if (link.ok && !this.#stopped) {
        this.link = link.value;
        this.#serving = this.#serve(link.value).catch((error: unknown) => this.#fail(link.value, error));
        await this.#serving;
        link.value.close();
        this.link = null;
        this.#space.link = null;
        this.caughtUp = false;
      } else if (link.ok) {
        link.value.close();
      } else {
        this.problem = 'relay-unreachable';
      }
      this.tries++;
      this.#become('offline');
      if (!this.#stopped) await this.#pause();
    }
  }

  async #fail(link: RelayLink, error: unknown): Promise<void> {
    this.caughtUp = false;
    this.problem = await this.#hearer.failed(error);
    link.close();
  }

  #become(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.#hearer.changed();
  }

  /** Waits a little longer each time, with some chance so that a thousand phones don't come back in one moment. */
  async #pause(): Promise<void> {
    const { platform } = this.#space;
    const [random = 0] = platform.dice(1);
    const ms = this.#wait * (0.75 + random / 512);
    this.#wait = Math.min(longestWait, this.#wait * 2);
    await new Promise<void>((resolve) => {
      const cancel = platform.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = null;
  }

  async #serve(link: RelayLink): Promise<void> {
    const { record, ring, platform } = this.#space;
    if (record.relayKey && !equal(link.hello.key, record.relayKey)) {
      // Another key is another relay; only a move could name it.
      this.problem = 'relay-refused';
      return;
    }
    this.#space.tentativeRelay = new Uint8Array(link.hello.key);
    this.#space.relayAhead = link.hello.minute - this.#space.minute;
    const door = ring.first?.keys;
    if (!door) return;
    const [read, write] = await Promise.all([
      signDoor(platform.engine, 'read', door.rsk, link.hello, record.space),
      signDoor(platform.engine, 'write', door.wsk, link.hello, record.space),
    ]);
    const entered = await link.call('enter', { space: record.space, read, write });
    if (!entered.ok) {
      this.problem = entered.error.status === 0 ? 'relay-unreachable' : 'relay-refused';
      return;
    }
    this.#space.link = link;
    const older = record.older && (await import('./older.ts').catch(() => null));
    if (record.older && !(await older?.readOlder(this.#space))) return;
    if (!(await this.#believe(entered.value.head)) || !(await this.#bringBack(link, entered.value.head))) return;
    this.#next = this.#space.replica.size;
    let heard: Promise<void> = Promise.resolve();
    const stopHearing = link.onAnnounce((announcement) => {
      const now = this.#hear(link, announcement).catch((error: unknown) => this.#fail(link, error));
      heard = Promise.all([heard, now]).then(() => undefined);
    });
    const followed = await link.call('follow', { space: record.space, from: this.#next });
    if (followed.ok) {
      this.problem = null;
      this.#wait = firstWait;
      this.#become('online');
      await this.#look(link, followed.value.head);
      await link.closed;
    }
    stopHearing();
    await heard;
  }

  /** Asks again from where the log ends: what came was not taken, and can be now. */
  async again(link: RelayLink): Promise<void> {
    this.#next = this.#space.replica.size;
    const followed = await link.call('follow', { space: this.#space.record.space, from: this.#next });
    if (followed.ok) await this.#look(link, followed.value.head);
    else link.close();
  }

  async #hear(link: RelayLink, announcement: Announcement): Promise<void> {
    if (announcement.kind === 'letter') {
      if (equal(announcement.space, this.#space.record.space)) this.#hearer.letter(announcement.box);
      return;
    }
    if (!equal(announcement.space, this.#space.record.space)) return;
    const { frames, missing, head } = announcement;
    const places = [...frames.map(({ place }) => place), ...missing];
    // A gap cannot be folded over: come back and ask from where we are.
    if (places.length > 0 && Math.min(...places) > this.#next) return link.close();
    this.#next = Math.max(this.#next, ...places.map((place) => place + 1));
    if (!(await this.#hearer.frames(frames, head))) return this.#refuse(link);
    await this.#heal(
      link,
      missing.filter((place) => place < this.#space.replica.size),
    );
    // The relay's copy is damaged: until a member has healed it there is nothing to go on with.
    const isShut = this.#space.lacking !== null || this.#space.ended;
    if (!isShut && missing.some((place) => place >= this.#space.replica.size)) return this.#refuse(link);
    await this.#look(link, head);
  }

  /** Nothing more is heard from a relay that cannot show what it says. */
  #refuse(link: RelayLink): void {
    this.problem = 'relay-refused';
    link.close();
  }

  /** A head that came with an answer: signed, and the same log as ours. */
  async #look(link: RelayLink, head: Head): Promise<void> {
    if (!(await this.#believe(head))) return link.close();
    if (this.#space.replica.size < head.size) return;
    await this.#space.keepHead(head);
    this.caughtUp = true;
    this.#hearer.caughtUp(link);
  }

  async #believe(head: Head): Promise<boolean> {
    // Not the relay's: no proof of anything, so no alarm; whoever sits in between must not be able to stop a group for good.
    if (!(await this.#space.signedByRelay(head))) {
      this.problem = 'relay-refused';
      return false;
    }
    if (this.#space.meets(head)) return true;
    await this.#hearer.fork(head);
    return false;
  }

  /** A relay behind what it once signed has lost its tail: it is shown its own head, and gets the missing frames back. */
  async #bringBack(link: RelayLink, head: Head): Promise<boolean> {
    const space = this.#space;
    const mine = space.head;
    if (!mine || head.size >= mine.size) return true;
    const shown = await link.call('show', { space: space.record.space, head: mine });
    if (shown.ok) return true;
    if (shown.error.error !== 'missing-tail') return false;
    let from = shown.error.size ?? head.size;
    while (from < mine.size) {
      const frames = await this.#someFrames(from, mine.size);
      if (frames.length === 0) return false;
      const healed = await link.call('heal', { space: space.record.space, frames });
      if (!healed.ok) {
        if (healed.error.error === 'fork') await this.#believe(healed.error.head ?? head);
        return false;
      }
      from += frames.length;
    }
    return true;
  }

  /** Frames that are damaged at the relay and sound here. */
  async #heal(link: RelayLink, places: readonly number[]): Promise<void> {
    const { platform, id, record } = this.#space;
    for (const place of places) {
      const frames = await readFrames(platform.store, id, place, 1);
      if (frames.length > 0) await link.call('heal', { space: record.space, frames });
    }
  }

  /** As many frames as one message to the relay may hold. */
  async #someFrames(from: number, to: number): Promise<Frame[]> {
    const frames = await readFrames(this.#space.platform.store, this.#space.id, from, Math.min(200, to - from));
    let bytes = 0;
    return frames.filter(({ sealed, part }, i) => (bytes += sealed.length + (part?.length ?? 0) + 200) < 1_000_000 || i === 0);
  }
}
