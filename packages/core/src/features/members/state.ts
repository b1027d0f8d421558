import type { Id } from '@awna/base';

export interface Person {
  /** When they left; null while they are in. */
  left: number | null;
  since: number;
  identity: string;
  /** X25519, base64url: what is sealed to this person is sealed to it. */
  sealing: string;
  devices: Id[];
  /** Who admitted them; null for the founder. */
  by: Id | null;
  /** Facts whose parts describe them, oldest first: the admitting fact, then profiles. The last profile counts. */
  told: Id[];
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
}

export const empty = (): MembersState => ({
  space: null,
  rules: 0,
  relay: null,
  people: new Map(),
  devices: new Map(),
  invites: new Map(),
  described: [],
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
