import { expect, test } from 'vitest';
import { sizes } from '../../packages/web/bench/sizes.ts';

const gated = sizes().flatMap(({ what, bytes, gate }) => (gate === null ? [] : [{ what, bytes, gate }]));

test('[gates] shell, worker, style sheets and routes are weighed', () => {
  const weighed = gated.map(({ what }) => what);
  expect(weighed).toEqual(expect.arrayContaining(['shell', 'shell and worker', 'all style sheets', 'route TodayRoom', 'route ItemPage']));
  expect(gated.filter(({ bytes }) => bytes < 500)).toEqual([]);
});

test.each(gated)('[gates] $what weighs at most $gate bytes after gzip', ({ bytes, gate }) => {
  expect(bytes).toBeLessThanOrEqual(gate);
});
