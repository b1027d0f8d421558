import { err, ok, type Result, type Value } from '@awna/base';
import type { Announcement, Answer } from './answers.ts';
import { decodeAnswer, decodeFromRelay, encodeRequest } from './codec.ts';
import { version } from './limits.ts';
import { trouble, type Refusal } from './refusal.ts';
import type { Args, Op } from './requests.ts';
import { socketUrl, type Socket, type SocketFactory, type Timers } from './socket.ts';

/** One open connection to a relay. Calls may overlap; each gets its own answer. */
export interface RelayLink {
  /** What the relay said of itself: its key, this connection's nonce, its limits. */
  readonly hello: Answer<'hello'>;
  call<O extends Op>(op: O, args: Args<O>): Promise<Result<Answer<O>, Refusal>>;
  /** Hears what the relay says unasked, in its order; the answer stops hearing. */
  onAnnounce(hear: (announcement: Announcement) => void): () => void;
  close(): void;
  /** Fulfilled once, when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
}

/** How to reach a relay; everything that touches the world comes in here. */
export interface LinkOptions {
  /** `http(s)://host[:port]` of the relay. */
  readonly url: string;
  readonly socket: SocketFactory;
  readonly timers: Timers;
  /** Until the relay has said hello. */
  readonly helloMs?: number;
  /** Until an answer. */
  readonly callMs?: number;
}

interface Waiting {
  settle(status: number, value: Value): void;
  fail(refusal: Refusal): void;
}

/** Connects and says hello. Never rejects: what went wrong is the refusal. */
export async function connectRelay(options: LinkOptions): Promise<Result<RelayLink, Refusal>> {
  const url = socketUrl(options.url);
  if (url === undefined) return err(trouble('unreachable'));
  let socket: Socket;
  try {
    socket = options.socket(url);
  } catch {
    return err(trouble('unreachable'));
  }
  const line = lineOver(socket, options.timers, options.callMs ?? 30_000);
  const cancel = options.timers.after(options.helloMs ?? 10_000, () => line.end('timeout'));
  const opened = await line.opened;
  const hello = opened.ok ? await line.call('hello', { versions: [version] }) : opened;
  cancel();
  if (!hello.ok) {
    line.end('closed');
    return err(opened.ok ? hello.error : trouble('unreachable'));
  }
  return ok({ hello: hello.value, call: line.call, onAnnounce: line.onAnnounce, close: () => line.end('closed'), closed: line.closed });
}

/** A promise and the word that fulfils it. */
function promised<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve: (value) => resolve(value) };
}

function lineOver(socket: Socket, timers: Timers, callMs: number) {
  const waiting = new Map<number, Waiting>();
  const hearers = new Set<(announcement: Announcement) => void>();
  const opened = promised<Result<true, Refusal>>();
  const closed = promised<void>();
  let over = false;
  let last = 0;

  const end = (why: 'closed' | 'timeout' | 'bad-answer'): void => {
    if (over) return;
    over = true;
    for (const one of [...waiting.values()]) one.fail(trouble(why));
    opened.resolve(err(trouble(why)));
    socket.close();
    closed.resolve();
  };

  const hear = (event: { readonly data?: unknown }): void => {
    if (over) return;
    const bytes = event.data instanceof ArrayBuffer ? new Uint8Array(event.data) : undefined;
    const message = bytes ? decodeFromRelay(bytes) : err('malformed' as const);
    // A relay that talks nonsense is not worth listening to: whatever followed could not be trusted to be in order.
    if (!message.ok) return end('bad-answer');
    if (message.value.kind === 'answer') return waiting.get(message.value.id)?.settle(message.value.status, message.value.value);
    for (const hearer of [...hearers]) hearer(message.value.announcement);
  };

  const call = <O extends Op>(op: O, args: Args<O>): Promise<Result<Answer<O>, Refusal>> =>
    new Promise((resolve) => {
      if (over) return resolve(err(trouble('closed')));
      const id = ++last;
      const request = encodeRequest(id, op, args);
      const settle = (result: Result<Answer<O>, Refusal>): void => {
        waiting.delete(id);
        cancel();
        resolve(result);
      };
      const cancel = timers.after(callMs, () => settle(err(trouble('timeout'))));
      waiting.set(id, { settle: (status, value) => settle(decodeAnswer(op, status, value)), fail: (refusal) => settle(err(refusal)) });
      try {
        socket.send(request);
      } catch {
        end('closed');
      }
    });

  const onAnnounce = (hearer: (announcement: Announcement) => void): (() => void) => {
    hearers.add(hearer);
    return () => hearers.delete(hearer);
  };

  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => opened.resolve(ok(true)));
  socket.addEventListener('message', hear);
  socket.addEventListener('error', () => end('closed'));
  socket.addEventListener('close', () => end('closed'));
  return { call, onAnnounce, end, opened: opened.promise, closed: closed.promise };
}
