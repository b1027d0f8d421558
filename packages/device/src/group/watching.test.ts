import { handClock } from '@awna/testkit';
import { expect, test } from 'vitest';
import { Watching } from './watching.ts';

test('what is not to be seen yet is looked for at every change until it is, then only where something changed', async () => {
  const clock = handClock();
  const watching = new Watching({ now: () => clock.now(), after: (ms, then) => clock.after(ms, then) });
  const board: { words?: string } = {};
  let looks = 0;
  const seen: string[] = [];
  const look = (): string | undefined => {
    looks += 1;
    return board.words;
  };
  watching.watch(
    look,
    (value) => seen.push(value),
    () => 'the same state all along',
  );
  await Promise.resolve();
  expect([looks, seen]).toEqual([1, []]);
  board.words = 'خبز';
  watching.changed();
  await Promise.resolve();
  expect([looks, seen]).toEqual([2, ['خبز']]);
  watching.changed();
  await Promise.resolve();
  expect([looks, seen]).toEqual([2, ['خبز']]);
  watching.stop();
});
