import type { Id } from '@awna/base';
import { textIn, type Parts } from '../../kernel/parts.ts';
import { needed, refuseJoining } from './cases.ts';
import type { MembersReason } from './rules.ts';
import type { CaseEnding, MembersState } from './state.ts';
import { nameOf } from './views.ts';

/** Somebody by id and, where it is not forgotten, by name. */
export interface NamedMember {
  readonly id: Id;
  readonly name: string | null;
}

/** Whether a member should go: open, or ended and not yet forgotten (M6). */
export interface CaseView {
  readonly id: Id;
  readonly about: NamedMember;
  readonly by: NamedMember;
  /** Why, in its opener's words; null once they are forgotten. */
  readonly why: string | null;
  readonly opened: number;
  /** It lapses then, if nothing happens. */
  readonly until: number;
  readonly joined: readonly NamedMember[];
  /** How many must have joined, and how many may. */
  readonly needed: number;
  readonly roll: number;
  readonly ended: number | null;
  readonly ending: CaseEnding | null;
  /** I opened it; it is about me; I have joined it. */
  readonly mine: boolean;
  readonly aboutMe: boolean;
  readonly joinedByMe: boolean;
  /** The rule's answer if I joined now: null for yes. */
  readonly refused: MembersReason | null;
}

interface Within {
  readonly members: MembersState;
}

/** All cases the group remembers: open ones first, then the newest. */
export function casesOf(state: Within, parts: Parts, me: Id): readonly CaseView[] {
  const named = (id: Id): NamedMember => ({ id, name: nameOf(state, parts, id) });
  const out = [...state.members.cases].map(([id, one]): CaseView => {
    const { about, by, opened, until, joined, n, ended, ending } = one;
    return {
      ...{ id, about: named(about), by: named(by), why: textIn(parts(id).fields, 'why'), opened, until },
      ...{ joined: joined.map(named), needed: needed(one), roll: n, ended, ending },
      ...{ mine: by === me, aboutMe: about === me, joinedByMe: joined.includes(me) },
      refused: refuseJoining(state.members, id, me),
    };
  });
  const open = ({ ended }: CaseView): number => Number(ended !== null);
  return out.sort((a, b) => open(a) - open(b) || b.opened - a.opened || (a.id < b.id ? -1 : 1));
}
