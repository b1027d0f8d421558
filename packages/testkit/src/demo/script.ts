import type { Id } from '@awna/base';
import {
  askFor,
  cancel,
  choose,
  handed,
  offer,
  outcomes,
  received,
  release,
  repost,
  say,
  setHandover,
  shareAddress,
  shareContact,
  stillNeeded,
  take,
  thank,
  volunteer,
  wish,
  type Asking,
  type Draft,
  type Hand,
  type ItemView,
} from '@awna/core';
import type { Chance } from '../chance.ts';
import type { Thread } from './life.ts';
import { visit, type Neighbour, type Visit } from './neighbour.ts';
import { answers, apology, followUps, greetings, places, thanks, welcomes } from './talk.ts';

/** What the script asks of the world around it. */
export interface Stage {
  minute(): number;
  /** Does something later, while the story lasts. */
  later(minutes: number, then: () => Promise<void>): void;
  /** A neighbour who is in and is none of these. */
  someone(luck: Chance, but: readonly Neighbour[]): Neighbour | null;
}

const counted = (text: string, n: number | null): string => text.replaceAll('{n}', String(n ?? ''));
const hours = (luck: Chance, min: number, max: number): number => luck.whole(min * 60, max * 60);

/** A need or an offer from its first word to its end, by the hands of those it concerns. */
export class Script {
  readonly #stage: Stage;
  readonly #thread: Thread;
  readonly #luck: Chance;
  readonly #author: Neighbour;
  #item: Id = '';
  readonly #came: Neighbour[] = [];

  constructor(stage: Stage, thread: Thread, luck: Chance, author: Neighbour) {
    this.#stage = stage;
    this.#thread = thread;
    this.#luck = luck;
    this.#author = author;
  }

  async begin(): Promise<void> {
    const ids = await visit(this.#author, async (at) => at.says(await this.#draft(at)));
    if (ids[0] === undefined) return;
    this.#item = ids[0];
    const { fate } = this.#thread;
    const { later } = this.#stage;
    if (fate === 'open' && this.#thread.stands <= 10) return later((this.#thread.stands - 1) * 1440, () => this.#stands());
    if (fate === 'expired' || fate === 'open') return;
    if (fate === 'cancelled') return later(hours(this.#luck, 5, 60), () => this.#cancel());
    if (fate === 'reposted') return later(this.#thread.stands * 1440 + hours(this.#luck, 2, 20), () => this.#repost());
    later(hours(this.#luck, 1, 14), () => this.#come());
    if (fate === 'line' || fate === 'released' || this.#confidential) later(hours(this.#luck, 14, 20), () => this.#come());
    if (fate === 'line') later(hours(this.#luck, 15, 30), () => this.#come());
    later(hours(this.#luck, 26, 34), () => this.#agree());
  }

  get #confidential(): boolean {
    return (
      this.#thread.side === 'need' &&
      (this.#thread.confidential === true || ['health', 'legal', 'company', 'money'].includes(this.#thread.kind))
    );
  }

  async #draft(at: Visit) {
    const { wording, n, kind, side, urgency, by, stands, forOther, confidential, photo } = this.#thread;
    const now = this.#stage.minute();
    const money = kind === 'money';
    const asking: Asking = {
      ...{ kind, text: counted(wording.text, n), until: now + stands * 1440, area: this.#author.area, urgency },
      by: by === null ? null : now + by * 1440,
      amount: n === null || wording.pieces ? null : { n: money ? n * 100 : n, unit: money ? 'USD' : (wording.unit ?? 'piece') },
      photo: photo ? await at.photo(this.#luck) : null,
      ...(wording.details ? { details: wording.details as NonNullable<Asking['details']> } : {}),
      ...(wording.pieces ? { pieces: wording.pieces } : {}),
      ...(forOther ? { for: 'other' as const, forWhom: this.#luck.pick(['جارتنا في الطابق الأرضي', 'قريب لي', 'عائلة في البناية']) } : {}),
      ...(confidential === null ? {} : { confidential }),
    };
    if (side === 'need') return askFor(at.me, asking);
    const giving = this.#luck.weigh({ first: 6, shelf: 2, lot: 1, 'least-lately': 1 });
    const decided = giving === 'lot' || giving === 'least-lately';
    return offer(at.me, { ...asking, giving, closes: decided ? now + 1380 : null });
  }

  async #cancel(): Promise<void> {
    await visit(this.#author, (at) => at.says(cancel(this.#item, this.#luck.pick(outcomes))));
  }

  async #repost(): Promise<void> {
    const again = await visit(this.#author, async (at) => {
      const item = await at.item(this.#item);
      return item ? at.says(repost(at.me, item, this.#stage.minute() + 14 * 1440)) : [];
    });
    if (again[0] === undefined) return;
    this.#item = again[0];
    this.#stage.later(hours(this.#luck, 3, 20), () => this.#come());
    this.#stage.later(hours(this.#luck, 22, 30), () => this.#agree());
  }

  /** X4, X5, X10: somebody takes it on, comes forward, or would like it. */
  async #come(): Promise<void> {
    const who = this.#stage.someone(this.#luck, [this.#author, ...this.#came]);
    if (!who) return;
    const came = await visit(who, async (at) => {
      const item = await at.item(this.#item);
      if (!item) return [];
      const can = item.actions.find(({ act, refused }) => refused === null && (act === 'take' || act === 'volunteer' || act === 'wish'));
      if (!can) return [];
      const share = this.#share(item);
      return at.says(can.act === 'take' ? take(item.id, share) : can.act === 'wish' ? wish(item.id, share) : volunteer(item.id, share));
    });
    if (came.length > 0) this.#came.push(who);
  }

  #share(item: ItemView): { n?: number; slots?: readonly number[] } {
    const free = item.slots.filter(({ state }) => state === 'free').map(({ index }) => index);
    if (item.slots.length > 0)
      return { slots: free.length > 1 ? free.slice(0, Math.ceil(free.length / 2)) : item.slots.map(({ index }) => index) };
    const { n } = item.shares;
    const left = item.shares.free > 0 ? item.shares.free : n;
    return { n: n > 3 && this.#luck.happens(0.3) ? Math.ceil(left / 2) : left };
  }

  /** The author sees who holds it (choosing where that is theirs to do), and the helper writes first. */
  async #agree(): Promise<void> {
    const { fate } = this.#thread;
    const helper = await visit(this.#author, async (at) => {
      const item = await at.item(this.#item);
      const can = item?.actions.find(({ act, refused }) => act === 'choose' && refused === null);
      if (item && can?.claim) await at.says(choose(at.me, item, can.claim, this.#author.phone));
      return this.#holder(at);
    });
    if (!helper) return;
    await this.#between(helper, (at, hand) => [
      say(at.me, hand.who.id, this.#item, hand.claim, this.#luck.pick(greetings)),
      shareContact(at.me, hand.who.id, this.#item, hand.claim, helper.phone),
      ...(fate === 'released' ? [say(at.me, hand.who.id, this.#item, hand.claim, apology), release(this.#item, hand.claim)] : []),
    ]);
    if (fate === 'released') return this.#stage.later(hours(this.#luck, 2, 8), () => this.#nextInLine());
    if (fate === 'taken' || fate === 'line') await this.#between(this.#author, (at, hand) => this.#reply(at, hand));
    else this.#stage.later(hours(this.#luck, 1, 5), () => this.#meet(helper));
  }

  #reply(at: Visit, hand: Hand): readonly (Draft | undefined)[] {
    return [
      say(at.me, hand.who.id, this.#item, hand.claim, this.#luck.pick(answers)),
      this.#confidential ? undefined : shareContact(at.me, hand.who.id, this.#item, hand.claim, this.#author.phone),
    ];
  }

  async #nextInLine(): Promise<void> {
    const next = await visit(this.#author, (at) => this.#holder(at));
    if (next) await this.#meet(next);
  }

  async #meet(helper: Neighbour): Promise<void> {
    const at = this.#stage.minute() + hours(this.#luck, 18, 40);
    const set = await this.#between(this.#author, (visiting, hand) => [
      ...this.#reply(visiting, hand),
      setHandover(visiting.me, hand.who.id, this.#item, hand.claim, at, this.#luck.pick(places)),
      this.#luck.happens(0.6) ? shareAddress(visiting.me, hand.who.id, this.#item, hand.claim, this.#author.street) : undefined,
    ]);
    if (!set || this.#thread.fate === 'meeting') return;
    this.#stage.later(at - this.#stage.minute() + this.#luck.whole(10, 90), () => this.#handOver(helper));
  }

  /** X4: both say so; then thanks. */
  async #handOver(helper: Neighbour): Promise<void> {
    const gives = this.#thread.side === 'need' ? helper : this.#author;
    const gets = this.#thread.side === 'need' ? this.#author : helper;
    await this.#between(gives, (at, hand) => [
      this.#luck.happens(0.6) ? say(at.me, hand.who.id, this.#item, hand.claim, this.#luck.pick(followUps)) : undefined,
      handed(this.#item, hand.claim),
    ]);
    if (this.#thread.fate === 'confirming') return;
    this.#stage.later(this.#luck.whole(5, 300), async () => {
      const aloud = this.#luck.happens(0.6);
      const words = this.#luck.happens(0.85) ? this.#luck.pick(thanks) : '';
      await this.#between(gets, (at, hand) => [
        received(this.#item, hand.claim),
        this.#thread.fate === 'done' ? undefined : thank(at.me, aloud ? null : hand.who.id, this.#item, hand.claim, words),
      ]);
      if (this.#thread.fate === 'done' || !this.#luck.happens(0.3)) return;
      await this.#between(gives, (at, hand) => [thank(at.me, null, this.#item, hand.claim, this.#luck.pick(welcomes))]);
    });
  }

  /** X6: asked whether it still stands, and it does. */
  async #stands(): Promise<void> {
    await visit(this.#author, (at) => at.says(stillNeeded(this.#item, this.#stage.minute() + 10 * 1440)));
  }

  /** Who of those that came holds it now, as its author sees it. */
  async #holder(at: Visit): Promise<Neighbour | null> {
    const holding = (await at.item(this.#item))?.hands.filter(({ step }) => step === 'held' || step === 'meeting').map(({ who }) => who.id);
    return this.#came.find(({ me }) => me !== null && holding?.includes(me)) ?? null;
  }

  /** One of the two says something about the claim that binds them; false where there is none or a rule is against it. */
  async #between(who: Neighbour, what: (at: Visit, hand: Hand) => readonly (Draft | undefined)[]): Promise<boolean> {
    const mine = (hand: Hand): boolean => !['waiting', 'released', 'missed'].includes(hand.step);
    return visit(who, async (at) => {
      const hand = (await at.item(this.#item))?.hands.find(mine);
      return hand !== undefined && (await at.says(...what(at, hand))).length > 0;
    });
  }
}
