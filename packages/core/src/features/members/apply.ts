import type { Id } from '@awna/base';
import type { World } from '../../kernel/feature.ts';
import type { MembersFact } from './facts.ts';
import { inviteMemory, toldMemory } from './limits.ts';
import { deviceNamed, type MembersWithin } from './rules.ts';
import type { MembersState } from './state.ts';

interface Keys {
  readonly identity: string;
  readonly sealing: string;
  readonly device: string;
}

function welcome(members: MembersState, member: Id, keys: Keys, since: number, by: Id | null): void {
  const device = deviceNamed(keys.device);
  members.people.set(member, { left: null, since, identity: keys.identity, sealing: keys.sealing, devices: [device], by, told: [member] });
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
      welcome(members, fact.id, fact.data, stamp.time, null);
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
    case 'members/left@1': {
      const person = members.people.get(stamp.member);
      if (person) person.left = stamp.time;
      // M6: nobody comes in any more by a link of somebody who is gone.
      for (const invite of members.invites.values()) if (invite.by === stamp.member && invite.closed === null) invite.closed = stamp.time;
      return;
    }
  }
}

/** A spent invite is forgotten. */
export function lapse({ members }: MembersWithin, id: Id, minute: number): void {
  const invite = members.invites.get(id);
  if (invite && invite.until + inviteMemory <= minute) members.invites.delete(id);
}
