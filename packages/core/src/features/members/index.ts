import type { Feature } from '../../kernel/feature.ts';
import { apply, lapse } from './apply.ts';
import { claims } from './claims.ts';
import { facts } from './facts.ts';
import { reasons, refuse, type MembersReason, type MembersWithin } from './rules.ts';
import { empty, type MembersState } from './state.ts';

/** Who is here (M1, M2, M4, M6, M10). */
export const members: Feature<'members', MembersState, MembersWithin, typeof facts, MembersReason> = {
  ...{ name: 'members', facts, empty, refuse, apply, lapse, claims, reasons },
};

export * from './actions.ts';
export * from './views.ts';
export * from './case-views.ts';
export { deviceNamed, type MembersReason, type MembersWithin } from './rules.ts';
export { joinMessage } from './claims.ts';
export { forgettableOfMembers } from './forget.ts';
export { isIn, membersIn, rosterDevice, sealingKeyOf } from './state.ts';
export { doorNeeds, doorOf, type DoorView } from './door.ts';
export type { Case, CaseEnding, Door, Epoch, Invite, MembersState, Person, RosterDevice } from './state.ts';
export { epochOf, rosterOf, rosterRootOf, turnMay, turnOwed, type Reader } from './turns.ts';
export { leftMemory, longestInstant, longestRequest } from './limits.ts';
export type { MembersFact } from './facts.ts';
