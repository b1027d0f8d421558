import type { Home } from '../api.ts';
import { StoreLost } from '../store/port.ts';
import { Desk, type Client } from './desk.ts';
import type { Ledger } from './ledger.ts';
import { isKept, tabsVersion, type Broken, type FromPage, type OnAir, type Port, type ToPage } from './messages.ts';
import type { Seat } from './seat.ts';

/** Thrown by `open` where the browser gives no storage. */
export class NoStorage extends Error {
  override readonly name = 'NoStorage';
}

export interface TabWorld {
  /** This tab's name among the tabs: never used twice. */
  readonly tab: string;
  readonly page: Port;
  readonly air: Port;
  readonly seat: Seat;
  /** Opens the home for this leadership; `lost` is to be called once its store heeds another. */
  open(leader: string, lost: () => void): Promise<{ readonly home: Home; readonly ledger: Ledger }>;
  after(ms: number, then: () => void): () => void;
}

type Wish = Extract<FromPage, { kind: 'call' | 'look' }>;
/** What is said on air, without what is the same in every message. */
type Said = OnAir extends infer M ? (M extends OnAir ? Omit<M, 'v'> : never) : never;

const beatMs = 2_500;
/** Beats without a word after which a leader counts as asleep, and a tab as gone. */
const leaderSilence = 4;
const tabSilence = 12;
const retryMs = 3_000;

/** One tab's worker: leads, or passes its page's words on to the one who does. What was not answered is asked again. */
export class Tab {
  readonly #world: TabWorld;
  readonly #wishes = new Map<number, Wish>();
  /** The other tabs, and how many beats ago each was heard; kept while leading. */
  readonly #others = new Map<string, number>();
  #leader: string | null = null;
  #state: 'following' | 'opening' | 'leading' | 'closed' = 'following';
  #desk: Desk | null = null;
  #silence = 0;
  #force = false;
  #stopWaiting = new AbortController();
  #stepDown: () => void = () => undefined;
  #stopBeat: () => void = () => undefined;

  constructor(world: TabWorld) {
    this.#world = world;
    world.page.hear((message) => void this.#fromPage(message as FromPage));
    world.air.hear((message) => this.#onAir(message as OnAir));
  }

  /** Runs until the page closes it. */
  async run(): Promise<void> {
    this.#say({ kind: 'who', from: this.#world.tab });
    this.#beat();
    while (this.#state !== 'closed') {
      this.#stopWaiting = new AbortController();
      const force = this.#force;
      this.#force = false;
      try {
        await this.#world.seat.take({ force, stop: this.#stopWaiting.signal }, (leader, lost) => this.#lead(leader, lost));
      } catch (error) {
        // Who was overtaken while opening is not broken, only late.
        if (!(error instanceof StoreLost)) this.#broken(error instanceof NoStorage ? 'no-storage' : 'not-openable');
        await new Promise<void>((resolve) => this.#world.after(retryMs, resolve));
      }
    }
  }

  async #lead(leader: string, lost: AbortSignal): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'opening';
    const gone = new Promise<void>((resolve) => (this.#stepDown = resolve));
    lost.addEventListener('abort', this.#stepDown);
    if (lost.aborted) this.#stepDown();
    let desk: Desk | null = null;
    try {
      const { home, ledger } = await this.#world.open(leader, this.#stepDown);
      desk = new Desk(home, ledger, this.#stepDown);
      if (!lost.aborted && !this.#isClosed()) this.#serve(desk, leader);
      else this.#stepDown();
      await gone;
    } finally {
      this.#desk = null;
      this.#leader = null;
      this.#others.clear();
      if (!this.#isClosed()) this.#state = 'following';
      await desk?.close().catch(() => undefined);
      // Who leads now said so while this tab thought it did.
      if (!this.#isClosed()) this.#say({ kind: 'who', from: this.#world.tab });
    }
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #serve(desk: Desk, leader: string): void {
    this.#desk = desk;
    this.#leader = leader;
    this.#state = 'leading';
    this.#say({ kind: 'leading', leader });
    for (const wish of [...this.#wishes.values()]) desk.hear(this.#me(leader), wish);
  }

  #me(leader: string): Client {
    return { tab: this.#world.tab, tell: (message) => this.#leader === leader && this.#toPage(message) };
  }

  #other(tab: string, leader: string): Client {
    return { tab, tell: (message) => this.#leader === leader && this.#say({ kind: 'tell', leader, to: tab, message }) };
  }

  async #fromPage(message: FromPage): Promise<void> {
    if (message.kind === 'close') return this.#close(message.id);
    if (message.kind === 'call' || message.kind === 'look') this.#wishes.set(message.id, message);
    else this.#wishes.delete(message.id);
    this.#ask(message);
  }

  /** Before anybody leads nothing is lost: wishes are asked when somebody does. */
  #ask(message: Exclude<FromPage, { kind: 'close' }>): void {
    if (this.#desk && this.#leader !== null) this.#desk.hear(this.#me(this.#leader), message);
    else if (this.#leader !== null) this.#say({ kind: 'ask', from: this.#world.tab, message });
  }

  #toPage(message: Exclude<ToPage, { kind: 'broken' }>): void;
  #toPage(message: ToPage): void;
  #toPage(message: ToPage): void {
    const wish = message.kind === 'broken' ? undefined : this.#wishes.get(message.id);
    if (message.kind !== 'broken' && !wish) return;
    if (message.kind === 'answer' || message.kind === 'threw') this.#wishes.delete(message.id);
    this.#world.page.post(message);
    if (wish?.kind === 'call' && message.kind === 'answer' && isKept(wish.call)) this.#ask({ kind: 'heard', id: wish.id });
  }

  #broken(why: Broken): void {
    this.#world.page.post({ kind: 'broken', why } satisfies ToPage);
  }

  #say(said: Said): void {
    this.#world.air.post({ v: tabsVersion, ...said });
  }

  #onAir(message: OnAir): void {
    if (this.#state === 'closed') return;
    if (message.v !== tabsVersion) {
      if (this.#state === 'following') this.#broken('another-version');
      this.#silence = 0;
    } else if (message.kind === 'leading' || message.kind === 'tell' || message.kind === 'alive') this.#fromLeader(message);
    else if (this.#desk && this.#leader !== null) this.#fromTab(this.#desk, this.#leader, message);
    else if (this.#state === 'opening' && message.kind !== 'bye') this.#say({ kind: 'alive', to: message.from });
  }

  #fromTab(desk: Desk, leader: string, message: Extract<OnAir, { from: string }>): void {
    const { from } = message;
    if (message.kind === 'bye') {
      this.#others.delete(from);
      return desk.leave(from);
    }
    const isNew = !this.#others.has(from);
    this.#others.set(from, 0);
    if (message.kind === 'ask') desk.hear(this.#other(from, leader), message.message as Exclude<FromPage, { kind: 'close' }>);
    else if (message.kind === 'who' || isNew) this.#say({ kind: 'leading', leader, to: from });
    else this.#say({ kind: 'alive', to: from });
  }

  #fromLeader(message: Extract<OnAir, { kind: 'leading' | 'tell' | 'alive' }>): void {
    const isForMe = message.to === this.#world.tab;
    if (this.#state !== 'following' || (message.to !== undefined && !isForMe)) return;
    this.#silence = 0;
    if (message.kind === 'tell') {
      if (message.leader === this.#leader) this.#toPage(message.message);
    } else if (message.kind === 'leading' && (isForMe || message.leader !== this.#leader)) {
      this.#leader = message.leader;
      for (const wish of [...this.#wishes.values()]) this.#say({ kind: 'ask', from: this.#world.tab, message: wish });
    }
  }

  /** A leader looks who has gone; the others say that they are here, and take over from one who is silent. */
  #beat(): void {
    if (this.#isClosed()) return;
    this.#stopBeat = this.#world.after(beatMs, () => this.#beat());
    if (this.#state === 'leading') {
      for (const [tab, beats] of this.#others) {
        if (beats < tabSilence) this.#others.set(tab, beats + 1);
        else {
          this.#others.delete(tab);
          this.#desk?.leave(tab);
        }
      }
    } else if (this.#state === 'following') {
      if (this.#silence++ < leaderSilence) return this.#say({ kind: 'here', from: this.#world.tab });
      this.#silence = 0;
      this.#leader = null;
      this.#force = true;
      this.#stopWaiting.abort();
    }
  }

  async #close(id: number): Promise<void> {
    this.#state = 'closed';
    this.#stopBeat();
    this.#say({ kind: 'bye', from: this.#world.tab });
    this.#stopWaiting.abort();
    const desk = this.#desk;
    this.#desk = null;
    await desk?.close().catch(() => undefined);
    this.#stepDown();
    this.#world.page.post({ kind: 'answer', id, value: null } satisfies ToPage);
    this.#world.air.close();
  }
}
