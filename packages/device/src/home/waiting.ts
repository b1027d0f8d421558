import { idOf, type Result } from '@awna/base';
import type { Refusal, RelayLink } from '@awna/wire';
import type { DeviceProblem } from '../api.ts';
import { recordKey, sealRecord, type SpaceRecord } from '../group/record.ts';
import { oneAtATime } from '../group/turns.ts';
import type { Platform } from '../platform.ts';
import { fetchWelcome, postLetter } from './join.ts';

const firstWait = 400;
const longestWait = 30_000;

/** Posts a newcomer's letter and looks for the answer until it is there, at longer and longer intervals. */
export class WaitingRoom {
  record: SpaceRecord;
  readonly #platform: Platform;
  readonly #connect: () => Promise<Result<RelayLink, Refusal>>;
  readonly #changed: (record: SpaceRecord) => Promise<void>;
  readonly #turn = oneAtATime();
  #link: RelayLink | null = null;
  #over = false;
  #wake: (() => void) | null = null;

  constructor(
    platform: Platform,
    record: SpaceRecord,
    how: { connect: () => Promise<Result<RelayLink, Refusal>>; changed: (record: SpaceRecord) => Promise<void> },
  ) {
    this.#platform = platform;
    this.record = record;
    this.#connect = how.connect;
    this.#changed = how.changed;
  }

  /**
   * One look: posts where that is still to be done, asks for the answer. The problem, if nothing can come of it now.
   * Whoever looks meanwhile waits: two answers read at once would let one newcomer in twice, on two lines to the relay.
   */
  look(): Promise<DeviceProblem | null> {
    return this.#turn(() => this.#look());
  }

  async #look(): Promise<DeviceProblem | null> {
    if (this.record.state !== 'joining' || !this.record.joining) return this.record.problem;
    const connected = this.#link ? { ok: true as const, value: this.#link } : await this.#connect();
    if (!connected.ok) return 'relay-unreachable';
    const link = connected.value;
    this.#link = link;
    void link.closed.then(() => {
      if (this.#link === link) this.#link = null;
    });
    if (!this.record.joining.posted) {
      const posted = await postLetter(link, this.record);
      if (!posted.ok && posted.error === 'invite-unknown') {
        await this.#become({ ...this.record, state: 'refused', problem: 'invite-unknown', joining: null });
        return 'invite-unknown';
      }
      if (!posted.ok) return posted.error;
      await this.#become({ ...this.record, joining: { ...this.record.joining, posted: true } });
    }
    const answered = await fetchWelcome(this.#platform, link, this.record);
    if (answered) await this.#become(answered);
    return this.record.problem;
  }

  async #become(record: SpaceRecord): Promise<void> {
    this.record = record;
    await this.#platform.store.write([[recordKey(idOf(record.space)), await sealRecord(this.#platform.local, record)]]);
    await this.#changed(record);
  }

  /** Goes on looking by itself until there is an answer. */
  async keepLooking(): Promise<void> {
    for (let wait = firstWait; !this.#over && this.record.state === 'joining'; wait = Math.min(longestWait, wait * 1.5)) {
      await this.look();
      if (this.#over || this.record.state !== 'joining') break;
      await new Promise<void>((resolve) => {
        const cancel = this.#platform.after(wait, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
    this.#link?.close();
  }

  close(): void {
    this.#over = true;
    this.#wake?.();
    this.#link?.close();
  }
}
