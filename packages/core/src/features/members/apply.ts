import type { Id } from '@awna/base';
import type { World } from '../../kernel/feature.ts';
import { depart, joinCase, lapseCase, leaveCase, openCase } from './cases.ts';
import { hangDoor, widenDoor } from './door.ts';
import type { MembersFact } from './facts.ts';
import { inviteMemory, toldMemory } from './limits.ts';
import { deviceNamed, type MembersWithin } from './rules.ts';
import type { Invite, MembersState } from './state.ts';
import { turn } from './turns.ts';

interface Keys {
  readonly identity: string;
  readonly sealing: string;
  readonly device: string;
}

function welcome(members: MembersState, member: Id, keys: Keys, since: number, by: Id | null): void {
  const device = deviceNamed(keys.device);
  const { identity, sealing } = keys;
  const nth = members.people.size;
  members.people.set(member, {
    ...{ left: null, how: null, since, nth, identity, sealing, devices: [device], by, told: [member], case: null },
  });
  members.devices.set(device, { member, key: keys.device });
}

/** Appends to a short memory; the oldest goes. */
function recall(told: Id[], fact: Id): void {
  told.push(fact);
  if (told.length > toldMemory) told.shift();
}

export function apply({ members }: MembersWithin, fact: MembersFact, world: World): void {
  const { stamp } = world;
  switch (fact.type) {
    case 'members/founded@1':
      members.space = fact.id;
      members.rules = fact.data.rv;
      members.relay = fact.data.relay;
      members.epoch.turned = stamp.time;
      welcome(members, fact.id, fact.data, stamp.time, null);
      hangDoor(members, fact.id);
      return;
    case 'members/invite-opened@1': {
      const { key, box, until, uses, mode } = fact.data;
      members.invites.set(fact.id, {
        by: stamp.member,
        key,
        box,
        opened: stamp.time,
        until,
        uses,
        used: 0,
        mode,
        closed: null,
        declined: [],
      });
      world.remind(until + inviteMemory, fact.id);
      return;
    }
    case 'members/invite-closed@1': {
      const invite = members.invites.get(fact.data.invite);
      if (invite) invite.closed = stamp.time;
      return;
    }
    case 'members/admitted@1': {
      const invite = members.invites.get(fact.data.invite);
      if (invite) invite.used += 1;
      welcome(members, fact.id, fact.data, stamp.time, stamp.member);
      widenDoor(members, stamp.time);
      return;
    }
    case 'members/letter-declined@1':
      members.invites.get(fact.data.invite)?.declined.push(fact.data.slot);
      return;
    case 'members/profile-set@1': {
      const person = members.people.get(stamp.member);
      if (person) recall(person.told, fact.id);
      return;
    }
    case 'members/group-described@1':
      recall(members.described, fact.id);
      return;
    case 'members/left@1':
      depart(members, stamp.member, 'left', world);
      // M6: nobody comes in any more by a link of somebody who is gone.
      return closeInvites(members, stamp.time, ({ by }) => by === stamp.member);
    case 'members/removed@1':
      depart(members, fact.data.member, 'removed', world);
      // M6: whoever was shown out knows every link there was.
      return closeInvites(members, stamp.time, () => true);
    case 'members/keys-turned@1':
      return turn(members, fact.data, stamp);
    case 'members/case-opened@1':
      return openCase(members, fact.id, fact.data.member, world);
    case 'members/case-joined@1':
      return joinCase(members, fact.data.case, world);
    case 'members/case-left@1':
      return leaveCase(members, fact.data.case, world);
  }
}

function closeInvites(members: MembersState, time: number, which: (invite: Invite) => boolean): void {
  for (const invite of members.invites.values()) if (invite.closed === null && which(invite)) invite.closed = time;
}

/** A spent invite is forgotten; a case ends, and is forgotten later. */
export function lapse({ members }: MembersWithin, id: Id, minute: number, remind: World['remind']): void {
  const invite = members.invites.get(id);
  if (invite && invite.until + inviteMemory <= minute) members.invites.delete(id);
  lapseCase(members, id, minute, remind);
}
