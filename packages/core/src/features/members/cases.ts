import type { Id } from '@awna/base';
import { caseNeeds, limits } from '../../charter.ts';
import type { Stamp } from '../../kernel/fact.ts';
import type { World } from '../../kernel/feature.ts';
import { isIn, type Case, type CaseEnding, type MembersState } from './state.ts';

type CaseReason =
  | 'own-case'
  | 'member-unknown'
  | 'case-open'
  | 'case-unknown'
  | 'case-over'
  | 'not-on-roll'
  | 'too-few'
  | 'too-many-cases'
  | 'already-joined';

const dayOf = (minute: number): number => Math.floor(minute / 1440);

/** Whether a case about this member is open. */
export const isAccused = (members: MembersState, member: Id): boolean => (members.people.get(member)?.case ?? null) !== null;

/** How many must have joined. */
export const needed = ({ n }: Case): number => caseNeeds(n);

/** Whether a member may join: they came before the roll was frozen, and it is not about them. */
export const onRoll = (members: MembersState, { roll, about }: Pick<Case, 'roll' | 'about'>, member: Id): boolean =>
  member !== about && isIn(members, member) && (members.people.get(member)?.nth ?? roll) < roll;

/** M6: who was in when the day began may join, so that a flood of the same day decides nothing; on a group's first day all who are in. */
function rollAt(members: MembersState, about: Id, time: number): { readonly roll: number; readonly n: number } {
  const today = dayOf(time);
  const founded = members.people.get(members.space ?? '')?.since ?? time;
  let roll = 0;
  for (const { since } of members.people.values()) if (dayOf(founded) === today || dayOf(since) < today) roll += 1;
  let n = 0;
  for (const member of members.people.keys()) if (onRoll(members, { roll, about }, member)) n += 1;
  return { roll, n };
}

/** Why this member may open no case about that one. */
export function refuseCase(members: MembersState, about: Id, { member, time }: Pick<Stamp, 'member' | 'time'>): CaseReason | null {
  if (about === member) return 'own-case';
  if (!isIn(members, about)) return 'member-unknown';
  // One case a person; and whoever is asked about answers with no case of their own.
  if (isAccused(members, about) || isAccused(members, member)) return 'case-open';
  const { roll, n } = rollAt(members, about, time);
  if (!onRoll(members, { roll, about }, member)) return 'not-on-roll';
  if (n < 2) return 'too-few';
  let mine = 0;
  for (const { by, ended } of members.cases.values()) if (by === member && ended === null) mine += 1;
  return mine < limits.openCases ? null : 'too-many-cases';
}

/** Why this member may not join a case. */
export function refuseJoining(members: MembersState, id: Id, member: Id): CaseReason | null {
  const one = members.cases.get(id);
  if (!one) return 'case-unknown';
  if (one.ended !== null) return 'case-over';
  if (one.about === member) return 'own-case';
  if (!onRoll(members, one, member)) return 'not-on-roll';
  return one.joined.includes(member) ? 'already-joined' : null;
}

/** Whether a case has what it takes to remove this member now. */
export function decides(members: MembersState, id: Id, about: Id): boolean {
  const one = members.cases.get(id);
  return one?.ended === null && one.about === about && one.joined.length >= needed(one);
}

function close(members: MembersState, one: Case, ending: CaseEnding, time: number): void {
  one.ended = time;
  one.ending = ending;
  const person = members.people.get(one.about);
  if (person) person.case = null;
}

/** After somebody joined, or one less is needed. */
function weigh(members: MembersState, id: Id, one: Case, world: World): void {
  if (one.joined.length === 0) close(members, one, 'withdrawn', world.stamp.time);
  else if (decides(members, id, one.about)) world.enact(id, 'members/removed@1', { member: one.about });
}

/** Opens a case; whoever opens it is the first to join. */
export function openCase(members: MembersState, id: Id, about: Id, { stamp, remind }: World): void {
  const until = stamp.time + limits.caseWindow;
  members.cases.set(id, {
    ...{ about, by: stamp.member, opened: stamp.time, until, ...rollAt(members, about, stamp.time), joined: [stamp.member] },
    ...{ ended: null, ending: null },
  });
  const person = members.people.get(about);
  if (person) person.case = id;
  remind(until, id);
}

/** One more joins; once there are enough, it happens. */
export function joinCase(members: MembersState, id: Id, world: World): void {
  const one = members.cases.get(id);
  if (!one) return;
  one.joined.push(world.stamp.member);
  weigh(members, id, one, world);
}

/** Somebody thinks again. */
export function leaveCase(members: MembersState, id: Id, world: World): void {
  const one = members.cases.get(id);
  if (!one) return;
  one.joined = one.joined.filter((member) => member !== world.stamp.member);
  weigh(members, id, one, world);
}

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : 1);

/** Somebody is no longer in: a case about them ends, those they might have joined count them no more, and a turn is owed. */
export function depart(members: MembersState, member: Id, how: 'left' | 'removed', world: World): void {
  const person = members.people.get(member);
  if (!person) return;
  const about = members.cases.get(person.case ?? '');
  if (about) close(members, about, how, world.stamp.time);
  person.left = world.stamp.time;
  person.how = how;
  members.epoch.owed = true;
  // By id, not by the map's own order: a state read back from a checkpoint has another.
  for (const id of [...members.cases.keys()].sort(byCodePoint)) {
    const one = members.cases.get(id);
    if (!one || one.ended !== null || person.nth >= one.roll) continue;
    one.n -= 1;
    one.joined = one.joined.filter((other) => other !== member);
    weigh(members, id, one, world);
  }
}

/** A case nobody decided in time ends by itself; later it is forgotten. */
export function lapseCase(members: MembersState, id: Id, minute: number, remind: World['remind']): void {
  const one = members.cases.get(id);
  if (!one) return;
  if (one.opened + limits.forgetCase <= minute) return void members.cases.delete(id);
  if (one.ended === null) close(members, one, 'lapsed', minute);
  remind(one.opened + limits.forgetCase, id);
}
