export * from './features/members/index.ts';
export * from './features/exchange/index.ts';
export { limits, may } from './charter.ts';
export { advance, claimsOf, emptyGroup, features, judge, kernelReasons, readFact, rulesVersion, stateRootOf, timeAfter } from './group.ts';
export type { GroupState, ReadFact, RefusalReason } from './group.ts';
export type { Claim, Draft, Fact, SpaceNames, Stamp } from './kernel/fact.ts';
export type { Due } from './kernel/agenda.ts';
export { mapIn, numberIn, textIn, textsIn, type Part, type Parts } from './kernel/parts.ts';
