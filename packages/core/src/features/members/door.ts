import { compare, domain, fromBase64url, idBytes, sha256, u64, type Bytes, type Id } from '@awna/base';
import { membersIn, type Door, type MembersState } from './state.ts';

/** Key keepers at most: as many as a relay takes. */
const most = 12;

const dayOf = (minute: number): number => Math.floor(minute / 1440);

/** How many key keepers have to agree, of a group of `n`: fewer can shut nobody out (PROTOCOL §12). */
export const doorNeeds = (n: number): number => (n < 3 ? 1 : n <= 20 ? 2 : 3);

const keepersDomain = domain('keepers');

/** How many keepers there have to be at least: so many that k of them are left when k − 1 are not, and never one who could go and leave the others without any. */
const least = (n: number, k: number): number => Math.min(n, Math.max(2, 2 * k - 1));

interface Candidates {
  readonly n: number;
  /** Those who were in when the day began: a flood of the same day draws nothing. */
  readonly drawable: readonly Id[];
  /** Those who came since, in their order. */
  readonly others: readonly Id[];
}

function candidates(members: MembersState, time: number): Candidates {
  const isOld = (member: Id): boolean => dayOf(members.people.get(member)?.since ?? time) < dayOf(time);
  const all = membersIn(members);
  const nth = (member: Id): number => members.people.get(member)?.nth ?? 0;
  const others = all.filter((member) => !isOld(member)).sort((a, b) => nth(a) - nth(b));
  return { n: all.length, drawable: all.filter(isOld), others };
}

const numberOf = ({ n, drawable }: Candidates, k: number): number => Math.max(Math.min(most, drawable.length), least(n, k));

/** Who keeps the door with this number: twelve by lot of those who may be drawn; where these are too few, those besides who are here longest. */
function draw({ n, drawable, others }: Candidates, count: number, k: number): Id[] {
  const drawn = drawable
    .map((member) => ({ member, bytes: sha256(keepersDomain, u64(count), idBytes(member)) }))
    .sort((a, b) => compare(a.bytes, b.bytes))
    .slice(0, most)
    .map(({ member }) => member);
  return [...drawn, ...others.slice(0, Math.max(0, least(n, k) - drawn.length))];
}

type Moved = Partial<Pick<Door, 'epoch' | 'place'>>;

/** The door after this one: another number, other keepers. */
function next(members: MembersState, from: Candidates, moved: Moved): void {
  const count = members.door.count + 1;
  const k = doorNeeds(from.n);
  members.door = { ...members.door, ...moved, count, k, keepers: draw(from, count, k) };
}

/** A group begins with one keeper: who founded it. */
export function hangDoor(members: MembersState, founder: Id): void {
  members.door = { count: 0, epoch: 0, place: 0, k: 1, keepers: [founder] };
}

/** Somebody came: keepers are drawn anew where another number of them has to agree from now on, or there can be more. The keys stay. */
export function widenDoor(members: MembersState, time: number): void {
  const { k, keepers } = members.door;
  const from = candidates(members, time);
  const needs = doorNeeds(from.n);
  if (needs !== k || numberOf(from, needs) > keepers.length) next(members, from, {});
}

/** The keys were turned: new keepers; and new keys for the door where somebody has gone. */
export function turnDoor(members: MembersState, wasOwed: boolean, time: number, place: number | null): void {
  next(members, candidates(members, time), wasOwed ? { epoch: members.epoch.count, place: place ?? members.door.place } : {});
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
