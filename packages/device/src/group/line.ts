import { equal, type Result } from '@awna/base';
import { doorOf } from '@awna/core';
import type { Announcement, Frame, Head, Refusal, RelayLink } from '@awna/wire';
import type { Connection, DeviceProblem } from '../api.ts';
import { enter, type Entered } from './entering.ts';
import { bringBack, heal } from './healing.ts';
import type { Space } from './space.ts';

/** What the line tells the group it serves. */
export interface Hearer {
  /** Frames in the order of their places, with a head that covers them. Resolves when they are taken; false where the head is not the relay's. */
  frames(frames: readonly Frame[], head: Head): Promise<boolean>;
  /** The relay's door is shut to a device that lacks keys: asks the members for them, and resolves when it has looked for an answer. */
  keysLacking(): Promise<void>;
  /** A head that fits the log, without frames. */
  caughtUp(link: RelayLink): void;
  /** The relay has so many frames, and they are not all here yet. */
  behind(size: number): void;
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
  /** How it stands at the relay's door, once it has entered. */
  #entered: Entered | null = null;
  /** Enters by a newer door: what this one reads is read. */
  #outgrow: (() => void) | null = null;
  /** Whether a connection that had entered was lost since it was last asked to try. */
  #hasLost = false;
  /** How often it tried in vain; `sync` looks whether one try came to nothing. */
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
    this.#hasLost = false;
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

  /** What the relay said of its door on this connection; null where it lets this device in by an earlier one only. */
  get door(): Entered['door'] {
    return this.#entered?.door ?? null;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#stopped) {
      this.#become('connecting');
      let wasPutOut = false;
      const link = await this.#connect();
      if (link.ok && !this.#stopped) {
        this.link = link.value;
        const { count } = doorOf(this.#space.replica.state.members);
        this.#serving = this.#serve(link.value).catch((error: unknown) => this.#fail(link.value, error));
        await this.#serving;
        link.value.close();
        wasPutOut = this.#wasPutOut(count);
        this.link = null;
        this.#space.link = null;
        this.#entered = null;
        this.caughtUp = false;
      } else if (link.ok) {
        link.value.close();
      } else {
        this.problem = 'relay-unreachable';
      }
      if (!wasPutOut) this.tries++;
      this.#become('offline');
      if (!this.#stopped) await this.#pause();
    }
  }

  /** Whether the connection may have ended only because the door has changed: who comes back is let in. */
  #wasPutOut(count: number): boolean {
    const isNews = !this.#hasLost || doorOf(this.#space.replica.state.members).count > count;
    const wasPutOut = this.#entered !== null && this.problem === null && isNews;
    if (wasPutOut) this.#hasLost = true;
    return wasPutOut;
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
    const { record } = this.#space;
    if (record.relayKey && !equal(link.hello.key, record.relayKey)) {
      // Another key is another relay; only a move could name it.
      this.problem = 'relay-refused';
      return;
    }
    this.#space.tentativeRelay = new Uint8Array(link.hello.key);
    this.#space.relayAhead = link.hello.minute - this.#space.minute;
    let isOutgrown = true;
    while (isOutgrown) isOutgrown = await this.#comeIn(link);
  }

  /** Enters and hears the log until the connection is over; true where the door it came through reads no further, and it is to enter by a newer one. */
  async #comeIn(link: RelayLink): Promise<boolean> {
    const space = this.#space;
    const { record } = space;
    const entered = await enter(space, link);
    if (!entered.ok) return this.#standOutside(link, entered.error);
    const { head, until } = entered.value;
    // All of it is read, and the relay knows no newer door of mine.
    if (until !== null && space.replica.size > until && !space.lacking) {
      this.problem = 'door-shut';
      return false;
    }
    this.#entered = entered.value;
    this.problem = null;
    space.link = link;
    const older = record.older && (await import('./older.ts').catch(() => null));
    if (record.older && !(await older?.readOlder(space))) return false;
    if (!(await this.#believe(head)) || !(await this.#isWhole(link, head))) return false;
    this.#next = space.replica.size;
    let heard: Promise<void> = Promise.resolve();
    const stopHearing = link.onAnnounce((announcement) => {
      const now = this.#hear(link, announcement).catch((error: unknown) => this.#fail(link, error));
      heard = Promise.all([heard, now]).then(() => undefined);
    });
    const outgrown = new Promise<boolean>((resolve) => (this.#outgrow = () => resolve(true)));
    const followed = await link.call('follow', { space: record.space, from: this.#next });
    let isOutgrown = false;
    if (followed.ok) {
      this.#wait = firstWait;
      this.#become('online');
      await this.#look(link, followed.value.head);
      isOutgrown = await Promise.race([outgrown, link.closed.then(() => false)]);
    }
    stopHearing();
    await heard;
    return isOutgrown;
  }

  /** The relay lets this device in by none of its doors. Whoever lacks keys asks for them all the same: letters need no door. */
  async #standOutside(link: RelayLink, { status, error }: Refusal): Promise<boolean> {
    const isShut = error === 'door-shut';
    this.problem = status === 0 ? 'relay-unreachable' : isShut ? 'door-shut' : 'relay-refused';
    if (!isShut || !this.#space.lacking) return false;
    this.#space.link = link;
    await this.#hearer.keysLacking();
    return this.#space.lacking === null;
  }

  async #isWhole(link: RelayLink, head: Head): Promise<boolean> {
    const back = await bringBack(this.#space, link, head);
    if (typeof back !== 'boolean') await this.#believe(back);
    return back === true;
  }

  /** Asks again from where the log ends: what came was not taken, and can be now. */
  async again(link: RelayLink): Promise<void> {
    if (this.#entered?.until !== null) return this.#outgrow?.();
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
    const { size } = this.#space.replica;
    const damaged = missing.filter((place) => place < size);
    await heal(this.#space, link, damaged);
    // The relay's copy is damaged: until a member has healed it there is nothing to go on with.
    const isShut = this.#space.lacking !== null || this.#space.ended;
    if (!isShut && missing.some((place) => place >= size)) return this.#refuse(link);
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
    const { replica, lacking } = this.#space;
    if (replica.size >= head.size) await this.#space.keepHead(head);
    const until = this.#entered?.until ?? null;
    if (until !== null && replica.size > until && !lacking) return this.#outgrow?.();
    if (lacking) void this.#hearer.keysLacking();
    if (until !== null) return;
    if (replica.size < head.size) return lacking ? undefined : this.#hearer.behind(head.size);
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
}
