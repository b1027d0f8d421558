import type { Id } from '@awna/base';
import { askFor, offer, type BoardItem, type Draft } from '@awna/core';
import type { Group, Home } from '../api.ts';
import type { Platform } from '../platform.ts';
import { reactionTo } from './reaction.ts';
import type { NeighbourScript } from './script.ts';

const dayMinutes = 1_440;
const joinMs = 60_000;

/** Where a neighbour lives, and whom they answer. */
export interface Place {
  readonly home: Home;
  readonly space: Id;
  readonly host: Id;
  readonly link: string;
  readonly script: NeighbourScript;
  readonly index: number;
  readonly count: number;
}

/** One invented neighbour: a device of its own that comes in by the link, says what it has to say, and answers gently. */
export class Neighbour {
  readonly #platform: Pick<Platform, 'now' | 'after'>;
  readonly #place: Place;
  #me: Id | null = null;
  #group: Group | null = null;
  /** Items this neighbour is thinking about, each with how to call it off. */
  readonly #thinking = new Map<Id, () => void>();
  #stopLooking: () => void = () => undefined;
  #over = false;

  constructor(platform: Pick<Platform, 'now' | 'after'>, place: Place) {
    this.#platform = platform;
    this.#place = place;
  }

  get #minute(): number {
    return Math.floor(this.#platform.now() / 60_000);
  }

  /** Comes in where that is still to be done, and looks at the board from then on. */
  async live(): Promise<void> {
    const { home, space, link, script } = this.#place;
    const known = (await home.spaces()).find((card) => card.space === space);
    const isNew = known?.state !== 'member';
    if (isNew) {
      const joined = await home.join({ link, name: script.name, waitMs: joinMs });
      if (!joined.ok || joined.value.state !== 'joined') return;
    }
    this.#me = (await home.spaces()).find((card) => card.space === space)?.me ?? null;
    if (this.#me === null || this.#over) return;
    this.#group = home.group(space);
    if (isNew) await this.#post(this.#group, this.#me);
    this.#stopLooking = this.#group.watch('board', { ended: true }, ({ needs, offers }) => this.#gently(this.#look([...needs, ...offers])));
  }

  async #post(group: Group, me: Id): Promise<void> {
    for (const { side, kind, text, area = null, days } of this.#place.script.posts) {
      const asking = { kind, text, area, until: this.#minute + days * dayMinutes };
      await group.act([side === 'need' ? askFor(me, { ...asking, confidential: false }) : offer(me, asking)]);
    }
  }

  async #look(items: readonly BoardItem[]): Promise<void> {
    for (const { id } of items) if (!this.#thinking.has(id)) await this.#consider(id);
  }

  async #reaction(id: Id): Promise<{ drafts: readonly Draft[]; seconds: number } | null> {
    const { host, script, index, count } = this.#place;
    const item = await this.#group?.view('item', { id });
    if (!item || this.#me === null) return null;
    return reactionTo(item, { me: this.#me, host, script, index, count, now: this.#minute });
  }

  /** Takes their time, looks again, and does what is then to be done. */
  async #consider(id: Id): Promise<void> {
    // Taken at once: the board may change while the item is looked at.
    this.#thinking.set(id, () => undefined);
    const reaction = await this.#reaction(id);
    if (!reaction || this.#over) {
      this.#thinking.delete(id);
      return;
    }
    this.#thinking.set(
      id,
      this.#platform.after(reaction.seconds * 1000, () => this.#gently(this.#act(id))),
    );
  }

  async #act(id: Id): Promise<void> {
    const reaction = await this.#reaction(id);
    const done = reaction && !this.#over ? await this.#group?.act(reaction.drafts) : undefined;
    this.#thinking.delete(id);
    // What a rule refused is thought about again when the board changes.
    if (done?.ok && !this.#over) await this.#consider(id);
  }

  /** A neighbour who stumbles (the disk is full, the device is closing) is no trouble of the one who tries. */
  #gently(doing: Promise<void>): void {
    doing.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#over = true;
    this.#stopLooking();
    for (const stop of this.#thinking.values()) stop();
    await this.#place.home.close();
  }
}
