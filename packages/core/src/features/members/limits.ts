import { days } from '../../kernel/shapes.ts';

/** What the charter will set one day. An instant invite lives at most 72 hours, any other 90 days (as long as its box's key is kept). */
export const longestInstant = days(3);
export const longestRequest = days(90);

/** How long a closed or spent invite is remembered, so that latecomers hear why. */
export const inviteMemory = days(30);

/** How long after an invite's end its letter box can still be read: the relay takes letters for a day more. */
export const lateLetters = days(2);

/** How long after leaving a person's name and profile are kept. */
export const leftMemory = days(30);

/** Earlier profiles and descriptions remembered by id, so that every device forgets their parts. */
export const toldMemory = 32;
