import type { Feature } from '../../kernel/feature.ts';
import { apply, lapse, memberLeft } from './apply.ts';
import { facts } from './facts.ts';
import { reasons, refuse, type ExchangeReason, type ExchangeWithin } from './rules.ts';
import { empty, type ExchangeState } from './state.ts';

/** Needs and offers (X1–X6, X8–X11). */
export const exchange: Feature<'exchange', ExchangeState, ExchangeWithin, typeof facts, ExchangeReason> = {
  ...{ name: 'exchange', facts, empty, refuse, apply, lapse, reasons },
  heeds: { 'members/left@1': memberLeft, 'members/removed@1': memberLeft },
};

export * from './actions.ts';
export type * from './views.ts';
export { boardOf } from './board.ts';
export { codeOf, type Script } from './codes.ts';
export { findItems, readCode } from './find.ts';
export { itemOf } from './page.ts';
export { todayOf } from './today.ts';
export type { Eye, ViewState } from './reading.ts';
export { itemWords, mayNameAuthor } from './log.ts';
export { forgettableOfExchange } from './forget.ts';
export { kindSheets, type KindSheet, type Question } from './kind-sheets.ts';
export { kinds, units, type Kind, type Unit } from './kinds.ts';
export { givings, outcomes, type ExchangeFact, type Giving, type Outcome } from './facts.ts';
export type { ExchangeReason, ExchangeWithin } from './rules.ts';
export type { ClaimStep, Ending, ExchangeState, Item, ItemClaim, Tally } from './state.ts';
