import { expect, test } from 'vitest';
import { lazily } from './lazily.ts';

test('what is loaded lazily is loaded once, however many ask, and again only where it failed', async () => {
  const answers = [Promise.reject(new Error('no network')), Promise.resolve('here')];
  let loads = 0;
  const load = lazily(() => answers[loads++] ?? Promise.reject(new Error('asked too often')));
  expect(loads).toBe(0);
  expect((await Promise.allSettled([load(), load()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all([load(), load(), load()])).toEqual(['here', 'here', 'here']);
  expect(loads).toBe(2);
});
