import { base64url, equal, fromBase64url, idOf, Tree, type Bytes, type Id } from '@awna/base';
import {
  advance,
  doorOf,
  emptyGroup,
  epochOf,
  judge,
  rosterDevice,
  isIn,
  rulesVersion,
  timeAfter,
  turnOwed,
  type Fact,
  type GroupState,
  type RefusalReason,
} from '@awna/core';
import type { Head } from '@awna/wire';
import { noPrev, type Body } from './body.ts';
import { isTurn, type Content, type OpenFrame, type VoidReason } from './open.ts';
import { turnIn, type Turn } from './turn.ts';

/** Where a device's chain stands: how many valid messages, what the next names as `prev`, the size its last head had. */
export interface Tip {
  n: number;
  prev: Bytes;
  headSize: number;
  at: number;
}

/** A fact that nobody wrote: it happened because a case or a proposal was complete. */
export interface Enacted extends Fact {
  readonly by: Id;
}

/** What became of a frame. */
export interface Judged {
  readonly place: number;
  readonly minute: number;
  readonly sealedHash: Bytes;
  readonly device: Id | null;
  readonly author: Id | null;
  readonly void: VoidReason | null;
  /** One a fact: null where it stands. */
  readonly facts: readonly { readonly id: Id; readonly reason: RefusalReason | null }[];
  /** What these facts brought about by themselves, and what decided it (a case that was complete). */
  readonly enacted?: readonly Enacted[];
  /**
   * A head of the relay that contradicts the log as this device holds it. Where it speaks of more frames than stood
   * before the one that names it, the relay has gone back; else it told somebody another log.
   */
  readonly contradicts: Head | null;
}

/** Whether a head carries the relay's signature; asked only where its root is not ours. */
export type HeadSigned = (head: Head) => Promise<boolean>;

const firstTip = (): Tip => ({ n: 0, prev: noPrev, headSize: 0, at: 0 });

/**
 * The log as one device knows it: tree, chains and the folded state. Frames are taken in place order and judged as
 * PROTOCOL §7 says; state is a function of frames alone.
 */
export class Replica {
  readonly tree = new Tree();
  readonly state: GroupState = emptyGroup();
  readonly tips = new Map<Id, Tip>();
  /** Size up to which others than `device` have vouched for the log in a head of theirs. */
  readonly vouched = new Map<Id, number>();
  /** The turns that stand, in their order. */
  readonly turns: Turn[] = [];
  #firstTag: Bytes | null = null;
  #space: Bytes;
  #headSigned: HeadSigned;
  /** The rules version the group runs on is not one this app knows: readable, but nothing more is folded. */
  tooOld = false;

  constructor(space: Bytes, headSigned: HeadSigned) {
    this.#space = space;
    this.#headSigned = headSigned;
  }

  get size(): number {
    return this.tree.size;
  }

  /** The tag that frames carry at the next place. */
  get tag(): Bytes | null {
    const { tag } = epochOf(this.state.members);
    return tag === null ? this.#firstTag : (fromBase64url(tag) ?? null);
  }

  /** Whether the last turn gave the relay's door its keys. */
  get #hasNewDoor(): boolean {
    const { members } = this.state;
    return doorOf(members).epoch === epochOf(members).count;
  }

  keyOf(device: Id): Bytes | undefined {
    const key = rosterDevice(this.state.members, device)?.key;
    return key === undefined ? undefined : fromBase64url(key);
  }

  tipOf(device: Id): Tip {
    return this.tips.get(device) ?? firstTip();
  }

  /** Takes the frame at the next place. `check` verifies a signature that was not asked for yet. */
  async take(frame: OpenFrame, check: (content: Content, key: Bytes) => Promise<boolean>): Promise<Judged> {
    if (frame.place !== this.size) throw new RangeError('frames are taken in place order');
    const { content } = frame;
    if (frame.place === 0) this.#firstTag = frame.tag;
    const verdict = await this.#enter(frame, check);
    this.tree.append(frame.leaf);
    const { place, minute, sealedHash } = frame;
    const outside = { place, minute, sealedHash, device: content?.device ?? null, contradicts: verdict.contradicts };
    if (verdict.void !== null || !content) return { ...outside, author: null, void: verdict.void ?? 'not-open', facts: [] };
    const enacted: Enacted[] = [];
    const facts = this.#play(frame, content, verdict.author, enacted);
    const turn = facts[0]?.reason === null ? turnIn(frame, content, verdict.author, this.#hasNewDoor) : undefined;
    if (turn) this.turns.push(turn);
    return { ...outside, author: verdict.author, void: null, facts, ...(enacted.length > 0 ? { enacted } : {}) };
  }

  async #enter(
    frame: OpenFrame,
    check: (content: Content, key: Bytes) => Promise<boolean>,
  ): Promise<{ void: VoidReason; contradicts: Head | null } | { void: null; contradicts: null; author: Id }> {
    const no = (reason: VoidReason, contradicts: Head | null = null) => ({ void: reason, contradicts });
    const { content, tag } = frame;
    if (!tag || !this.tag) return no('not-open');
    if (!equal(tag, this.tag)) return no('wrong-tag');
    if (!content) return no(frame.unread ?? 'not-open');
    const { body, device } = content;
    const known = this.#roster(frame.place, content);
    if (!known) return no('unknown-device');
    if (content.signature === 'unasked') content.signature = (await check(content, known.key)) ? 'good' : 'bad';
    if (content.signature === 'bad') return no('bad-signature');
    if (frame.place === 0) this.tooOld = content.facts[0]?.fact?.data['rv'] !== rulesVersion;
    const tip = this.tipOf(device);
    // Proof against the relay is proof in whatever message it comes: one that was kept from us breaks the chain of the next.
    const against = (await this.#contradicts(frame.place, body)) ? body.head : null;
    if (body.n !== tip.n || !equal(body.prev, tip.prev)) return no('chain-broken', against);
    const reason = this.#headJudged(frame.place, body, tip);
    if (reason) return no(reason, against);
    if (body.head && !equal(body.head.root, this.tree.root(body.head.size))) return no(against ? 'fork' : 'forged-head', against);
    if (this.tooOld) return no('rules-unknown');
    // Who had gone before moves no time; who goes by what falls due now has gone too.
    const isGone = (): boolean => frame.place > 0 && !isIn(this.state.members, known.member);
    const owes = (): boolean => turnOwed(this.state.members) && !isTurn(content);
    if (isGone()) return no('author-gone');
    if (owes()) return no('turn-owed');
    advance(this.state, timeAfter(this.state, frame.minute, body.at));
    if (isGone()) return no('author-gone');
    if (owes()) return no('turn-owed');
    this.tips.set(device, { n: body.n + 1, prev: content.link, headSize: body.head?.size ?? 0, at: body.at });
    if (body.head) this.vouched.set(device, body.head.size);
    return { void: null, contradicts: null, author: known.member };
  }

  /** The author's key and membership; at place 0 both come from the founding fact itself. */
  #roster(place: number, content: Content): { key: Bytes; member: Id } | undefined {
    if (place === 0) {
      const founding = content.facts[0];
      const text = founding?.fact?.data['device'];
      const key = typeof text === 'string' ? fromBase64url(text) : undefined;
      if (!founding || founding.type !== 'members/founded@1' || founding.id !== idOf(this.#space) || key?.length !== 32) return undefined;
      return { key, member: founding.id };
    }
    const member = rosterDevice(this.state.members, content.device)?.member;
    const key = this.keyOf(content.device);
    return member && key ? { key, member } : undefined;
  }

  #headJudged(place: number, { head }: Body, tip: Tip): 'head-ahead' | 'head-behind' | null {
    if (place === 0) return head === null ? null : 'head-ahead';
    if (head === null || head.size < tip.headSize) return 'head-behind';
    return head.size > place ? 'head-ahead' : null;
  }

  /** Whether a message names a head that the relay signed and that cannot be, if this log is the relay's. */
  async #contradicts(place: number, { head }: Body): Promise<boolean> {
    if (head === null || (head.size <= place && equal(head.root, this.tree.root(head.size)))) return false;
    return this.#headSigned(head);
  }

  /** Whether a turn would bring back the epoch the group began with. */
  #isFirst(fact: Fact | null): boolean {
    const tag = fact?.type === 'members/keys-turned@1' ? fact.data['tag'] : undefined;
    return typeof tag === 'string' && this.#firstTag !== null && tag === base64url(this.#firstTag);
  }

  #play(frame: OpenFrame, content: Content, author: Id, enacted: Enacted[]): Judged['facts'] {
    const hear = (fact: Fact, by: Id, refused: RefusalReason | null): void => {
      if (refused === null) enacted.push({ ...fact, by });
    };
    return content.facts.map((read, index) => {
      const stamp = {
        place: frame.place,
        time: this.state.time,
        member: author,
        device: content.device,
        authority: 'member' as const,
        index,
        of: content.facts.length,
      };
      const proven = (content.proven[index] ?? false) && !this.#isFirst(read.fact);
      return { id: read.id, reason: judge(this.state, read, stamp, proven, hear) };
    });
  }
}
