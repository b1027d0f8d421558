import type { Socket, SocketEvent } from '@awna/wire';
import { describe, expect, test } from 'vitest';
import { chance, flakyLink } from './index.ts';

/** A socket whose other end writes down what arrives and says what it is told to. */
function far() {
  const arrived: number[] = [];
  const listeners = new Map<string, ((event: SocketEvent) => void)[]>();
  const socket: Socket = {
    binaryType: '',
    send: (data) => void arrived.push(data[0] ?? -1),
    close: () => undefined,
    addEventListener: (type, listener) => void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
  };
  const say = (type: string, data?: unknown): void => listeners.get(type)?.forEach((listener) => listener({ type, data }));
  return { socket, arrived, say };
}

const send = (socket: Socket, ...numbers: number[]): void => numbers.forEach((n) => socket.send(new Uint8Array([n])));

describe('a flaky link', () => {
  test('calm, it carries everything once and in order, both ways', () => {
    const end = far();
    const socket = flakyLink(() => end.socket, chance(1)).socket('ws://x');
    const heard: unknown[] = [];
    socket.addEventListener('message', (event) => heard.push(event.data));
    send(socket, 1, 2, 3);
    end.say('message', 'a');
    expect(end.arrived).toEqual([1, 2, 3]);
    expect(heard).toEqual(['a']);
  });

  test('drops, doubles and swaps as it is told', () => {
    const end = far();
    const link = flakyLink(() => end.socket, chance(1));
    const socket = link.socket('ws://x');
    link.be({ drop: 1 });
    send(socket, 1);
    link.be({ double: 1 });
    send(socket, 2);
    link.be({ swap: 1 });
    send(socket, 3);
    link.be({});
    send(socket, 4);
    expect(end.arrived).toEqual([2, 2, 4, 3]);
    expect(link.mishaps()).toBe(3);
  });

  test('cut off, ends what is open and lets nothing begin until it is mended', async () => {
    const end = far();
    const link = flakyLink(() => end.socket, chance(1));
    const socket = link.socket('ws://x');
    let closed = 0;
    socket.addEventListener('close', () => closed++);
    link.cutOff();
    await Promise.resolve();
    expect(closed).toBe(1);
    expect(() => link.socket('ws://x')).toThrow();
    expect(() => send(socket, 1)).toThrow();
    link.mend();
    send(link.socket('ws://x'), 9);
    expect(end.arrived).toEqual([9]);
  });

  test('cut after a message, the message has arrived and no answer comes', async () => {
    const end = far();
    const link = flakyLink(() => end.socket, chance(1));
    const socket = link.socket('ws://x');
    const heard: string[] = [];
    socket.addEventListener('message', () => heard.push('answer'));
    socket.addEventListener('close', () => heard.push('close'));
    link.be({ cutAfter: 1 });
    send(socket, 1);
    end.say('message', 'too late');
    await Promise.resolve();
    expect(end.arrived).toEqual([1]);
    expect(heard).toEqual(['close']);
  });
});
