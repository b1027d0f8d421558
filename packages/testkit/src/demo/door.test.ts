import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDoor, type Door } from './door.ts';
import { keepRecord, recordIn, type Record } from './record.ts';

const url = 'http://127.0.0.1:4599';
const summary = { people: 4, frames: 9, needs: 2, offers: 1, void: 0, refused: 0, ok: true, stateRoot: 'x', seconds: 1 };
const waiting = [
  { name: 'سلمى <b>', carried: 'secrets-of-salma' },
  { name: 'هدى', carried: 'secrets-of-huda' },
];
const record: Record = { space: 'AAAAAAAAAAAAAAAAAAAAAA', url, terminal: 'عمر', summary, waiting };

let folder = '';
let door: Door;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'awna-door-'));
  keepRecord(folder, record);
  door = await openDoor(folder, record);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  door.close();
});

/** Where a link's door is, as the app reads it. */
const doorOf = (link: string): string => `http://127.0.0.1:${link.split('#d')[1]?.replace('.', '/') ?? ''}`;
const knock = (at: string, origin: string | null = url): Promise<Response> =>
  fetch(at, { method: 'POST', headers: origin === null ? {} : { origin } });
const first = (): string => doorOf(door.free(1)[0]?.link ?? '');

describe('a device of the demo is handed to one browser', () => {
  test('and to no other, however many ask at once', async () => {
    const at = first();
    const answers = await Promise.all(Array.from({ length: 8 }, () => knock(at)));
    const texts = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()] as const));
    expect(texts.filter(([status]) => status === 200)).toEqual([[200, 'secrets-of-salma']]);
    expect(texts.filter(([status]) => status === 409)).toHaveLength(7);
    expect(texts.filter(([status, text]) => status !== 200 && text !== '')).toEqual([]);
  });

  test('who comes in vain is told so in both languages, with a neighbour who is still free', async () => {
    const at = first();
    const before = await (await fetch(at)).text();
    expect(before).toContain('This browser belongs to somebody already.');
    await knock(at);
    const page = await (await fetch(at)).text();
    expect(page).toContain('is open in another browser already');
    expect(page).toContain('في متصفح آخر من قبل');
    expect(page).toContain(door.free(1)[0]?.link ?? 'nobody');
    expect(page).not.toContain('secrets');
    expect(page).not.toContain('<b>');
  });

  test('not after the demo was ended and opened again either: it is on the disk before it is given', async () => {
    await knock(first());
    expect(recordIn(folder)?.waiting.map(({ carried }) => carried)).toEqual([null, 'secrets-of-huda']);
    door.close();
    door = await openDoor(folder, recordIn(folder) ?? record);
    expect([door.free(9).map(({ name }) => name), door.taken()]).toEqual([['هدى'], ['سلمى <b>']]);
  });

  test('only to the app it serves, only by a link of its own, and only on this machine', async () => {
    const at = first();
    for (const origin of ['http://evil.example', 'http://127.0.0.1:4600', null]) expect((await knock(at, origin)).status).toBe(403);
    expect((await knock(`${at}x`)).status).toBe(404);
    expect((await fetch(at, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(new URL('/', at))).status).toBe(404);
    expect((await fetch(new URL('/', at)).then((answer) => answer.text())).includes('#d')).toBe(false);
    expect(recordIn(folder)).toEqual(record);
    expect((await knock(at)).headers.get('access-control-allow-origin')).toBe(url);
  });
});

test('a folder that holds no neighbourhood that was finished is none', async () => {
  for (const text of [
    '',
    '{',
    '[]',
    '{"waiting":[]}',
    JSON.stringify({ ...record, url: 'x' }),
    JSON.stringify({ ...record, waiting: [{}] }),
  ]) {
    await writeFile(join(folder, 'neighbourhood.json'), text);
    expect(recordIn(folder)).toBeUndefined();
  }
  expect(recordIn(join(folder, 'nothing'))).toBeUndefined();
});
