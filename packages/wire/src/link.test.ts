import { encode, type Bytes } from '@awna/base';
import { describe, expect, it } from 'vitest';
import {
  callOnce,
  connectRelay,
  decodeRequest,
  encodeAnnouncement,
  encodeAnswer,
  encodeCallAnswer,
  encodeRefusal,
  limits,
  socketUrl,
  type Op,
  type Socket,
  type SocketEvent,
} from './index.ts';

const fill = (n: number, length: number): Uint8Array => new Uint8Array(length).fill(n);
const head = { size: 3, root: fill(1, 32), minute: 7, signature: fill(2, 64) };
const entered = { head, door: null, until: 3 };
const hello = { version: 1, key: fill(1, 32), nonce: fill(2, 32), minute: 5, limits: { ...limits } };

/** A socket whose other end is the test. */
function fakeSocket() {
  const listeners = new Map<string, ((event: SocketEvent) => void)[]>();
  const asked: { id: number; op: Op }[] = [];
  let ended = false;
  const emit = (type: string, data?: unknown): void => {
    for (const listener of listeners.get(type) ?? []) listener({ type, data });
  };
  const socket: Socket = {
    binaryType: '',
    send: (data) => {
      const request = decodeRequest(data);
      if (request.ok) asked.push({ id: request.value.id, op: request.value.call.op });
    },
    close: () => {
      ended = true;
      emit('close');
    },
    addEventListener: (type, listener) => listeners.set(type, [...(listeners.get(type) ?? []), listener]),
  };
  const say = (bytes: Bytes): void => emit('message', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { socket, asked, emit, say, isClosed: () => ended };
}

/** Timers that go off when the test says. */
function handTimers() {
  const waiting = new Map<() => void, number>();
  return {
    timers: {
      after: (ms: number, call: () => void) => {
        waiting.set(call, ms);
        return () => void waiting.delete(call);
      },
    },
    waiting,
    ring: (ms: number) => {
      for (const [call, its] of [...waiting]) if (its === ms) call();
    },
  };
}

const url = 'http://relay.example';
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function linked() {
  const other = fakeSocket();
  const clock = handTimers();
  const connecting = connectRelay({ url, socket: () => other.socket, timers: clock.timers, helloMs: 10, callMs: 30 });
  other.emit('open');
  await tick();
  other.say(encodeAnswer(1, 'hello', hello));
  const link = await connecting;
  if (!link.ok) throw new Error(link.error.error);
  return { link: link.value, ...other, ...clock };
}

describe('[wire] a link', () => {
  it('says hello first, and gives each call its own answer, in whatever order they come', async () => {
    const { link, asked, say, waiting } = await linked();
    expect(link.hello.nonce).toEqual(hello.nonce);
    const first = link.call('enter', { space: fill(1, 16) });
    const second = link.call('append', { space: fill(1, 16), sealed: fill(1, 9) });
    const third = link.call('read', { space: fill(1, 16), from: 0 });
    expect(asked.map(({ op }) => op)).toEqual(['hello', 'enter', 'append', 'read']);
    say(encodeAnswer(3, 'append', { place: 2, minute: 7, head }));
    say(encodeRefusal(4, 'door-shut'));
    say(encodeAnswer(99, 'enter', entered));
    say(encodeAnswer(2, 'enter', entered));
    expect(await second).toMatchObject({ ok: true, value: { place: 2 } });
    expect(await first).toMatchObject({ ok: true });
    expect(await third).toEqual({ ok: false, error: { status: 403, error: 'door-shut' } });
    expect(waiting.size).toBe(0);
  });

  it('hears announcements in order until it no longer wants to', async () => {
    const { link, say } = await linked();
    const heard: string[] = [];
    const stop = link.onAnnounce(({ kind }) => heard.push(kind));
    say(encodeAnnouncement({ kind: 'frames', space: fill(1, 16), frames: [], missing: [], head }));
    say(encodeAnnouncement({ kind: 'letter', space: fill(1, 16), box: fill(1, 16) }));
    stop();
    say(encodeAnnouncement({ kind: 'letter', space: fill(1, 16), box: fill(1, 16) }));
    expect(heard).toEqual(['frames', 'letter']);
  });

  it('a call without an answer times out; a late answer finds nobody', async () => {
    const { link, say, ring } = await linked();
    const call = link.call('enter', { space: fill(1, 16) });
    ring(30);
    expect(await call).toEqual({ ok: false, error: { status: 0, error: 'timeout' } });
    say(encodeAnswer(2, 'enter', entered));
    expect(await Promise.race([link.closed.then(() => 'closed'), tick().then(() => 'open')])).toBe('open');
  });

  it('when the connection ends every call is told, and later ones too', async () => {
    const { link, emit } = await linked();
    const call = link.call('enter', { space: fill(1, 16) });
    emit('close');
    await link.closed;
    expect(await call).toMatchObject({ error: { status: 0, error: 'closed' } });
    expect(await link.call('enter', { space: fill(1, 16) })).toMatchObject({ error: { error: 'closed' } });
  });

  it('nonsense from the relay ends it', async () => {
    for (const nonsense of [encode([1, 2]), encode('x'), Uint8Array.of(0xff), encodeAnswer(0, 'enter', entered)]) {
      const { link, say, isClosed } = await linked();
      say(new Uint8Array(nonsense));
      await link.closed;
      expect(isClosed()).toBe(true);
    }
    const { link, emit } = await linked();
    emit('message', 'text');
    await link.closed;
  });

  it('an answer of another shape is refused, and only that call', async () => {
    const { link, say } = await linked();
    const call = link.call('append', { space: fill(1, 16), sealed: fill(1, 9) });
    say(encodeAnswer(2, 'enter', entered));
    expect(await call).toEqual({ ok: false, error: { status: 0, error: 'bad-answer' } });
  });

  it('is not made with nobody there, a silent relay, an address that is none, or another version', async () => {
    const { timers, ring } = handTimers();
    const silent = fakeSocket();
    const waiting = connectRelay({ url, socket: () => silent.socket, timers, helloMs: 10 });
    ring(10);
    expect(await waiting).toMatchObject({ ok: false, error: { error: 'unreachable' } });
    expect(silent.isClosed()).toBe(true);
    const gone = fakeSocket();
    const failing = connectRelay({ url, socket: () => gone.socket, timers });
    gone.emit('error');
    expect(await failing).toMatchObject({ ok: false, error: { error: 'unreachable' } });
    const throws = (): Socket => {
      throw new SyntaxError('no such address');
    };
    expect(await connectRelay({ url, socket: throws, timers })).toMatchObject({ error: { error: 'unreachable' } });
    expect(await connectRelay({ url: 'javascript:alert(1)', socket: throws, timers })).toMatchObject({ error: { error: 'unreachable' } });
    const newer = fakeSocket();
    const refused = connectRelay({ url, socket: () => newer.socket, timers });
    newer.emit('open');
    await tick();
    newer.say(encodeRefusal(1, 'version'));
    expect(await refused).toMatchObject({ ok: false, error: { status: 400, error: 'version' } });
  });

  it('addresses', () => {
    expect(socketUrl('https://relay.example/')).toBe('wss://relay.example/v1/ws');
    expect(socketUrl('http://127.0.0.1:8080')).toBe('ws://127.0.0.1:8080/v1/ws');
    for (const bad of ['relay.example', 'ftp://x', 'https://', 'https://x/path', 'https://x?y', 'https://x y'])
      expect(socketUrl(bad)).toBeUndefined();
  });

  it('a lone call needs no socket', async () => {
    const posted: string[] = [];
    const answered = await callOnce(
      `${url}/`,
      async (to) => {
        posted.push(to);
        return encodeCallAnswer('reply-get', { bytes: null });
      },
      'reply-get',
      { box: fill(1, 16), key: fill(2, 32) },
    );
    expect([posted, answered]).toEqual([['http://relay.example/v1/call'], { ok: true, value: { bytes: null } }]);
    const failed = await callOnce(url, () => Promise.reject(new Error('no net')), 'hello', { versions: [1] });
    expect(failed).toMatchObject({ ok: false, error: { error: 'unreachable' } });
  });
});
