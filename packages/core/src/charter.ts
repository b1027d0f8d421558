import type { MembersState } from './features/members/index.ts';
import type { Stamp } from './kernel/fact.ts';

/**
 * Who may do what, until the charter feature lets a group write its own (C1): every member may do everything that
 * the features of this rules version govern. Rules ask here and never name a role themselves.
 */
export function may(state: { readonly members: MembersState }, _act: string, stamp: Stamp): boolean {
  return state.members.people.get(stamp.member)?.left === null;
}
