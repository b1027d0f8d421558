import type { Bytes, Id, Result, ValueMap } from '@awna/base';
import type { Draft, RefusalReason, ViewArgs, ViewName, ViewResult } from '@awna/core';
import type { Neighbourhood } from './sandbox/script.ts';

export type { Neighbourhood, NeighbourScript, Posting } from './sandbox/script.ts';

/** Why a device could not do it; every one has words in every language. Rules' own reasons come beside them. */
export type DeviceProblem =
  | 'relay-unreachable'
  | 'relay-refused'
  | 'relay-full'
  | 'door-shut'
  | 'not-a-link'
  | 'link-of-another-version'
  | 'invite-expired'
  | 'invite-used-up'
  | 'invite-closed'
  | 'invite-declined'
  | 'invite-unknown'
  | 'already-member'
  | 'not-a-member'
  | 'unknown-space'
  | 'name-missing'
  | 'too-long'
  | 'disk-full'
  | 'stopped-by-alarm'
  | 'app-too-old'
  | 'keys-awaited'
  | 'not-readable'
  | 'photo-too-large'
  | 'photo-not-readable';

export type Problem = RefusalReason | DeviceProblem;

/** Why an action did not happen, and which of the drafts it was about. */
export interface Refused {
  readonly reason: Problem;
  readonly index?: number;
}

/** One group on this device. `joining` waits for somebody to open the door; `refused` says why nobody will; `left` by oneself, `removed` by the others. */
export interface SpaceCard {
  readonly space: Id;
  readonly genesis: string;
  readonly group: string;
  readonly me: Id | null;
  readonly state: 'member' | 'joining' | 'refused' | 'left' | 'removed';
  readonly problem: DeviceProblem | null;
  readonly relay: string;
  readonly sandbox: boolean;
}

/** What a link says before anything is done with it. */
export interface LinkCard {
  readonly space: Id;
  readonly group: string;
  readonly by: string;
  readonly relay: string;
}

/** Where a fact of mine stands: on this device → sent (it has its place) → settled (others have built on it); or refused there. */
export type Standing = 'device' | 'sent' | 'settled' | { readonly refused: RefusalReason };

export type Connection = 'online' | 'connecting' | 'offline';

/** Something is wrong with the log itself: sending stops, nothing is lost, and the evidence can be saved. */
export interface Alarm {
  readonly kind: 'fork' | 'rollback' | 'forged-head' | 'chain-lost' | 'key-missing' | 'app-too-old';
  readonly place: number;
  readonly minute: number;
}

export interface GroupStatus {
  readonly connection: Connection;
  readonly outbox: number;
  readonly size: number;
  readonly alarm: Alarm | null;
  /** Minutes by which group time is away from this device's clock, where that is more than ten. */
  readonly astray: number | null;
  /** Signatures still to be checked in the background. */
  readonly unchecked: number;
  readonly letters: number;
  /** Since which minute this device waits for the group's new keys, and reads no further; null where it has them. */
  readonly lacking: number | null;
  /** Why nothing goes out or comes in though the relay is there and its door is open; it goes on trying. */
  readonly problem: DeviceProblem | null;
  /** Whether the relay lets this device in by none of the doors it knows; it goes on trying. */
  readonly shut: boolean;
}

/** Somebody who knocked with a link and waits. */
export interface WaitingLetter {
  readonly slot: string;
  readonly invite: Id;
  readonly name: string;
}

export interface InviteHow {
  readonly mode: 'request' | 'instant';
  readonly uses: number;
  readonly hours: number;
  /** The address of the web app that the link opens; the relay's own by default. */
  readonly app?: string;
}

export interface LogLine {
  readonly place: number;
  readonly minute: number;
  readonly author: Id | null;
  readonly facts: readonly { readonly id: Id; readonly type: string; readonly data: ValueMap }[];
  /** One word a fact: `ok` or the rule's reason. */
  readonly judged: readonly string[];
  /** What these facts brought about by themselves; `by` is the case that decided it. */
  readonly enacted: readonly { readonly id: Id; readonly type: string; readonly data: ValueMap; readonly by: Id }[];
  readonly void: string | null;
}

export interface VerifyReport {
  readonly frames: number;
  readonly facts: number;
  readonly void: number;
  readonly refused: number;
  readonly seconds: number;
  readonly ok: boolean;
}

/** What the log comes to, without what can be forgotten: equal `stateRoot` = equal state, byte for byte. */
export interface StateView {
  readonly size: number;
  readonly root: string;
  readonly stateRoot: string;
  readonly state: ValueMap;
}

export interface PhotoRef {
  readonly blob: string;
  readonly key: string;
}

/** One person's device: all its groups. The same in Node and, through the worker, in the page. */
export interface Home {
  spaces(): Promise<readonly SpaceCard[]>;
  watchSpaces(seen: (cards: readonly SpaceCard[]) => void): () => void;
  readLink(link: string): Promise<Result<LinkCard, DeviceProblem>>;
  /** `relay` is an http(s) address. A sandbox is a group on a relay inside this device, to try everything, with invented neighbours who answer. */
  found(how: {
    relay: string;
    group: string;
    name: string;
    sandbox?: boolean;
    neighbours?: Neighbourhood;
  }): Promise<Result<{ space: Id; genesis: string; member: Id }, DeviceProblem>>;
  /** Sends the letter and waits at most `waitMs` for an answer; the letter stays and is followed up by itself. */
  join(how: {
    link: string;
    name: string;
    waitMs?: number;
  }): Promise<Result<{ space: Id; member: Id | null; state: 'joined' | 'waiting' }, DeviceProblem>>;
  /** Erases a group from this device. */
  forget(space: Id): Promise<void>;
  /** Gives a group's device away whole, as text, and erases it here: it goes on elsewhere with `takeOver`, once. */
  handOver(space: Id): Promise<Result<string, DeviceProblem>>;
  /** Goes on here as the device that `handOver` gave away. Whoever made the text knows its keys: take over your own only. */
  takeOver(carried: string): Promise<Result<{ space: Id }, DeviceProblem>>;
  group(space: Id): Group;
  /** Drafts, settings and other things that stay on this device, sealed at rest. */
  keep(key: string, value: ValueMap | null): Promise<Result<null, DeviceProblem>>;
  kept(key: string): Promise<ValueMap | null>;
  close(): Promise<void>;
}

/** One group as its member's device knows it. */
export interface Group {
  readonly space: Id;
  /** Judges the drafts at once; when nothing speaks against them they are durably on this device. All or none. `holdMs` leaves time to take them back. The same `request` again does nothing more and answers the same. */
  act(drafts: readonly Draft[], how?: { holdMs?: number; request?: string }): Promise<Result<{ ids: readonly Id[] }, Refused>>;
  /** Takes back what has not been sent; returns the ids that were. */
  takeBack(ids: readonly Id[]): Promise<readonly Id[]>;
  invite(how: InviteHow): Promise<Result<{ id: Id; link: string; until: number; uses: number }, Refused>>;
  letters(): Promise<readonly WaitingLetter[]>;
  admit(slot: string): Promise<Result<{ member: Id }, Refused>>;
  decline(slot: string): Promise<Result<null, Refused>>;
  view<V extends ViewName>(name: V, args: ViewArgs<V>): Promise<ViewResult<V>>;
  watch<V extends ViewName>(name: V, args: ViewArgs<V>, seen: (view: ViewResult<V>) => void): () => void;
  status(): Promise<GroupStatus>;
  watchStatus(seen: (status: GroupStatus) => void): () => void;
  /** Where facts of mine stand; ids that are not mine or were taken back are left out. */
  standing(ids: readonly Id[]): Promise<Readonly<Record<Id, Standing>>>;
  /** `bytes` is an already shrunk, EXIF-free image. */
  putPhoto(bytes: Bytes): Promise<Result<PhotoRef, DeviceProblem>>;
  photo(ref: PhotoRef): Promise<Bytes | null>;
  sync(): Promise<Result<{ size: number; sent: number; received: number }, DeviceProblem>>;
  log(range: { from: number; limit: number }): Promise<readonly LogLine[]>;
  verify(how: { full: boolean }): Promise<VerifyReport>;
  /** What proves an alarm, as bytes another machine can judge; null while there is none. */
  evidence(): Promise<Bytes | null>;
  roots(): Promise<{ size: number; root: string; stateRoot: string }>;
  /** The bare state after a place (the newest without one); null beyond the log. Only where the device runs in this process: a page never needs it. */
  stateAt?(place?: number): Promise<StateView | null>;
}
