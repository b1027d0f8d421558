import type { Id, ValueMap } from '@awna/base';
import { mapIn, numberIn, textIn, type Parts } from '../../kernel/parts.ts';
import { nameOf, type MembersState } from '../members/index.ts';
import type { ExchangeState, Item, ItemClaim } from './state.ts';
import type { BoardItem, ClaimView, Named, Photo } from './views.ts';

/** What the views of exchange read. */
export interface ViewState {
  readonly time: number;
  readonly members: MembersState;
  readonly exchange: ExchangeState;
}

/** Who looks, with what they can read, and when (minutes). */
export interface Eye {
  readonly state: ViewState;
  readonly parts: Parts;
  readonly me: Id;
  readonly now: number;
}

export const named = ({ state, parts }: Eye, id: Id): Named => ({ id, name: nameOf(state, parts, id) });

/** Whether a claim gives sight of a confidential item (X5). */
const opens = (claim: ItemClaim): boolean => claim.step === 'held' || claim.step === 'done';

/** My own newest claim on an item. */
export const myClaimOn = (item: Item, me: Id): ItemClaim | undefined => item.claims.filter(({ by }) => by === me).pop();

/** X5: the fields of an item I may read. A confidential item's words reach the chosen one in the facts its owner shared. */
export function wordsOf({ parts, me }: Eye, id: Id, item: Item): { readonly words: BoardItem['words']; readonly fields: ValueMap } {
  const own = parts(id);
  if (textIn(own.fields, 'text') !== null) return { words: 'open', fields: own.fields };
  const mine = item.confidential && item.by !== me ? myClaimOn(item, me) : undefined;
  if (mine && opens(mine)) {
    for (const word of mine.shared) {
      const { fields } = parts(word.id);
      if (word.owner && textIn(fields, 'text') !== null) return { words: 'open', fields: { ...own.fields, ...fields } };
    }
  }
  return { words: own.state === 'gone' ? 'gone' : 'sealed', fields: own.fields };
}

/** Whether I may know whose item it is. */
export const seesAuthor = (item: Item, me: Id): boolean =>
  !item.confidential || item.by === me || item.claims.some((claim) => claim.by === me && opens(claim));

/** Whether I may know who made a claim: its maker, the item's owner, and those who hold a share of it too. */
export const seesClaim = (item: Item, claim: ItemClaim, me: Id): boolean =>
  claim.by === me || item.by === me || (opens(claim) && item.claims.some((other) => other.by === me && opens(other)));

export function claimView(claim: ItemClaim): ClaimView {
  if (claim.step !== 'held') return claim.step;
  if (claim.handed || claim.received) return 'confirming';
  return claim.meet === null ? 'held' : 'meeting';
}

/** A photo as a part describes it, or null where it does not. */
export function photoIn(fields: ValueMap): Photo | null {
  const photo = mapIn(fields, 'photo');
  const [blob, key, type] = [textIn(photo, 'blob'), textIn(photo, 'key'), textIn(photo, 'type')];
  const [w, h] = [numberIn(photo, 'w'), numberIn(photo, 'h')];
  return blob === null || key === null || type === null || w === null || h === null ? null : { blob, key, type, w, h };
}
