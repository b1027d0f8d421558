import { freshLives } from '@awna/testkit';
import { expect, test } from 'vitest';

/** Beside the first thousand (`schedules.test.ts`), on the other worker. */
test('[§7, §11, M2, M6] nothing goes wrong in another thousand fresh lives', async () => {
  const { wrong, told } = await freshLives(1_000, 'b');
  console.log(told);
  expect(wrong).toEqual([]);
}, 600_000);
