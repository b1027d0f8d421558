import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCallAnswer, encodeCall } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { rawly } from '../bench/raw.ts';
import { bytes, inFolder, must } from '../bench/people.ts';
import { startRelay, type Relay, type RelayOptions } from './start.ts';

const withRelay = (work: (relay: Relay, folder: string) => Promise<void>, options: Partial<RelayOptions> = {}): Promise<void> =>
  inFolder(async (folder) => {
    const web = join(folder, 'web');
    await mkdir(join(web, 'assets'), { recursive: true });
    await writeFile(join(web, 'index.html'), '<!doctype html><title>عونة</title>');
    await writeFile(join(web, 'sw.js'), '// worker');
    await writeFile(join(web, 'manifest.webmanifest'), '{}');
    await writeFile(join(web, 'assets', 'app-3fK9dQ2x.js'), 'export {};');
    await writeFile(join(web, 'assets', 'app-3fK9dQ2x.js.br'), 'packed');
    await writeFile(join(folder, 'secret.txt'), 'not for you');
    const relay = await startRelay({ data: join(folder, 'data'), web, ...options });
    try {
      await work(relay, folder);
    } finally {
      await relay.close();
    }
  });

const call = (url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/call`, { method: 'POST', body, headers });

const wanted = [
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
];

describe('[relay] headers', () => {
  it('are on every answer, whatever its status', () =>
    withRelay(async (relay) => {
      const answers = await Promise.all([
        fetch(`${relay.url}/`),
        fetch(`${relay.url}/no/such.js`),
        fetch(`${relay.url}/v1/nothing`),
        fetch(`${relay.url}/v1/health`),
        fetch(`${relay.url}/`, { method: 'DELETE' }),
        fetch(`${relay.url}/v1/call`, { method: 'OPTIONS' }),
        call(relay.url, 'nonsense'),
        call(relay.url, encodeCall('read', { space: bytes(16), from: 0 })),
        call(relay.url, encodeCall('letter-put', { box: bytes(16), slot: bytes(16), bytes: bytes(10) })),
        call(relay.url, new Uint8Array(2_000_000)),
      ]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 404, 404, 200, 404, 204, 400, 400, 404, 413]);
      for (const answer of answers) {
        for (const name of wanted) expect(answer.headers.get(name), `${name} on ${answer.status}`).toBeTruthy();
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(answer.headers.get('server')).toBeNull();
      }
      const raw = await rawly(relay.url, (socket) => socket.write('GARBAGE\r\n\r\n'));
      expect(raw).toMatch(/^HTTP\/1\.1 400 /);
      const upgrade = await rawly(relay.url, (socket) =>
        socket.write('GET /other HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
      );
      expect(upgrade).toMatch(/^HTTP\/1\.1 404 /);
      for (const name of wanted) expect([raw.includes(name), upgrade.includes(name)]).toEqual([true, true]);
    }));

  it('hold the browser to https only where it is, and let plain addresses be reached only where it is not', () =>
    withRelay(async (relay) => {
      const plain = await fetch(`${relay.url}/`);
      const secure = await fetch(`${relay.url}/`, { headers: { 'x-forwarded-proto': 'https' } });
      expect(plain.headers.get('strict-transport-security')).toBeNull();
      expect(plain.headers.get('content-security-policy')).toContain("connect-src 'self' https: wss: http: ws:;");
      expect(secure.headers.get('strict-transport-security')).toContain('max-age=63072000');
      expect(secure.headers.get('content-security-policy')).toContain("connect-src 'self' https: wss:;");
    }));

  it('let devices of any origin call, without credentials', () =>
    withRelay(async (relay) => {
      const answer = await call(relay.url, encodeCall('hello', { versions: [1] }), { origin: 'https://elsewhere.example' });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      const hello = must(decodeCallAnswer('hello', new Uint8Array(await answer.arrayBuffer())));
      expect(hello.key).toEqual(relay.key);
      expect((await fetch(`${relay.url}/`)).headers.get('access-control-allow-origin')).toBeNull();
    }));
});

describe('[relay] the app', () => {
  it('is served with its types; what has a hash in its name is kept, the rest asked for again', () =>
    withRelay(async (relay) => {
      const asked = async (path: string, headers: Record<string, string> = {}) => {
        const answer = await fetch(`${relay.url}${path}`, { headers });
        return [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')?.includes('immutable') ?? null];
      };
      expect(await asked('/')).toEqual([200, 'text/html; charset=utf-8', false]);
      expect(await asked('/sw.js')).toEqual([200, 'text/javascript; charset=utf-8', false]);
      expect(await asked('/manifest.webmanifest')).toEqual([200, 'application/manifest+json; charset=utf-8', false]);
      expect(await asked('/assets/app-3fK9dQ2x.js')).toEqual([200, 'text/javascript; charset=utf-8', true]);
      expect(await asked('/board/needs')).toEqual([200, 'text/html; charset=utf-8', false]);
      expect(await asked('/assets/gone.js')).toEqual([404, null, null]);
      const again = await fetch(`${relay.url}/`);
      expect((await fetch(`${relay.url}/`, { headers: { 'if-none-match': again.headers.get('etag') ?? '' } })).status).toBe(304);
    }));

  it('is all that is served: no way out of its folder', () =>
    withRelay(async (relay) => {
      const paths = [
        '/../secret.txt',
        '/..%2fsecret.txt',
        '/%2e%2e/secret.txt',
        '/assets/..%2f..%2fsecret.txt',
        '/.hidden',
        '/assets//../../secret.txt',
        '/\\..\\secret.txt',
      ];
      for (const path of paths) {
        const raw = await rawly(relay.url, (socket) => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`));
        expect(raw, path).not.toContain('not for you');
      }
    }));
});
