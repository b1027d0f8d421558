import { deviceOn } from '@awna/testkit';
import { expect, test } from 'vitest';

test('what is kept last is what is kept: a draft that was just erased does not come back', async () => {
  const home = await deviceOn();
  await Promise.all([home.keep('draft', { text: 'خبز' }), home.keep('draft', null)]);
  expect(await home.kept('draft')).toBeNull();
  await Promise.all([home.keep('draft', { text: 'خ'.repeat(50_000) }), home.keep('draft', { text: 'خبز' })]);
  expect(await home.kept('draft')).toEqual({ text: 'خبز' });
  await home.close();
});
