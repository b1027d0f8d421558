import type { Refused } from '../context.ts';
import type { StoreTrouble, WriteRefusal } from '../store/port.ts';

/** What the caller hears of what the store said. */
export const refusalOf = (why: WriteRefusal | StoreTrouble): Refused => ({ error: why });
