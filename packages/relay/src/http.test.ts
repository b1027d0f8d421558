import { connect as dial, type Socket } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from '@awna/base';
import { decodeCallAnswer, encodeCall, encodeRequest } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, connect, founded, inFolder, must } from '../bench/people.ts';
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

/** What comes back on a bare connection until it ends, or for a while. */
const rawly = (url: string, talk: (socket: Socket) => void): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = dial(Number(port), hostname, () => talk(socket));
    let heard = '';
    socket.on('data', (data) => (heard += data.toString('latin1')));
    socket.on('close', () => resolve(heard));
    socket.on('error', () => resolve(heard));
  });

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

describe('[relay] hostile bytes', () => {
  it('a body of 100 MB is refused before it is read', () =>
    withRelay(async (relay) => {
      const raw = await rawly(relay.url, (socket) => {
        socket.write('POST /v1/call HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n');
        socket.write(Buffer.alloc(65_536));
      });
      expect(raw).toMatch(/^HTTP\/1\.1 413 /);
      const grown = await rawly(relay.url, (socket) => {
        socket.write('POST /v1/call HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
        const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')]);
        for (let i = 0; i < 30; i++) socket.write(chunk);
      });
      expect(grown).toMatch(/^HTTP\/1\.1 413 /);
    }));

  it('a socket message beyond the limit, text, or no request ends that connection and no other', () =>
    withRelay(async (relay) => {
      const { link, at } = await founded(relay.url);
      const send = (data: string | Uint8Array<ArrayBuffer>): Promise<void> =>
        new Promise((resolve) => {
          const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/v1/ws`);
          socket.addEventListener('open', () => socket.send(data));
          socket.addEventListener('close', () => resolve());
        });
      const deep = new Uint8Array(10_001).fill(0x81);
      deep[10_000] = 0;
      await Promise.all([
        send('hello'),
        send(new Uint8Array(2_000_000)),
        send(deep),
        send(new Uint8Array(0)),
        send(Uint8Array.of(0xa0)),
        send(Uint8Array.of(0x83, 0x00, 0x60, 0xa0)),
      ]);
      expect(must(await link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(1);
    }));

  it('a malformed request with an id is answered, and the connection goes on', () =>
    withRelay(async (relay) => {
      const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/v1/ws`);
      socket.binaryType = 'arraybuffer';
      const heard: unknown[] = [];
      socket.addEventListener('message', ({ data }) => {
        const decoded = data instanceof ArrayBuffer ? decode(new Uint8Array(data)) : undefined;
        if (decoded?.ok && Array.isArray(decoded.value)) heard.push(decoded.value.slice(0, 2));
      });
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      socket.send(Uint8Array.of(0x83, 0x01, 0x61, 0x78, 0xa0));
      socket.send(Uint8Array.of(0x83, 0x02, 0x64, 0x72, 0x65, 0x61, 0x64, 0xa0));
      socket.send(encodeRequest(3, 'hello', { versions: [1] }));
      await expect
        .poll(() => heard)
        .toEqual([
          [1, 400],
          [2, 400],
          [3, 0],
        ]);
      socket.close();
    }));

  it('a truncated body and one that never comes are let go of', () =>
    withRelay(async (relay) => {
      const cut = await rawly(relay.url, (socket) => {
        socket.write('POST /v1/call HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nabc');
        setTimeout(() => socket.destroy(), 50);
      });
      expect(cut).not.toMatch(/ 200 /);
      expect((await fetch(`${relay.url}/v1/health`)).status).toBe(200);
    }));

  it('callers who stay silent are cut off, and the others never notice', () => {
    const calls: { ms: number; call: () => void }[] = [];
    const timers = {
      after: (ms: number, then: () => void) => {
        if (ms === 10_000) calls.push({ ms, call: then });
        const timer = ms === 10_000 ? undefined : setTimeout(then, ms);
        return () => {
          if (timer) clearTimeout(timer);
          else calls.splice(0, calls.length, ...calls.filter((one) => one.call !== then));
        };
      },
    };
    return withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        const silent = Array.from({ length: 50 }, () => new WebSocket(`${relay.url.replace('http', 'ws')}/v1/ws`));
        const ends = silent.map((socket) => new Promise((resolve) => socket.addEventListener('close', resolve)));
        await Promise.all(silent.map((socket) => new Promise((resolve) => socket.addEventListener('open', resolve))));
        await expect.poll(() => calls.length).toBe(50);
        for (const { call: end } of [...calls]) end();
        await Promise.all(ends);
        expect(must(await link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(1);
      },
      { timers },
    );
  });
});

describe('[relay] bounds', () => {
  it('connections: one too many is told 503', () =>
    withRelay(
      async (relay) => {
        const links = [await connect(relay.url), await connect(relay.url)];
        await expect(connect(relay.url)).rejects.toThrow('unreachable');
        links[0]?.close();
        await expect
          .poll(() =>
            connect(relay.url).then(
              () => true,
              () => false,
            ),
          )
          .toBe(true);
      },
      { maxConnections: 2 },
    ));

  it('calls of one connection: 429 and how long to wait; another connection is not held back', () => {
    let now = 0;
    return withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        const many = await Promise.all(Array.from({ length: 20 }, () => link.call('append', { space: at.space, sealed: bytes(300) })));
        expect(many.filter((one) => one.ok).length).toBe(6);
        expect(many.at(-1)).toMatchObject({ error: { status: 429, error: 'too-fast', wait: 1 } });
        await founded(relay.url);
        now += 1000;
        expect((await link.call('append', { space: at.space, sealed: bytes(300) })).ok).toBe(true);
      },
      { callRate: { burst: 10, perSecond: 5 }, ticks: () => now },
    );
  });

  it('lone calls of one address', () => {
    return withRelay(
      async (relay) => {
        const hello = (): Promise<number> => call(relay.url, encodeCall('hello', { versions: [1] })).then((answer) => answer.status);
        expect([await hello(), await hello(), await hello(), await hello()]).toEqual([200, 200, 200, 429]);
      },
      { addressRate: { burst: 3, perSecond: 1 }, ticks: () => 0 },
    );
  });

  it('a space: 507 full', () =>
    withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        must(await link.call('append', { space: at.space, sealed: bytes(3000) }));
        expect(await link.call('append', { space: at.space, sealed: bytes(3000) })).toMatchObject({
          error: { status: 507, error: 'full' },
        });
        expect(must(await link.call('read', { space: at.space, from: 0 })).frames.length).toBe(2);
      },
      { bounds: { spaceBytes: 5000 } },
    ));

  it('no id, address or word of a caller is in what it tells of itself', () =>
    withRelay(async (relay) => {
      await founded(relay.url);
      const health: unknown = await (await fetch(`${relay.url}/v1/health`)).json();
      expect(Object.values(relay.counts()).every((value) => Number.isSafeInteger(value))).toBe(true);
      expect(health).toMatchObject({ ok: true, counts: { connections: 1 } });
    }));
});
