import { randomBytes } from 'node:crypto';
import { decodeRequest, encodeRefusal, type Extra, type RelayError } from '@awna/wire';
import { Bucket, type Rate } from './bucket.ts';
import type { Context, Session } from './context.ts';
import type { Ear } from './log/follower.ts';
import { answer } from './ops/index.ts';
import { leave } from './passing.ts';

/** Calls of one connection under way at once; beyond them nothing more is read from it. */
const maxUnderWay = 512;

export const newSession = (ear: Ear | null): Session => ({
  nonce: new Uint8Array(randomBytes(32)),
  ear,
  doors: new Map(),
  follows: new Map(),
});

/** Forgets a connection that is over. */
export function endSession(context: Context, session: Session): void {
  for (const name of [...session.doors.keys()]) leave(context, session, name);
}

/** How a connection is held back and let on again. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** One connection's calls: read, paid for, done, answered. Calls begin in the order they came. */
export class Calls {
  readonly #context: Context;
  readonly #session: Session;
  readonly #ear: Ear;
  readonly #flow: Flow;
  readonly #bucket: Bucket;
  readonly #ticks: () => number;
  #underWay = 0;

  constructor(context: Context, session: Session, ear: Ear, flow: Flow, rate: Rate, ticks: () => number) {
    this.#context = context;
    this.#session = session;
    this.#ear = ear;
    this.#flow = flow;
    this.#ticks = ticks;
    this.#bucket = new Bucket(rate, ticks());
  }

  take(bytes: Uint8Array): void {
    const { counters, writer } = this.#context;
    counters.add('calls');
    const wait = this.#bucket.take(1 + bytes.length / 65_536, this.#ticks());
    const request = decodeRequest(bytes);
    if (!request.ok) {
      counters.add('malformed');
      return this.#refuse(request.error.id, request.error.error);
    }
    const { id, call } = request.value;
    if (this.#context.isStopping()) return this.#refuse(id, 'stopping');
    if (wait > 0 || writer.isBusy) return this.#refuse(id, 'too-fast', { wait: Math.max(1, wait) });
    if (++this.#underWay === maxUnderWay) this.#flow.pause();
    answer(this.#context, this.#session, call, id)
      .then(
        (result) => {
          if (!result.ok) return this.#refuse(id, result.error.error, extraOf(result.error));
          this.#ear.send(result.value.bytes);
          result.value.then?.();
        },
        () => this.#refuse(id, 'fault'),
      )
      .finally(() => {
        if (this.#underWay-- === maxUnderWay) this.#flow.resume();
      });
  }

  #refuse(id: number, error: RelayError, extra?: Extra): void {
    this.#context.counters.add('refusals');
    // Without an id nobody could tell what is refused: such a caller is not speaking our language.
    if (id > 0) this.#ear.send(encodeRefusal(id, error, extra));
    else this.#ear.drop();
  }
}

export const extraOf = ({ error: _error, ...extra }: Extra & { readonly error: RelayError }): Extra => extra;
