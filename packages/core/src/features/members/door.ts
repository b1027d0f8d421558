import { compare, domain, fromBase64url, idBytes, sha256, u64, type Bytes, type Id } from '@awna/base';
import { membersIn, type Door, type MembersState } from './state.ts';

/** Key keepers at most: as many as a relay takes. */
const most = 12;

const dayOf = (minute: number): number => Math.floor(minute / 1440);

/** How many key keepers have to agree, of a group of `n`: fewer can shut nobody out (PROTOCOL §12). */
export const doorNeeds = (n: number): number => (n < 3 ? 1 : n <= 20 ? 2 : 3);

const keepersDomain = domain('keepers');

/**
 * Who keeps the keys of the door with this number: twelve by lot, drawn from those who were in when the day began, so
 * that a flood of the same day draws nothing; where these are too few, those besides who are here longest.
 */
function draw(members: MembersState, count: number, k: number, time: number): Id[] {
  const all = membersIn(members).map((member) => {
    const { since = time, nth = 0 } = members.people.get(member) ?? {};
    return { member, since, nth, bytes: idBytes(member) };
  });
  const drawn = all
    .filter(({ since }) => dayOf(since) < dayOf(time))
    .map(({ member, bytes }) => ({ member, bytes: sha256(keepersDomain, u64(count), bytes) }))
    .sort((a, b) => compare(a.bytes, b.bytes))
    .slice(0, most)
    .map(({ member }) => member);
  const lacking = Math.min(all.length, 2 * k - 1) - drawn.length;
  if (lacking <= 0) return drawn;
  const others = all.filter(({ member }) => !drawn.includes(member)).sort((a, b) => a.nth - b.nth);
  return [...drawn, ...others.slice(0, lacking).map(({ member }) => member)];
}

/** The door after this one: another number, other keepers. */
function next(members: MembersState, time: number, change: Partial<Pick<Door, 'epoch' | 'place'>>): void {
  const count = members.door.count + 1;
  const k = doorNeeds(membersIn(members).length);
  members.door = { ...members.door, ...change, count, k, keepers: draw(members, count, k, time) };
}

/** A group begins with one keeper: who founded it. */
export function hangDoor(members: MembersState, founder: Id): void {
  members.door = { count: 0, epoch: 0, place: 0, k: 1, keepers: [founder] };
}

/** Somebody came: where more keepers have to agree from now on, they are drawn anew. The keys stay. */
export function widenDoor(members: MembersState, time: number): void {
  if (doorNeeds(membersIn(members).length) !== members.door.k) next(members, time, {});
}

/** The keys were turned: new keepers; and new keys for the door where somebody has gone. */
export function turnDoor(members: MembersState, wasOwed: boolean, time: number, place: number | null): void {
  next(members, time, wasOwed ? { epoch: members.epoch.count, place: place ?? members.door.place } : {});
}

/** What every device works out alike for the relay's door (PROTOCOL §12): all of the record but the keys, which follow from the `K` of `epoch`. */
export interface DoorView extends Readonly<Door> {
  /** The keepers' identity keys, in their order. */
  readonly control: readonly Bytes[];
}

export function doorOf(members: MembersState): DoorView {
  const keyOf = (member: Id): Bytes => fromBase64url(members.people.get(member)?.identity ?? '') ?? new Uint8Array(32);
  return { ...members.door, control: members.door.keepers.map(keyOf) };
}
