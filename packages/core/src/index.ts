export * from './features/members/index.ts';
export * from './features/exchange/index.ts';
export { caseNeeds, limits, may } from './charter.ts';
export { forgettable, keepFor } from './forget.ts';
export {
  advance,
  claimsOf,
  emptyGroup,
  faultOf,
  features,
  judge,
  kernelReasons,
  readFact,
  rulesVersion,
  stateRootOf,
  timeAfter,
} from './group.ts';
export type { GroupState, HearEnacted, ReadFact, RefusalReason } from './group.ts';
export type { Claim, Draft, Fact, SpaceNames, Stamp } from './kernel/fact.ts';
export { enactedIdOf } from './kernel/enact.ts';
export type { Due } from './kernel/agenda.ts';
export { overlay } from './kernel/overlay.ts';
export { mapIn, numberIn, textIn, textsIn, type Part, type Parts } from './kernel/parts.ts';
export type { Sentence } from './kernel/sentence.ts';
export { sentenceKeys, sentenceOf, type LoggedFact } from './sentences.ts';
export { fold } from './search/fold.ts';
export { searchItems, type Doc } from './search/search.ts';
export { firstViews, type AllViews, type View, type ViewArgs, type ViewName, type ViewResult, type Views } from './first-views.ts';
export { allViews, viewNames, viewOf } from './views.ts';
