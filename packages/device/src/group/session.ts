import { base64url, err, fromBase64url, ok, type Bytes, type Id, type Result } from '@awna/base';
import {
  groupOf,
  longestInstant,
  longestRequest,
  nameOf,
  openInvite,
  stateRootOf,
  type Draft,
  type ViewArgs,
  type ViewName,
  type ViewResult,
} from '@awna/core';
import { inviteKeyOf } from '@awna/crypto';
import type { Frame, Head, RelayLink } from '@awna/wire';
import type { DeviceProblem, Group, GroupStatus, InviteHow, PhotoRef, Refused, Standing } from '../api.ts';
import { StoreFull } from '../store/port.ts';
import { factsOf, provenOf } from './act.ts';
import { raise } from './alarms.ts';
import { linesOf, verify } from './audit.ts';
import { photo, putPhoto } from './blobs.ts';
import { Doorway } from './doorway.ts';
import { forget } from './forget.ts';
import { Line, type Connect, type Hearer } from './line.ts';
import { writeLink } from './link.ts';
import { ownFields } from './outbox.ts';
import { Sending, type SendTrouble } from './sending.ts';
import { Shown, type Tail } from './shown.ts';
import type { Space } from './space.ts';
import { oneAtATime } from './turns.ts';
import { Watching } from './watching.ts';
import { welcomeHolds } from './welcome.ts';

/** One open group: the table of contents over its log, its outbox, its line to the relay and those who look. */
export class GroupSession implements Group {
  readonly space: Id;
  readonly #space: Space;
  readonly #sending: Sending;
  readonly #line: Line;
  readonly #shown: Shown;
  readonly #watching: Watching;
  readonly #doorway: Doorway;
  readonly #turn = oneAtATime();
  readonly #proven = new Map<Id, boolean>();
  readonly #onRecord: () => void;
  readonly #idle = new Set<() => void>();
  #received = 0;
  #sent = 0;
  #pumping = false;
  #again = false;
  #closed = false;
  #dueTimer: (() => void) | null = null;
  #holdTimer: (() => void) | null = null;

  private constructor(space: Space, connect: Connect, onRecord: () => void) {
    this.space = space.id;
    this.#space = space;
    this.#onRecord = onRecord;
    this.#sending = new Sending(space);
    this.#shown = new Shown(space);
    this.#watching = new Watching(space.platform);
    this.#doorway = new Doorway(
      space,
      (drafts) => this.act(drafts),
      () => this.#state(),
      () => this.#changed(),
    );
    this.#line = new Line(space, connect, this.#hearer());
  }

  static async open(space: Space, how: { connect: Connect; live: boolean; onRecord: () => void }): Promise<GroupSession> {
    const session = new GroupSession(space, how.connect, how.onRecord);
    await session.#sending.load();
    for (const [id, good] of await provenOf(space, session.#sending.outbox.waiting)) session.#proven.set(id, good);
    await forget(space);
    if (how.live) session.#line.start();
    void session.#background();
    return session;
  }

  get #tail(): Tail {
    return { waiting: this.#sending.outbox.waiting, proven: this.#proven };
  }

  #state() {
    return this.#shown.state(this.#tail);
  }

  get #settledSize(): number {
    let size = 0;
    for (const [device, vouched] of this.#space.replica.vouched) if (device !== this.#space.deviceId) size = Math.max(size, vouched);
    return size;
  }

  #changed(): void {
    this.#shown.stale();
    this.#watching.changed();
  }

  #hearer(): Hearer {
    return {
      frames: (frames, head) => this.#turn(() => this.#takeFrames(frames, head)),
      caughtUp: (link) => void this.#pump(link),
      letter: () => void (this.#line.link && this.#pump(this.#line.link)),
      alarm: (kind, head) => this.#turn(() => this.#alarm(kind, head)),
      changed: () => {
        if (this.#line.connection !== 'online') this.#sending.forgetPlaced();
        this.#watching.changed();
        this.#wakeIdle();
      },
    };
  }

  async #takeFrames(frames: readonly Frame[], head: Head): Promise<void> {
    if (this.#space.record.alarm) return;
    const taken = await this.#space.take(frames, (judged) => this.#sending.settle(judged));
    this.#received += taken.judged.length;
    if (taken.contradicts) await this.#alarm('fork', taken.contradicts.head, taken.contradicts.frame);
    else if (!this.#space.meets(head)) await this.#alarm('fork', head);
    else if (this.#sending.strange) await this.#alarm('chain-lost', head);
    else if (this.#space.replica.tooOld) await this.#alarm('app-too-old', head);
    await this.#checkGreeter();
    if (taken.judged.some(({ facts }) => facts.length > 0)) await forget(this.#space);
    this.#changed();
  }

  async #alarm(kind: Parameters<typeof raise>[1], head: Head, frame: Frame | null = null): Promise<void> {
    await raise(this.#space, kind, head, frame);
    this.#line.stop();
    this.#changed();
    this.#wakeIdle();
  }

  /** A newcomer believes the keys only from somebody whom the log itself has let in. */
  async #checkGreeter(): Promise<void> {
    const { record, replica, platform } = this.#space;
    if (!record.greeted || replica.size <= record.greeted.place) return;
    const key = replica.keyOf(base64url(record.greeted.from));
    const good =
      key !== undefined &&
      this.#space.me !== null &&
      (await welcomeHolds(platform.engine, key, record.space, record.genesis, record.greeted));
    await this.#space.change(good ? { greeted: null } : { state: 'refused', problem: 'not-readable', greeted: null });
    this.#onRecord();
  }

  async act(drafts: readonly Draft[], how: { holdMs?: number } = {}): Promise<Result<{ ids: readonly Id[] }, Refused>> {
    const done = await this.#turn(() => this.#act(drafts, how.holdMs ?? 0));
    if (done.ok && this.#line.link) void this.#pump(this.#line.link);
    return done;
  }

  async #act(drafts: readonly Draft[], holdMs: number): Promise<Result<{ ids: readonly Id[] }, Refused>> {
    if (this.#space.record.alarm)
      return err({ reason: this.#space.record.alarm.kind === 'app-too-old' ? 'app-too-old' : 'stopped-by-alarm' });
    const hold = holdMs > 0 ? this.#space.platform.now() + holdMs : 0;
    const made = factsOf(this.#space, drafts, this.#sending.nextCounter(), hold);
    if (!made.ok) return made;
    const facts = made.value;
    const proven = await provenOf(this.#space, facts);
    const refused = this.#shown.attempt(
      this.#tail,
      facts.map((fact) => ({ ...fact, seq: 0 })),
      proven,
    );
    if (refused) return err(refused);
    try {
      await this.#sending.outbox.add(facts);
    } catch (error) {
      if (error instanceof StoreFull) return err({ reason: 'disk-full' });
      throw error;
    }
    for (const { id, draft } of facts) {
      this.#space.parts.put(id, ownFields(draft));
      this.#proven.set(id, proven.get(id) ?? false);
    }
    if (drafts.some(({ type }) => type === 'members/left@1')) await this.#left();
    this.#changed();
    if (hold > 0) this.#sendAfter(holdMs);
    return ok({ ids: facts.map(({ id }) => id) });
  }

  async #left(): Promise<void> {
    await this.#space.change({ state: 'left' });
    this.#onRecord();
  }

  #sendAfter(ms: number): void {
    this.#holdTimer?.();
    this.#holdTimer = this.#space.platform.after(ms + 20, () => {
      if (this.#line.link) void this.#pump(this.#line.link);
    });
  }

  takeBack(ids: readonly Id[]): Promise<readonly Id[]> {
    return this.#turn(async () => {
      const back = this.#sending.held(ids);
      await this.#space.platform.store.write(this.#sending.outbox.removal(back));
      this.#sending.outbox.gone(back);
      for (const id of back) this.#space.parts.drop(id);
      this.#changed();
      return [...back];
    });
  }

  /** Sends what waits, one message at a time, and looks who is at the door; again while there is something to do. */
  async #pump(link: RelayLink): Promise<void> {
    this.#again = true;
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#again && this.#line.link === link && this.#line.caughtUp && !this.#space.record.alarm) {
        this.#again = false;
        const trouble = await this.#turn(() => this.#sendOne(link));
        if (trouble) {
          this.#space.platform.after(trouble === 'too-fast' ? 1_000 : 10_000, () => this.#line.link && void this.#pump(this.#line.link));
          break;
        }
        await this.#doorway.attend(link);
        this.#planDue();
      }
    } finally {
      this.#pumping = false;
      this.#watching.changed();
      this.#wakeIdle();
    }
  }

  async #sendOne(link: RelayLink): Promise<SendTrouble | null> {
    const blobs = await this.#sending.giveBlobs(link);
    if (blobs) return blobs;
    const before = this.#sending.flight;
    if (!(await this.#sending.prepare())) return null;
    if (!before && this.#sending.flight) this.#sent += this.#sending.flight.ids.length;
    const trouble = await this.#sending.give(link);
    if (trouble === 'missing-tail') link.close();
    return trouble;
  }

  /** When something is due and nobody has written, an empty message after a random wait lets it happen. */
  #planDue(): void {
    const due = this.#space.replica.state.agenda[0];
    const { platform, minute } = this.#space;
    if (this.#dueTimer || !due || due.minute > minute) return;
    const [random = 0] = platform.dice(1);
    this.#dueTimer = platform.after((random / 256) * 300_000, () => {
      this.#dueTimer = null;
      const still = this.#space.replica.state.agenda[0];
      const { link } = this.#line;
      if (!still || still.minute > this.#space.minute || !link) return;
      void this.#turn(() => this.#sending.prepareEmpty()).then(() => this.#pump(link));
    });
  }

  /** Checks in the background what tips-first verification only showed. */
  async #background(): Promise<void> {
    while (!this.#closed && this.#space.unchecked.length > 0) {
      await new Promise<void>((resolve) => this.#space.platform.after(20, resolve));
      if (this.#closed) return;
      await this.#turn(() => this.#space.checkSome(256));
      this.#changed();
    }
    if (!this.#closed) this.#space.platform.after(1_000, () => void this.#background());
  }

  async invite(how: InviteHow): Promise<Result<{ id: Id; link: string; until: number; uses: number }, Refused>> {
    const { engine, dice } = this.#space.platform;
    const { record } = this.#space;
    const secret = dice(16);
    const boxSeed = dice(32);
    const [invite, boxKey] = [await inviteKeyOf(engine, secret, record.space), await engine.sealingKeyOf(boxSeed)];
    const longest = how.mode === 'instant' ? longestInstant : longestRequest;
    const until = this.#space.minute + Math.min(Math.round(how.hours * 60), longest - 60);
    const key = base64url(invite.publicKey);
    const draft = openInvite({ key, box: base64url(boxKey), boxSeed: base64url(boxSeed), until, uses: how.uses, mode: how.mode });
    const done = await this.act([draft]);
    if (!done.ok) return done;
    const [id] = done.value.ids;
    const bytes = id === undefined ? undefined : fromBase64url(id);
    if (id === undefined || !bytes) return err({ reason: 'malformed' });
    const state = this.#state();
    const group = groupOf(state, this.#space.parts.read).name ?? record.group;
    const by = nameOf(state, this.#space.parts.read, this.#space.me ?? '') ?? '';
    const { space, genesis, relay } = record;
    const link = writeLink({ space, genesis, secret, boxKey, invite: bytes, relay, group, by }, how.app ?? relay);
    return ok({ id, link, until, uses: how.uses });
  }

  letters() {
    return Promise.resolve(this.#doorway.waiting());
  }

  admit(slot: string) {
    return this.#doorway.admit(slot);
  }

  decline(slot: string) {
    return this.#doorway.decline(slot, this.#line.link);
  }

  view<V extends ViewName>(name: V, args: ViewArgs<V>): Promise<ViewResult<V>> {
    return Promise.resolve(this.#shown.view(this.#tail, name, args));
  }

  watch<V extends ViewName>(name: V, args: ViewArgs<V>, seen: (view: ViewResult<V>) => void): () => void {
    return this.#watching.watch(() => this.#shown.view(this.#tail, name, args), seen);
  }

  status(): Promise<GroupStatus> {
    return Promise.resolve(this.#status());
  }

  watchStatus(seen: (status: GroupStatus) => void): () => void {
    return this.#watching.watch(() => this.#status(), seen);
  }

  #status(): GroupStatus {
    const { replica, record, minute, unchecked } = this.#space;
    const astray = replica.state.time - minute;
    return {
      connection: this.#line.connection,
      outbox: this.#sending.waiting,
      size: replica.size,
      alarm: record.alarm && { kind: record.alarm.kind, place: record.alarm.place, minute: record.alarm.minute },
      astray: astray > 10 ? astray : null,
      unchecked: unchecked.length,
      letters: this.#doorway.waiting().length,
    };
  }

  standing(ids: readonly Id[]): Promise<Readonly<Record<Id, Standing>>> {
    const settled = this.#settledSize;
    return Promise.resolve(
      Object.fromEntries(
        ids.flatMap((id) => {
          const standing = this.#sending.standing(id, settled);
          return standing === undefined ? [] : [[id, standing]];
        }),
      ),
    );
  }

  putPhoto(bytes: Bytes) {
    return putPhoto(this.#space, bytes);
  }

  photo(ref: PhotoRef) {
    return photo(this.#space, this.#line.link, ref);
  }

  /** Waits until everything known to the relay is here and everything said here has its place. */
  async sync(): Promise<Result<{ size: number; sent: number; received: number }, DeviceProblem>> {
    const before = { sent: this.#sent, received: this.#received };
    const tries = this.#line.tries;
    this.#line.start();
    this.#line.poke();
    for (;;) {
      if (this.#space.record.alarm) return err('stopped-by-alarm');
      if (this.#quiet()) break;
      if (this.#line.tries > tries) return err(this.#line.problem ?? 'relay-unreachable');
      await new Promise<void>((resolve) => this.#idle.add(resolve));
    }
    return ok({ size: this.#space.replica.size, sent: this.#sent - before.sent, received: this.#received - before.received });
  }

  #quiet(): boolean {
    const now = this.#space.platform.now();
    const waits = this.#sending.flight !== null || this.#sending.outbox.waiting.some(({ hold }) => hold <= now);
    return this.#line.caughtUp && !this.#pumping && !waits;
  }

  #wakeIdle(): void {
    for (const wake of this.#idle) wake();
    this.#idle.clear();
  }

  log(range: { from: number; limit: number }) {
    return this.#turn(() => linesOf(this.#space, range));
  }

  verify(how: { full: boolean }) {
    return this.#turn(() => verify(this.#space, how.full));
  }

  evidence(): Promise<Bytes | null> {
    return Promise.resolve(this.#space.record.alarm?.evidence ?? null);
  }

  roots(): Promise<{ size: number; root: string; stateRoot: string }> {
    return Promise.resolve({ ...this.#space.roots(), stateRoot: base64url(stateRootOf(this.#space.replica.state)) });
  }

  get name(): string {
    return groupOf(this.#space.replica.state, this.#space.parts.read).name ?? this.#space.record.group;
  }

  get me(): Id | null {
    return this.#space.me;
  }

  get record() {
    return this.#space.record;
  }

  poke(): void {
    this.#line.poke();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#line.stop();
    this.#dueTimer?.();
    this.#holdTimer?.();
    this.#watching.stop();
    this.#wakeIdle();
    await this.#turn(() => Promise.resolve());
  }
}
