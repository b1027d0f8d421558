import { decode } from '@awna/base';
import { encodeRequest } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, founded, inFolder, must } from '../bench/people.ts';
import { rawly } from '../bench/raw.ts';
import { startRelay, type Relay, type RelayOptions } from './start.ts';

const withRelay = (work: (relay: Relay) => Promise<void>, options: Partial<RelayOptions> = {}): Promise<void> =>
  inFolder(async (folder) => {
    const relay = await startRelay({ data: folder, ...options });
    try {
      await work(relay);
    } finally {
      await relay.close();
    }
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
