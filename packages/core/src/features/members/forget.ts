import type { Id } from '@awna/base';
import { limits } from '../../charter.ts';
import { lateLetters, leftMemory } from './limits.ts';
import type { MembersWithin } from './rules.ts';

/** Facts whose parts every device erases now: earlier profiles and words, links that are over, words of old cases, and who left. */
export function* forgettableOfMembers({ members }: MembersWithin, now: number): Generator<Id> {
  for (const person of members.people.values()) {
    const gone = person.left !== null && person.left + leftMemory <= now;
    // The founding part names the group too: it stays until the group is described anew.
    for (const fact of gone ? person.told : person.told.slice(0, -1))
      if (fact !== members.space || members.described.length > 0) yield fact;
  }
  // As long as letters still come in at the relay, whoever wrote one hears why the door stays shut.
  for (const [id, invite] of members.invites) if (invite.until + lateLetters < now) yield id;
  for (const [id, { opened }] of members.cases) if (opened + limits.forgetCaseWords <= now) yield id;
  yield* members.described.slice(0, -1);
}
