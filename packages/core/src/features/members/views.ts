import type { Id } from '@awna/base';
import { numberIn, textIn, textsIn, type Parts } from '../../kernel/parts.ts';
import type { Invite, MembersState } from './state.ts';

/** A member's page. What I cannot read is null or empty: forgotten, or kept by them for themselves. */
export interface MemberView {
  readonly id: Id;
  readonly name: string | null;
  readonly me: boolean;
  readonly in: boolean;
  readonly since: number;
  readonly left: number | null;
  /** Whether they left or were removed; null while they are in. */
  readonly how: 'left' | 'removed' | null;
  /** The open case about them. */
  readonly case: Id | null;
  /** Who opened the door to them; null for the founder. */
  readonly by: Id | null;
  readonly devices: number;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  /** Free words: when they can. */
  readonly times: string | null;
  readonly area: string | null;
  readonly vehicle: string | null;
  /** At most so many a month. */
  readonly limit: number | null;
  readonly about: string | null;
  /** Their own contact: readable by themselves only, unless they show it to all. */
  readonly contact: string | null;
}

/** An invite, as those inside see it. */
export interface InviteView {
  readonly id: Id;
  readonly by: Id;
  readonly byName: string | null;
  readonly mine: boolean;
  readonly mode: 'instant' | 'request';
  readonly opened: number;
  readonly until: number;
  readonly uses: number;
  readonly used: number;
  readonly state: 'open' | 'over' | 'used-up' | 'closed';
  readonly note: string | null;
  readonly box: string;
  /** The letter box's private key (base64url) with which letters are read, where its part is still here. */
  readonly boxSeed: string | null;
  readonly declined: readonly Id[];
}

export interface GroupView {
  readonly id: Id | null;
  readonly name: string | null;
  readonly about: string | null;
  /** The areas the group draws, by name. */
  readonly areas: readonly string[];
  readonly founded: number;
  readonly members: number;
  readonly rules: number;
  readonly relay: string | null;
  /** When the keys were turned last; the founding where they never were. */
  readonly turned: number;
  /** Somebody has gone since: before anything else the keys are turned. */
  readonly turnOwed: boolean;
  /** Who keeps the relay's door: `needed` of them together change its keys, and nobody alone. */
  readonly keepers: readonly { readonly id: Id; readonly name: string | null }[];
  readonly needed: number;
}

interface Within {
  readonly members: MembersState;
}

/** What a member is called: their latest readable profile, else what they came in as; null where both are forgotten. */
export function nameOf(state: Within, parts: Parts, member: Id): string | null {
  const told = state.members.people.get(member)?.told ?? [];
  for (let i = told.length - 1; i >= 0; i--) {
    const name = textIn(parts(told[i] ?? '').fields, 'name');
    if (name !== null && name !== '') return name;
  }
  return null;
}

/** One member's page, or nothing where there was never such a member. */
export function memberOf(state: Within, parts: Parts, me: Id, member: Id): MemberView | undefined {
  const person = state.members.people.get(member);
  if (!person) return undefined;
  const { fields } = parts(person.told[person.told.length - 1] ?? member);
  return {
    id: member,
    name: nameOf(state, parts, member),
    me: member === me,
    in: person.left === null,
    since: person.since,
    left: person.left,
    how: person.how,
    case: person.case,
    by: person.by,
    devices: person.devices.length,
    skills: textsIn(fields, 'skills'),
    languages: textsIn(fields, 'languages'),
    times: textIn(fields, 'times'),
    area: textIn(fields, 'area'),
    vehicle: textIn(fields, 'vehicle'),
    limit: numberIn(fields, 'limit'),
    about: textIn(fields, 'about'),
    contact: textIn(fields, 'contact'),
  };
}

/** Everybody who is in, in the order they came; `all` adds those who left. */
export function membersOf(state: Within, parts: Parts, me: Id, all = false): readonly MemberView[] {
  const out: MemberView[] = [];
  for (const [member, person] of state.members.people) {
    const view = all || person.left === null ? memberOf(state, parts, me, member) : undefined;
    if (view) out.push(view);
  }
  return out.sort((a, b) => a.since - b.since || Number(a.by !== null) - Number(b.by !== null) || (a.id < b.id ? -1 : 1));
}

/** Whether an invite still lets anybody in. */
export function inviteStateOf(state: Within, invite: Invite, now: number): InviteView['state'] {
  if (invite.closed !== null || state.members.people.get(invite.by)?.left !== null) return 'closed';
  if (now > invite.until) return 'over';
  return invite.used >= invite.uses ? 'used-up' : 'open';
}

/** The group's invites, newest first. */
export function invitesOf(state: Within, parts: Parts, me: Id, now: number): readonly InviteView[] {
  const out: InviteView[] = [];
  for (const [id, invite] of state.members.invites) {
    const { fields } = parts(id);
    const { by, mode, opened, until, uses, used, box, declined } = invite;
    out.push({
      ...{ id, by, byName: nameOf(state, parts, by), mine: by === me, mode, opened, until, uses, used, box, declined: [...declined] },
      state: inviteStateOf(state, invite, now),
      note: textIn(fields, 'note'),
      boxSeed: textIn(fields, 'boxSeed'),
    });
  }
  return out.sort((a, b) => b.opened - a.opened || (a.id < b.id ? -1 : 1));
}

/** The group itself: its name, its words, the areas it draws. */
export function groupOf(state: Within, parts: Parts): GroupView {
  const { space, described, people, rules, relay, epoch, door } = state.members;
  const last = described[described.length - 1];
  const words = last === undefined ? {} : parts(last).fields;
  const first = space === null ? {} : parts(space).fields;
  return {
    id: space,
    name: textIn(words, 'group') ?? textIn(first, 'group'),
    about: textIn(words, 'about'),
    areas: textsIn(words, 'areas'),
    founded: (space === null ? undefined : people.get(space))?.since ?? 0,
    members: [...people.values()].filter(({ left }) => left === null).length,
    rules,
    relay,
    turned: epoch.turned,
    turnOwed: epoch.owed,
    keepers: door.keepers.map((id) => ({ id, name: nameOf(state, parts, id) })),
    needed: door.k,
  };
}
