import type { Id } from '@awna/base';
import { describeGroup } from '@awna/core';
import { must, settled } from '../cast.ts';
import { aboutGroup, areas, groupName } from './names.ts';
import { profileOf, visit, type Neighbour } from './neighbour.ts';

/** M1. The first neighbour begins the group and says what it is about. */
export async function begin(first: Neighbour, relay: string): Promise<Id> {
  first.way.mend();
  const { space, member } = must(await first.home.found({ relay, group: groupName, name: first.name }));
  Object.assign(first, { space, me: member });
  await visit(first, (at) => at.says(describeGroup(groupName, aboutGroup, areas), profileOf(first, member)));
  return space;
}

/** M2. A neighbour passes on a link, and those it reached come in, opened by the inviter's phone. */
export async function welcome(host: Neighbour, guests: readonly Neighbour[]): Promise<void> {
  const { link } = await visit(host, async ({ group }) => {
    const made = must(await group.invite({ mode: 'instant', uses: guests.length, hours: 72 }));
    await settled(group);
    return made;
  });
  const knock = async (guest: Neighbour): Promise<boolean> => {
    guest.way.mend();
    const { space, member, state } = must(await guest.home.join({ link, name: guest.name }));
    if (state === 'joined') Object.assign(guest, { space, me: member });
    return state === 'joined';
  };
  for (const guest of guests) await knock(guest);
  for (const guest of guests) {
    for (let tries = 0; !(await knock(guest)); tries++) {
      if (tries > 50) throw new Error(`nobody opened for ${guest.name}`);
      await visit(host, ({ group }) => settled(group));
    }
    await visit(guest, (at) => at.says(profileOf(guest, at.me)));
  }
}

/** M2. Somebody stands at the door whom a member has to let in by hand. */
export async function atTheDoor(host: Neighbour, guest: Neighbour): Promise<void> {
  const { link } = await visit(host, async ({ group }) => {
    const made = must(await group.invite({ mode: 'request', uses: 20, hours: 24 * 60 }));
    await settled(group);
    return made;
  });
  guest.way.mend();
  must(await guest.home.join({ link, name: guest.name }));
  guest.way.cutOff();
}
