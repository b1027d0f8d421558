import {
  advance,
  judge,
  overlay,
  readFact,
  type GroupState,
  type RefusalReason,
  type View,
  type ViewArgs,
  type ViewName,
  type ViewResult,
} from '@awna/core';
import { asValue } from './record.ts';
import { saltText } from '../log/body.ts';
import type { Waiting } from './outbox.ts';
import type { Space } from './space.ts';
import type { ValueMap } from '@awna/base';

/** What a fact that waits is judged with. */
export interface Tail {
  readonly waiting: readonly Waiting[];
  /** Verdicts on proofs, where a fact has any. */
  readonly proven: ReadonlyMap<string, boolean>;
}

/** The state as a person sees it: the log's, with what fell due by now and the pending tail on top. */
export class Shown {
  readonly #space: Space;
  #changes = 0;
  #cached: { readonly state: GroupState; readonly minute: number } | null = null;

  constructor(space: Space) {
    this.#space = space;
  }

  /** The log, the tail or what can be read of the parts is another one now. */
  stale(): void {
    this.#cached = null;
    this.#changes++;
  }

  /** The same for as long as every view is. */
  readonly version = (): string => `${String(this.#changes)} ${String(this.#space.minute)}`;

  state(tail: Tail): GroupState {
    const minute = this.#space.minute;
    if (this.#cached?.minute === minute) return this.#cached.state;
    const base = this.#space.replica.state;
    const due = base.agenda[0];
    const still = tail.waiting.length === 0 && (due === undefined || due.minute > minute);
    const state = still ? base : overlay(base, (draft) => this.#layOver(draft, tail, minute));
    this.#cached = { state, minute };
    return state;
  }

  #layOver(state: GroupState, tail: Tail, minute: number): void {
    advance(state, Math.max(state.time, minute));
    for (const fact of tail.waiting) this.judgeOn(state, fact, tail.proven.get(fact.id) ?? false);
  }

  /** Judges a waiting fact as if it had its place now. */
  judgeOn(state: GroupState, { id, salt, draft }: Omit<Waiting, 'seq'>, proven: boolean): RefusalReason | null {
    const me = this.#space.me ?? id;
    // Where the keys are to be turned first, that is done before it is sent.
    state.members.epoch.owed = false;
    const { time } = state;
    const stamp = { place: null, time, member: me, device: this.#space.deviceId, authority: 'member' as const, index: 0, of: 1 };
    return judge(state, readFact(id, saltText(salt), draft.type, asValue(draft.data) as ValueMap), stamp, proven);
  }

  /** Tries facts on top of what is shown; the first refusal, or null. Nothing is kept. */
  attempt(
    tail: Tail,
    facts: readonly Omit<Waiting, 'seq'>[],
    proven: ReadonlyMap<string, boolean>,
  ): { index: number; reason: RefusalReason } | null {
    let refused: { index: number; reason: RefusalReason } | null = null;
    overlay(this.state(tail), (draft) => {
      // A quiet log has an old time: what is said now is judged now.
      advance(draft, Math.max(draft.time, this.#space.minute));
      for (const [index, fact] of facts.entries()) {
        const reason = this.judgeOn(draft, fact, proven.get(fact.id) ?? false);
        if (reason !== null && refused === null) refused = { index, reason };
      }
    });
    return refused;
  }

  /** A view as it is now. */
  view<V extends ViewName>(tail: Tail, view: View<V>, args: ViewArgs<V>): ViewResult<V> {
    const { parts, me, minute } = this.#space;
    return view({ state: this.state(tail), parts: parts.read, me: me ?? '', now: minute }, args);
  }
}
