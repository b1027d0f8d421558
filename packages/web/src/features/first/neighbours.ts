import type { Neighbourhood, Posting } from '@awna/device/page';
import { t } from '../../shell/words.svelte.ts';

const posting = (side: Posting['side'], kind: Posting['kind'], text: string, days: number): Posting => ({ side, kind, text, days });

/** The invented people of a sandbox, in the language it is begun in. */
export function neighbours(): Neighbourhood {
  const { samer, jabr, huda, nour } = t.first.neighbours;
  const said = (one: typeof jabr): Omit<Neighbourhood[number], 'posts'> => ({
    name: one.name(),
    promise: one.promise(),
    contact: one.contact(),
    place: one.place(),
    thanks: one.thanks(),
  });
  return [
    { ...said(samer), posts: [posting('offer', 'food', samer.post1(), 5), posting('need', 'goods', samer.post2(), 6)] },
    { ...said(jabr), posts: [posting('need', 'skills', jabr.post1(), 10)] },
    { ...said(huda), posts: [posting('offer', 'skills', huda.post1(), 20)] },
    { ...said(nour), posts: [posting('need', 'ride', nour.post1(), 7)] },
  ];
}
