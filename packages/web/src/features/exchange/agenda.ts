import type { Board, BoardItem, ItemView } from '@awna/core';
import { dayInput } from './clock.ts';

/** Something with its day: a meeting for a handover, or the last day of what is on the board. */
export interface Appointment {
  /** `turn`: one time of what comes again, that is promised. */
  readonly what: 'handover' | 'turn' | 'needed-by';
  readonly item: BoardItem;
  readonly at: number;
  readonly place: string | null;
  readonly who: string | null;
}

export interface Day {
  /** As a date field has it. */
  readonly day: string;
  readonly at: number;
  readonly appointments: readonly Appointment[];
}

/** Items of mine, and those I hold, whose meeting must be looked up. */
export const meetingsIn = (board: Board): readonly string[] =>
  [...board.needs, ...board.offers]
    .filter(({ step, myClaim, mine }) => myClaim?.step === 'meeting' || myClaim?.step === 'confirming' || (mine && step !== 'ended'))
    .map(({ id }) => id);

/** The meetings of an item, mine or with me. */
export const meetingsOf = (item: ItemView): readonly Appointment[] =>
  item.hands.flatMap(({ meet, meetPlace, who, step }) =>
    meet === null || step === 'done' || step === 'released'
      ? []
      : [{ what: 'handover' as const, item, at: meet, place: meetPlace, who: who.name }],
  );

/** X3: the times still ahead of what comes again: those I promised, and those of mine that somebody did. */
export const turnsIn = (board: Board, now: number): readonly Appointment[] =>
  [...board.needs, ...board.offers].flatMap((item) =>
    item.slots.flatMap(({ at, mine, state }) =>
      at === null || at < now || state !== 'held' || !(mine || item.mine)
        ? []
        : [{ what: 'turn' as const, item, at, place: null, who: null }],
    ),
  );

/** What is needed by a day. */
export const lastDaysIn = (board: Board, now: number): readonly Appointment[] =>
  [...board.needs, ...board.offers].flatMap((item) =>
    item.by === null || item.by < now || item.step === 'ended'
      ? []
      : [{ what: 'needed-by' as const, item, at: item.by, place: null, who: null }],
  );

/** Appointments by their days, soonest first; a meeting comes before a last day. */
export function daysOf(appointments: readonly Appointment[]): readonly Day[] {
  const days = new Map<string, Appointment[]>();
  const order = [...appointments].sort((a, b) => a.at - b.at || (a.item.id < b.item.id ? -1 : 1));
  for (const one of order) {
    const day = dayInput(one.at);
    const there = days.get(day);
    if (there) there.push(one);
    else days.set(day, [one]);
  }
  return [...days].map(([day, there]) => ({
    day,
    at: there[0]?.at ?? 0,
    appointments: [...there.filter(({ what }) => what !== 'needed-by'), ...there.filter(({ what }) => what === 'needed-by')],
  }));
}
