import { err, idOf, ok, type Bytes, type Id, type Result } from '@awna/base';
import { relayKeyOf } from '@awna/crypto/head';
import { limits, version, type Announcement, type Answer, type Args, type Call, type Op, type RelayError } from '@awna/wire';
import { oneAtATime } from '../group/turns.ts';
import type { Platform } from '../platform.ts';
import { prefixed } from '../store/prefixed.ts';
import type { Store } from '../store/port.ts';
import { doorBytesOf, doorIn, doorKey } from './door.ts';
import { SandboxLog } from './log.ts';
import { SandboxMail } from './mail.ts';

/** One connection: its nonce, how far it has read which group, how it hears what is said unasked. */
export interface Session {
  readonly nonce: Bytes;
  readonly follows: Map<Id, number>;
  announce(announcement: Announcement): void;
}

type Answered<O extends Op> = Promise<Result<Answer<O>, RelayError>>;

/**
 * A relay that lives inside this device, so that everything can be tried without a network. It gives places and signs
 * heads as any relay does, and guards no doors: whoever reaches it is this device.
 */
export class SandboxRelay {
  readonly #platform: Platform;
  readonly #store: Store;
  readonly #mail: SandboxMail;
  readonly #seed: Bytes;
  readonly #logs = new Map<Id, SandboxLog>();
  readonly #sessions = new Set<Session>();
  readonly #turn = oneAtATime();

  private constructor(platform: Platform, store: Store, seed: Bytes) {
    this.#platform = platform;
    this.#store = store;
    this.#seed = seed;
    this.#mail = new SandboxMail(store);
  }

  /** The relay of this device, with a key of its own that is made at the first time. */
  static async open(platform: Platform): Promise<SandboxRelay> {
    const store = prefixed(platform.store, 'sandbox/');
    const sealed = await store.get('key');
    const kept = sealed && (await platform.local.open(sealed));
    if (kept) return new SandboxRelay(platform, store, kept);
    const seed = platform.dice(32);
    await store.write([['key', await platform.local.seal(seed)]]);
    return new SandboxRelay(platform, store, seed);
  }

  get #minute(): number {
    return Math.floor(this.#platform.now() / 60_000);
  }

  get #today(): number {
    return Math.floor(this.#minute / 1440);
  }

  enter(announce: (announcement: Announcement) => void): Session {
    const session: Session = { nonce: this.#platform.dice(32), follows: new Map(), announce };
    this.#sessions.add(session);
    return session;
  }

  leave(session: Session): void {
    this.#sessions.delete(session);
  }

  /** Erases a sandbox group. */
  forget(space: Bytes): Promise<void> {
    return this.#turn(async () => {
      this.#logs.delete(idOf(space));
      await this.#mail.forget(space);
      await this.#store.write([[doorKey(space), null]]);
      for (const table of ['frame', 'part']) await this.#store.clear(`${table}/${idOf(space)}/`);
    });
  }

  /** Answers a call; one after the other, so that a place is given once. */
  answer(session: Session, call: Call): Promise<Result<Answer<Op>, RelayError>> {
    return this.#turn(() => this.#answer(session, call));
  }

  #answer(session: Session, { op, args }: Call): Promise<Result<Answer<Op>, RelayError>> {
    switch (op) {
      case 'hello':
        return this.#hello(session, args);
      case 'open':
        return this.#open(args);
      case 'append':
        return this.#place(args);
      case 'enter':
        return this.#withLog(args.space, async (log) => ok({ head: log.head, door: await doorIn(this.#store, args.space), until: null }));
      case 'door':
        return this.#withLog(args.space, () => this.#door(args));
      case 'read':
        return this.#withLog(args.space, async (log) =>
          ok({ frames: [...(await log.read(args.from, args.max ?? limits.frames, this.#today))], missing: [], head: log.head }),
        );
      case 'follow':
        return this.#follow(session, args);
      case 'show':
        return this.#withLog(args.space, async (log) => {
          const met = log.meets(args.head);
          return met.ok ? ok({ head: log.head }) : met;
        });
      case 'heal':
        return this.#withLog(args.space, async (log) => ok({ head: log.head }));
      case 'prove':
        return this.#withLog(args.space, async (log) =>
          args.size > log.tree.size || args.first > args.size
            ? err('ahead')
            : ok({ proof: log.tree.consistency(args.first, args.size), head: log.head }),
        );
      case 'blob-put':
        return this.#mail.putBlob(args).then(ok);
      case 'blob-get':
        return this.#mail.blob(args, this.#today);
      case 'box-open':
        return this.#mail.open(args).then(() => ok({}));
      case 'letters':
        return this.#mail.letters(args).then(ok);
      case 'reply-put':
        return this.#mail.reply(args);
      case 'letter-put':
        return this.#letter(args);
      case 'reply-get':
        return this.#mail.replyFor(args);
    }
  }

  async #hello(session: Session, { versions }: Args<'hello'>): Answered<'hello'> {
    if (!versions.includes(version)) return err('version');
    return ok({ version, key: relayKeyOf(this.#seed), nonce: session.nonce, minute: this.#minute, limits });
  }

  async #log(space: Uint8Array): Promise<SandboxLog> {
    const id = idOf(space);
    const log = this.#logs.get(id) ?? (await SandboxLog.open(this.#store, this.#seed, new Uint8Array(space), this.#today));
    this.#logs.set(id, log);
    return log;
  }

  async #withLog<A>(space: Uint8Array, work: (log: SandboxLog) => Promise<Result<A, RelayError>>): Promise<Result<A, RelayError>> {
    const log = await this.#log(space);
    return log.tree.size === 0 ? err('unknown-space') : work(log);
  }

  async #open(args: Args<'open'>): Answered<'open'> {
    if (!(await doorIn(this.#store, args.space)))
      await this.#store.write([[doorKey(args.space), doorBytesOf({ count: 0, control: args.control, k: args.k })]]);
    return this.#place(args);
  }

  /** Takes any newer record at the first word: there is nobody here to be kept out. */
  async #door({ space, record }: Args<'door'>): Answered<'door'> {
    const held = await doorIn(this.#store, space);
    if (held && record.count < held.count) return err('door-old');
    await this.#store.write([[doorKey(space), doorBytesOf(record)]]);
    return ok({ count: record.count, signed: 1 });
  }

  async #place({ space, sealed, part }: Pick<Args<'append'>, 'space' | 'sealed' | 'part'>): Answered<'append'> {
    const log = await this.#log(space);
    const placed = await log.append(sealed, part, this.#minute);
    await this.#tell(space, log);
    return ok({ ...placed, head: log.head });
  }

  async #follow(session: Session, { space, from }: Args<'follow'>): Answered<'follow'> {
    return this.#withLog(space, async (log) => {
      if (from > log.tree.size) return err('ahead');
      session.follows.set(idOf(space), from);
      await this.#tell(space, log);
      return ok({ head: log.head });
    });
  }

  /** Says to everybody who follows what they have not read yet. */
  async #tell(space: Uint8Array, log: SandboxLog): Promise<void> {
    const id = idOf(space);
    for (const session of this.#sessions) {
      for (;;) {
        const from = session.follows.get(id);
        const frames = from === undefined || from >= log.tree.size ? [] : await log.read(from, limits.frames, this.#today);
        const last = frames.at(-1);
        if (!last) break;
        session.follows.set(id, last.place + 1);
        session.announce({ kind: 'frames', space, frames: [...frames], missing: [], head: log.head });
      }
    }
  }

  async #letter(args: Args<'letter-put'>): Answered<'letter-put'> {
    const put = await this.#mail.put(args);
    if (!put.ok) return put;
    const space = await this.#mail.groupOf(args.box);
    for (const session of this.#sessions) {
      if (space && put.value && session.follows.has(idOf(space))) session.announce({ kind: 'letter', space, box: args.box });
    }
    return ok({});
  }
}
