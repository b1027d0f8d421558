import { deviceIdOf, fromBase64url, idOf, type Id } from '@awna/base';
import { limits } from '../../charter.ts';
import type { World } from '../../kernel/feature.ts';
import { rulesVersion } from '../../kernel/version.ts';
import { decides, isAccused, refuseCase, refuseJoining } from './cases.ts';
import type { MembersFact } from './facts.ts';
import { longestInstant, longestRequest } from './limits.ts';
import { isIn, membersIn, type MembersState } from './state.ts';
import { refuseTurn } from './turns.ts';

export const reasons = [
  'already-founded',
  'rules-unknown',
  'wrong-device',
  'not-proven',
  'not-a-member',
  'may-not',
  'already-in',
  'invite-unknown',
  'invite-closed',
  'invite-over',
  'invite-used-up',
  'invite-other-key',
  'invite-too-long',
  'inviter-gone',
  'letter-answered',
  'group-full',
  'not-alone',
  'not-owed',
  'other-roster',
  'seals-miscounted',
  'tag-taken',
  'member-unknown',
  'own-case',
  'case-open',
  'case-unknown',
  'case-over',
  'not-on-roll',
  'too-few',
  'too-many-cases',
  'already-joined',
  'not-joined',
] as const;
export type MembersReason = (typeof reasons)[number];

export interface MembersWithin {
  readonly members: MembersState;
}

/** The name of a device, from its signing key as text (shape checked by the schema). */
export const deviceNamed = (key: string): Id => idOf(deviceIdOf(fromBase64url(key) ?? new Uint8Array(32)));

export function refuse({ members }: MembersWithin, fact: MembersFact, world: World): MembersReason | null {
  const { stamp } = world;
  if (fact.type === 'members/founded@1') {
    if (members.space !== null) return 'already-founded'; // M1
    if (fact.data.rv !== rulesVersion) return 'rules-unknown';
    if (deviceNamed(fact.data.device) !== stamp.device) return 'wrong-device';
    return world.proven ? null : 'not-proven';
  }
  if (fact.type === 'members/removed@1') {
    if (!world.may('remove-member')) return 'may-not';
    return decides(members, stamp.member, fact.data.member) ? null : 'case-over';
  }
  if (!isIn(members, stamp.member) || members.devices.get(stamp.device)?.member !== stamp.member) return 'not-a-member';
  switch (fact.type) {
    case 'members/invite-opened@1':
      if (!world.may('invite')) return 'may-not';
      if (isAccused(members, stamp.member)) return 'case-open'; // M6
      if (!world.proven) return 'not-proven';
      if (fact.data.until <= stamp.time) return 'invite-over';
      return fact.data.until - stamp.time > (fact.data.mode === 'instant' ? longestInstant : longestRequest) ? 'invite-too-long' : null;
    case 'members/invite-closed@1': {
      const invite = members.invites.get(fact.data.invite);
      if (!invite) return 'invite-unknown';
      if (invite.by !== stamp.member && !world.may('close-invite')) return 'may-not';
      return invite.closed === null ? null : 'invite-closed';
    }
    case 'members/admitted@1':
      return refuseAdmission(members, fact.data, world);
    case 'members/letter-declined@1': {
      const invite = members.invites.get(fact.data.invite);
      if (!invite) return 'invite-unknown';
      if (!world.may('admit')) return 'may-not';
      return invite.declined.includes(fact.data.slot) ? 'letter-answered' : null;
    }
    case 'members/group-described@1':
      return world.may('describe-group') ? null : 'may-not';
    case 'members/profile-set@1':
    case 'members/left@1':
      return null;
    case 'members/keys-turned@1':
      // The tag a group begins with stands in no fact: whoever folds frames says whether it comes again.
      return world.proven ? refuseTurn(members, fact.data, stamp) : 'tag-taken';
    case 'members/case-opened@1':
      return world.may('open-case') ? refuseCase(members, fact.data.member, stamp) : 'may-not';
    case 'members/case-joined@1':
      return world.may('join-case') ? refuseJoining(members, fact.data.case, stamp.member) : 'may-not';
    case 'members/case-left@1': {
      const one = members.cases.get(fact.data.case);
      if (!one) return 'case-unknown';
      if (one.ended !== null) return 'case-over';
      return one.joined.includes(stamp.member) ? null : 'not-joined';
    }
  }
}

type Admission = Extract<MembersFact, { type: 'members/admitted@1' }>['data'];

/** M2: nothing in a link opens the group; a member's device does, within what the invite says. */
function refuseAdmission(members: MembersState, admission: Admission, world: World): MembersReason | null {
  if (!world.may('admit')) return 'may-not';
  const invite = members.invites.get(admission.invite);
  if (!invite) return 'invite-unknown';
  if (!isIn(members, invite.by)) return 'inviter-gone';
  if (isAccused(members, invite.by)) return 'case-open'; // M6
  if (invite.closed !== null) return 'invite-closed';
  if (world.stamp.time > invite.until) return 'invite-over';
  if (invite.used >= invite.uses) return 'invite-used-up';
  if (invite.key !== admission.key) return 'invite-other-key';
  if (!world.proven) return 'not-proven';
  if (members.devices.has(deviceNamed(admission.device))) return 'already-in';
  // One key is one person's: a relay takes no record that names a keeper twice.
  for (const { identity } of members.people.values()) if (identity === admission.identity) return 'already-in';
  // Nobody is let in for whom a turn would have no seal. Those who ever came are counted at once, those who are in rarely.
  return members.people.size >= limits.people && membersIn(members).length >= limits.people ? 'group-full' : null;
}
