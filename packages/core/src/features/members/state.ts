import type { Id } from '@awna/base';

export interface Person {
  /** When they left or were removed, and which of both; null while they are in. */
  left: number | null;
  how: 'left' | 'removed' | null;
  since: number;
  /** How many came before them. */
  nth: number;
  identity: string;
  /** X25519, base64url: what is sealed to this person is sealed to it. */
  sealing: string;
  devices: Id[];
  /** Who admitted them; null for the founder. */
  by: Id | null;
  /** Facts whose parts describe them, oldest first: the admitting fact, then profiles. The last profile counts. */
  told: Id[];
  /** M6: the open case about them. */
  case: Id | null;
}

export interface RosterDevice {
  member: Id;
  /** Ed25519 signing key, base64url. */
  key: string;
}

export interface Invite {
  by: Id;
  key: string;
  box: string;
  opened: number;
  until: number;
  uses: number;
  used: number;
  mode: 'instant' | 'request';
  /** When it was closed before its time; null while it may be used. */
  closed: number | null;
  /** Slots of letters that were answered with no. */
  declined: Id[];
}

/** The epoch whose keys are in use, and what was before it (PROTOCOL §11). */
export interface Epoch {
  /** Names its keys; null for the first, whose tag stands in no fact. */
  tag: string | null;
  /** What its key must answer to; null for the first. */
  commit: string | null;
  /** Where the turn stands that opened it; null for the first, and while that turn waits. */
  place: number | null;
  /** When it was opened. */
  turned: number;
  /** How many turns there were. */
  count: number;
  /** Who turned; null for the first. */
  by: Id | null;
  /** Tags of all turns so far, in their order: none comes twice. */
  tags: string[];
  /** Somebody has gone since: nothing but a turn stands. */
  owed: boolean;
}

/** The door at the relay as the log has it (PROTOCOL §12). */
export interface Door {
  /** Rises with each turn, and whenever another number of keepers has to agree. */
  count: number;
  /** Whose keys open it: how many turns there were when its epoch began; 0 is the first. */
  epoch: number;
  /** Where that turn stands; 0 for the first. */
  place: number;
  /** How many keepers have to agree on the next. */
  k: number;
  /** The key keepers, in the order in which they were drawn. */
  keepers: Id[];
}

/** removed · left: they went by themselves · lapsed: its time was over · withdrawn: nobody stands behind it any more. */
export type CaseEnding = 'removed' | 'left' | 'lapsed' | 'withdrawn';

/** M6: whether a member should go. */
export interface Case {
  about: Id;
  by: Id;
  opened: number;
  until: number;
  /** Who may join, frozen at the opening: the first so many who ever came, without the one it is about. */
  roll: number;
  /** How many of them are still in. */
  n: number;
  /** Who joined, of those who are still in. */
  joined: Id[];
  ended: number | null;
  ending: CaseEnding | null;
}

export interface MembersState {
  /** The founding fact: the group's id. */
  space: Id | null;
  rules: number;
  /** The relay's Ed25519 key. */
  relay: string | null;
  people: Map<Id, Person>;
  devices: Map<Id, RosterDevice>;
  invites: Map<Id, Invite>;
  /** Facts that described the group, oldest first; the last counts. */
  described: Id[];
  epoch: Epoch;
  door: Door;
  /** Open cases, and ended ones until their words are past every day of theirs. */
  cases: Map<Id, Case>;
}

export const empty = (): MembersState => ({
  space: null,
  rules: 0,
  relay: null,
  people: new Map(),
  devices: new Map(),
  invites: new Map(),
  described: [],
  epoch: { tag: null, commit: null, place: null, turned: 0, count: 0, by: null, tags: [], owed: false },
  door: { count: 0, epoch: 0, place: 0, k: 1, keepers: [] },
  cases: new Map(),
});

/** Whether this member is in the group now. */
export const isIn = (state: MembersState, member: Id): boolean => state.people.get(member)?.left === null;

/** A device that was ever let in, with its owner; whether the owner is still in is `isIn`. */
export const rosterDevice = (state: MembersState, device: Id): RosterDevice | undefined => state.devices.get(device);

/** The X25519 key (base64url) to which things for this member are sealed; nothing for those who are not in. */
export function sealingKeyOf(state: MembersState, member: Id): string | undefined {
  const person = state.people.get(member);
  return person?.left === null ? person.sealing : undefined;
}

/** Ids of everybody who is in. */
export function membersIn(state: MembersState): Id[] {
  const out: Id[] = [];
  for (const [member, person] of state.people) if (person.left === null) out.push(member);
  return out;
}
