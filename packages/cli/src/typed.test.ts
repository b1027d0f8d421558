import { expect, test } from 'vitest';
import { asTyped } from './typed.ts';

const npx = { npm_command: 'exec' };

test('options that npx kept for itself are taken back', () => {
  const kept = { ...npx, npm_config_home: 'true', npm_config_json: 'true' };
  expect(asTyped(['/d', 'found', 'X'], kept)).toEqual(['--json', '--home', '/d', 'found', 'X']);
  expect(asTyped(['me'], { ...npx, npm_config_home: '/d' })).toEqual(['--home', '/d', 'me']);
  expect(asTyped(['me'], { ...npx, npm_config_json: 'true' })).toEqual(['--json', 'me']);
});

test('a line that came whole stays as it is', () => {
  expect(asTyped(['me', '--json', '--home', '/d'], npx)).toEqual(['me', '--json', '--home', '/d']);
  expect(asTyped(['me'], { npm_config_json: 'true', npm_config_home: '/d' })).toEqual(['me']);
});
