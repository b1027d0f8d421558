import { utf8 } from '@awna/base';
import { expect, test } from 'vitest';
import { storeContract } from './contract.ts';
import { memoryStore } from './memory.ts';
import { prefixed } from './prefixed.ts';

storeContract('inside another', () => {
  const outer = memoryStore();
  return Promise.resolve({ open: () => Promise.resolve(prefixed(outer, 'in/')), erase: () => Promise.resolve(), lasting: true });
});

test('what is inside touches nothing outside', async () => {
  const outer = memoryStore();
  await outer.write([
    ['a', utf8('1')],
    ['in', utf8('2')],
    ['in0', utf8('3')],
  ]);
  const inner = prefixed(outer, 'in/');
  await inner.write([['a', utf8('4')]]);
  expect(await inner.list('')).toEqual([['a', utf8('4')]]);
  await inner.clear('');
  expect((await outer.list('')).map(([key]) => key)).toEqual(['a', 'in', 'in0']);
});
