import { everything, type Looking } from './filters.ts';

let looking = $state.raw<Looking>(everything);

/** What is looked for on the board; it stays while one reads an item and comes back. */
export const lookingFor = (): Looking => looking;

/** Looks for something else. */
export function lookFor(change: Partial<Looking>): void {
  looking = { ...looking, ...change };
}
