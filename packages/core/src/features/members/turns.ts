import { compare, concat, domain, encode, equal, fromBase64url, idBytes, sealBlobs, sha256, type Bytes, type Id } from '@awna/base';
import { limits } from '../../charter.ts';
import type { Stamp } from '../../kernel/fact.ts';
import { turnDoor } from './door.ts';
import type { MembersFact } from './facts.ts';
import { membersIn, type Epoch, type MembersState } from './state.ts';

type Turn = Extract<MembersFact, { type: 'members/keys-turned@1' }>['data'];
type TurnReason = 'not-alone' | 'not-owed' | 'other-roster' | 'seals-miscounted' | 'tag-taken';

/** One who gets the next keys, with the X25519 key (base64url) they are sealed to. */
export interface Reader {
  readonly member: Id;
  readonly sealing: string;
}

/** The epoch whose keys are in use. */
export const epochOf = (members: MembersState): Readonly<Epoch> => members.epoch;

/** Whether somebody has gone since the keys were turned: until they are, nothing but a turn stands. */
export const turnOwed = (members: MembersState): boolean => members.epoch.owed;

/** Whether a turn may be made at `time`: it is owed, or the last one is 30 days ago. */
export const turnMay = (members: MembersState, time: number): boolean => members.epoch.owed || time - members.epoch.turned >= limits.turn;

/** All who are in, their ids rising as 16 bytes (not as text: base64url has another order). */
export function rosterOf(members: MembersState): readonly Reader[] {
  const named = membersIn(members).map((member) => ({ member, bytes: idBytes(member) }));
  return named
    .sort((a, b) => compare(a.bytes, b.bytes))
    .map(({ member }) => ({ member, sealing: members.people.get(member)?.sealing ?? '' }));
}

const rosterDomain = domain('roster');

/** What a turn says of its roster, so that none stands which forgets somebody or counts in who has gone (PROTOCOL §11). */
export function rosterRootOf(members: MembersState): Bytes {
  const roster = rosterOf(members).map(({ member, sealing }) => [idBytes(member), fromBase64url(sealing) ?? new Uint8Array(32)]);
  return sha256(concat(rosterDomain, encode(roster)));
}

/** Why a turn does not stand here. Of two at once the first stands, and the second is owed no more. */
export function refuseTurn(members: MembersState, { tag, roster, seals }: Turn, stamp: Stamp): TurnReason | null {
  if (stamp.index !== 0 || stamp.of !== 1) return 'not-alone';
  if (!turnMay(members, stamp.time)) return 'not-owed';
  if (members.epoch.tags.includes(tag)) return 'tag-taken';
  if (seals.length !== sealBlobs(membersIn(members).length)) return 'seals-miscounted';
  const named = fromBase64url(roster);
  return named && equal(named, rosterRootOf(members)) ? null : 'other-roster';
}

/** The epoch that a turn opens, and its door. */
export function turn(members: MembersState, { tag, commit }: Turn, { place, time, member }: Stamp): void {
  const { count, tags, owed } = members.epoch;
  members.epoch = { tag, commit, place, turned: time, count: count + 1, by: member, tags: [...tags, tag], owed: false };
  turnDoor(members, owed, time, place);
}
