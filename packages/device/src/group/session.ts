import { base64url, err, ok, type Bytes, type Id, type Result } from '@awna/base';
import { groupOf, stateRootOf, type Draft, type GroupState, type ViewArgs, type ViewName, type ViewResult } from '@awna/core';
import type { Frame, Head } from '@awna/wire';
import type { DeviceProblem, Group, GroupStatus, InviteHow, PhotoRef, Refused, Standing, WaitingLetter } from '../api.ts';
import { StoreFull, StoreLost } from '../store/port.ts';
import { factsOf, provenOf } from './act.ts';
import { raise } from './alarms.ts';
import { arrive } from './arrival.ts';
import { Door } from './door.ts';
import { forget } from './forget.ts';
import type { Invited } from './invite.ts';
import { Keyless } from './keyless.ts';
import { Line, type Connect, type Hearer } from './line.ts';
import { ownFields } from './outbox.ts';
import { doneBefore, doneWrite, tidyRequests } from './requests.ts';
import { Rounds } from './rounds.ts';
import { Sending } from './sending.ts';
import { Shown, type Tail } from './shown.ts';
import type { Space } from './space.ts';
import { statusOf } from './status.ts';
import { syncUp } from './sync.ts';
import { oneAtATime } from './turns.ts';
import { viewFor, viewHere } from './views.ts';
import { Watching } from './watching.ts';

/** One open group: the table of contents over its log, outbox, line to the relay, and who looks. The seldom wanted is loaded when asked for. */
export class GroupSession implements Group {
  readonly space: Id;
  readonly #space: Space;
  readonly #sending: Sending;
  readonly #line: Line;
  readonly #shown: Shown;
  readonly #watching: Watching;
  readonly #door: Door;
  readonly #rounds: Rounds;
  readonly #keyless: Keyless;
  readonly #turn = oneAtATime();
  readonly #proven = new Map<Id, boolean>();
  readonly #onRecord: () => void;
  readonly #status = (): GroupStatus => statusOf(this.#space, this.#sending, this.#line, this.#door, this.#rounds);
  #received = 0;

  private constructor(space: Space, connect: Connect, onRecord: () => void) {
    this.space = space.id;
    this.#space = space;
    this.#onRecord = onRecord;
    this.#sending = new Sending(space);
    this.#shown = new Shown(space);
    this.#watching = new Watching(space.platform);
    const changed = (): void => this.#changed();
    const told = (): void => this.#watching.changed();
    this.#door = new Door({ space, act: (drafts) => this.act(drafts), shown: () => this.#state(), changed });
    this.#line = new Line(space, connect, this.#hearer());
    this.#rounds = new Rounds({ space, sending: this.#sending, line: this.#line, door: this.#door, turn: this.#turn, changed, told });
    this.#keyless = new Keyless({ space, line: this.#line, rounds: this.#rounds, turn: this.#turn, changed });
  }

  static async open(space: Space, how: { connect: Connect; live: boolean; onRecord: () => void }): Promise<GroupSession> {
    const session = new GroupSession(space, how.connect, how.onRecord);
    await session.#sending.load();
    for (const [id, good] of await provenOf(space, session.#sending.outbox.waiting)) session.#proven.set(id, good);
    await forget(space);
    await tidyRequests(space);
    if (how.live) session.#line.start();
    session.#rounds.check();
    // What could still be taken back when this device stopped goes out once that time is over.
    const soonest = Math.min(...session.#sending.outbox.waiting.map(({ hold }) => hold).filter((hold) => hold > space.platform.now()));
    if (Number.isFinite(soonest)) session.#rounds.later('held', soonest - space.platform.now() + 20);
    return session;
  }

  get #tail(): Tail {
    return { waiting: this.#sending.outbox.waiting, proven: this.#proven };
  }

  #state(): GroupState {
    return this.#shown.state(this.#tail);
  }

  #changed(): void {
    this.#shown.stale();
    this.#watching.changed();
  }

  #hearer(): Hearer {
    return {
      frames: (frames, head) => this.#arrive(frames, head),
      keysLacking: () => this.#keyless.go(),
      caughtUp: () => this.#goOn(),
      behind: (size) => this.#rounds.awaitSize(size),
      letter: (box) => this.#goOn(box),
      fork: async (head) => {
        await this.#turn(() => raise(this.#space, 'fork', { head, frame: null, met: null }));
        this.#stopOnAlarm();
      },
      failed: (error) => this.#recover(error),
      changed: () => {
        if (this.#line.connection !== 'online') this.#sending.forgetPlaced();
        this.#watching.changed();
        this.#rounds.stir();
      },
    };
  }

  #goOn(box?: Uint8Array): void {
    if (box) this.#rounds.heard(box);
    this.#rounds.go();
    void this.#keyless.go();
  }

  async #arrive(frames: readonly Frame[], head: Head): Promise<boolean> {
    const { record, me } = this.#space;
    const { taken, believed } = await this.#turn(() => arrive(this.#space, this.#sending, frames, head));
    this.#received += taken;
    // A device that went on here from elsewhere learns from the log itself who it is.
    if (this.#space.record !== record || this.#space.me !== me) this.#onRecord();
    this.#changed();
    this.#stopOnAlarm();
    if (this.#space.ended) void this.#line.stop();
    void this.#keyless.go();
    return believed;
  }

  /** What was taken could not be written: memory goes back to what is at rest. */
  async #recover(error: unknown): Promise<DeviceProblem> {
    if (error instanceof StoreLost) {
      void this.#line.stop();
      return 'relay-unreachable';
    }
    if (!(error instanceof StoreFull)) throw error;
    await this.#turn(async () => {
      await this.#space.load();
      await this.#sending.load();
    });
    this.#changed();
    return 'disk-full';
  }

  #stopOnAlarm(): void {
    if (!this.#space.record.alarm) return;
    void this.#line.stop();
    this.#changed();
    this.#rounds.stir();
  }

  async act(drafts: readonly Draft[], how: { holdMs?: number; request?: string } = {}): Promise<Result<{ ids: readonly Id[] }, Refused>> {
    const done = await this.#turn(() => this.#act(drafts, how.holdMs ?? 0, how.request));
    if (done.ok) this.#rounds.go();
    return done;
  }

  async #act(drafts: readonly Draft[], holdMs: number, request?: string): Promise<Result<{ ids: readonly Id[] }, Refused>> {
    const before = request === undefined ? undefined : await doneBefore(this.#space, request);
    if (before) return ok({ ids: before });
    const { alarm } = this.#space.record;
    if (alarm) return err({ reason: alarm.kind === 'app-too-old' ? 'app-too-old' : 'stopped-by-alarm' });
    const hold = holdMs > 0 ? this.#space.platform.now() + holdMs : 0;
    const made = factsOf(this.#space, drafts, this.#sending.nextCounter(), hold);
    if (!made.ok) return made;
    const proven = await provenOf(this.#space, made.value);
    const refused = this.#shown.attempt(this.#tail, made.value, proven);
    if (refused) return err(refused);
    try {
      const ids = made.value.map(({ id }) => id);
      await this.#sending.outbox.add(made.value, request === undefined ? [] : [await doneWrite(this.#space, request, ids)]);
    } catch (error) {
      if (error instanceof StoreFull) return err({ reason: 'disk-full' });
      throw error;
    }
    for (const { id, draft } of made.value) {
      this.#space.parts.put(id, ownFields(draft));
      this.#proven.set(id, proven.get(id) ?? false);
    }
    if (drafts.some(({ type }) => type === 'members/left@1')) {
      await this.#space.change({ state: 'left' });
      this.#onRecord();
    }
    this.#changed();
    if (hold > 0) this.#rounds.later('held', holdMs + 20);
    return ok({ ids: made.value.map(({ id }) => id) });
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

  async invite(how: InviteHow): Promise<Invited> {
    const { openLink } = await import('./invite.ts');
    const act = (drafts: readonly Draft[]) => this.act(drafts);
    return openLink(this.#space, act, () => this.#state(), how);
  }

  letters(): Promise<readonly WaitingLetter[]> {
    return Promise.resolve(this.#door.waiting());
  }

  admit(slot: string) {
    return this.#door.admit(slot);
  }

  decline(slot: string) {
    return this.#door.decline(slot, this.#line.link);
  }

  async view<V extends ViewName>(name: V, args: ViewArgs<V>): Promise<ViewResult<V>> {
    const view = await viewFor(name);
    return this.#shown.view(this.#tail, view, args);
  }

  watch<V extends ViewName>(name: V, args: ViewArgs<V>, seen: (view: ViewResult<V>) => void): () => void {
    const look = (): ViewResult<V> | undefined => {
      const view = viewHere(name, () => this.#watching.changed());
      return view && this.#shown.view(this.#tail, view, args);
    };
    return this.#watching.watch(look, seen, this.#shown.version);
  }

  status(): Promise<GroupStatus> {
    return Promise.resolve(this.#status());
  }

  watchStatus(seen: (status: GroupStatus) => void): () => void {
    return this.#watching.watch(this.#status, seen);
  }

  standing(ids: readonly Id[]): Promise<Readonly<Record<Id, Standing>>> {
    return Promise.resolve(this.#sending.standings(ids));
  }

  async putPhoto(bytes: Bytes) {
    return (await import('./blobs.ts')).putPhoto(this.#space, bytes);
  }

  async photo(ref: PhotoRef) {
    return (await import('./blobs.ts')).photo(this.#space, ref);
  }

  /** Waits until everything known to the relay is here and everything said here has its place. */
  async sync(): Promise<Result<{ size: number; sent: number; received: number }, DeviceProblem>> {
    const before = { sent: this.#rounds.sent, received: this.#received };
    const problem = await syncUp(this.#space, this.#line, this.#rounds, this.#keyless);
    if (problem) return err(problem);
    return ok({ size: this.#space.replica.size, sent: this.#rounds.sent - before.sent, received: this.#received - before.received });
  }

  async log(range: { from: number; limit: number }) {
    const { linesOf } = await import('./audit.ts');
    return this.#turn(() => linesOf(this.#space, range));
  }

  async verify(how: { full: boolean }) {
    const { verify } = await import('./audit.ts');
    return this.#turn(() => verify(this.#space, how.full));
  }

  async evidence(): Promise<Bytes | null> {
    return this.#space.record.alarm?.evidence ?? null;
  }

  roots(): Promise<{ size: number; root: string; stateRoot: string }> {
    return Promise.resolve({ ...this.#space.roots(), stateRoot: base64url(stateRootOf(this.#space.replica.state)) });
  }

  async stateAt(place?: number) {
    const { stateAt } = await import('./state-at.ts');
    return this.#turn(() => stateAt(this.#space, place));
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

  /** Whether a message is on its way, be it one without words. */
  get speaking(): boolean {
    return this.#sending.flight !== null;
  }

  async close(): Promise<void> {
    await this.#line.stop();
    await this.#rounds.close();
    await this.#keyless.close();
    this.#watching.stop();
    await this.#turn(() => Promise.resolve());
  }
}
