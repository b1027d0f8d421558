import type { Id } from '@awna/base';
import { searchItems } from '../../search/search.ts';
import { boardItem } from './card.ts';
import { isNear, tasteOf } from './match.ts';
import type { Eye } from './reading.ts';
import type { Item } from './state.ts';
import type { Board, BoardFilter, BoardItem } from './views.ts';

const wanted = (item: Item, me: Id, filter: BoardFilter): boolean =>
  (filter.ended === true || item.ended === null) &&
  (filter.side === undefined || item.side === filter.side) &&
  (filter.kinds === undefined || filter.kinds.length === 0 || filter.kinds.includes(item.kind)) &&
  (filter.before === undefined || (item.needed ?? item.until) <= filter.before) &&
  (filter.mine !== true || item.by === me || item.claims.some(({ by }) => by === me));

const early = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Open before ended; what its day has passed by after what may still come in time; near before far (X7); then by urgency, by when it is needed, oldest first; ended ones newest first. */
function inOrder(now: number, far: ReadonlySet<Id>, a: BoardItem, b: BoardItem): number {
  const over = Number(a.step === 'ended') - Number(b.step === 'ended');
  if (over !== 0) return over;
  if (a.step === 'ended') return b.posted - a.posted || early(a.id, b.id);
  const late = (item: BoardItem): number => Number(item.by !== null && item.by < now);
  if (late(a) !== late(b)) return late(a) - late(b);
  if (far.has(a.id) !== far.has(b.id)) return far.has(a.id) ? 1 : -1;
  return b.urgency - a.urgency || (a.by ?? a.until) - (b.by ?? b.until) || a.posted - b.posted || early(a.id, b.id);
}

/** The board: every need and offer that passes the filter; where searched, best hits first. */
export function boardOf(eye: Eye, filter: BoardFilter = {}): Board {
  const taste = tasteOf(eye);
  const areas = new Set<string>();
  const far = new Set<Id>();
  let shown: BoardItem[] = [];
  for (const [id, item] of eye.state.exchange.items) {
    if (!wanted(item, eye.me, filter)) continue;
    const view = boardItem(eye, id, item, taste);
    if (view.area !== null) areas.add(view.area);
    if (filter.areas !== undefined && filter.areas.length > 0 && (view.area === null || !filter.areas.includes(view.area))) continue;
    if (!isNear(eye, item, view.area, taste)) far.add(id);
    shown.push(view);
  }
  shown.sort((a, b) => inOrder(eye.now, far, a, b));
  if (filter.search !== undefined && filter.search.trim() !== '') {
    const docs = shown.map(({ id, text, area, code, slots }) => ({
      id,
      text: [text, area, code.latin, code.arabic, ...slots.map(({ words }) => words)].join(' '),
    }));
    const rank = new Map(searchItems(filter.search, docs).map((id, i) => [id, i]));
    shown = shown.filter(({ id }) => rank.has(id)).sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
  }
  return {
    needs: shown.filter(({ side }) => side === 'need'),
    offers: shown.filter(({ side }) => side === 'offer'),
    areas: [...areas].sort(early),
  };
}
