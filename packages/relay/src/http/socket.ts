import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits, type Timers } from '@awna/wire';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Rate } from '../bucket.ts';
import type { Context } from '../context.ts';
import type { Ear } from '../log/follower.ts';
import { Calls, endSession, newSession } from '../session.ts';
import { framed, framedOnce } from './frame.ts';
import { rawAnswer } from './headers.ts';

export interface SocketOptions {
  readonly context: Context;
  readonly rate: Rate;
  readonly ticks: () => number;
  readonly timers: Timers;
  readonly maxConnections: number;
  /** Seconds to wait for one address, 0 for none. */
  readonly admit: (request: IncomingMessage) => number;
  readonly isStopping: () => boolean;
}

/** Nobody may hold a connection without a word, nor stay after their network is gone (milliseconds). */
const firstWordMs = 10_000;
const beatMs = 30_000;

/** Takes the upgrades of `/v1/ws`. `close` tells all to go, `end` cuts them off. */
export function serveSockets(server: Server, options: SocketOptions): { close(): void; end(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.message, perMessageDeflate: false, clientTracking: true });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request, sockets.clients.size, options);
    if (refusal > 0) {
      options.context.counters.add('refusedConnections');
      socket.end(rawAnswer(refusal));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => converse(client, socket, options));
  });

  return {
    close: () => {
      for (const client of sockets.clients) client.close(1001);
      sockets.close();
    },
    end: () => {
      for (const client of sockets.clients) client.terminate();
    },
  };
}

function refusalOf(request: IncomingMessage, connections: number, options: SocketOptions): number {
  if (request.url !== '/v1/ws') return 404;
  if (options.isStopping() || connections >= options.maxConnections) return 503;
  return options.admit(request) > 0 ? 429 : 0;
}

function converse(client: WebSocket, wire: Duplex, { context, rate, ticks, timers }: SocketOptions): void {
  context.counters.add('connections');
  const ear = earOf(client, wire, () => context.counters.add('slowFollowers'));
  const session = newSession(ear);
  const calls = new Calls(context, session, ear, client, rate, ticks);
  let cancelBeat = timers.after(firstWordMs, () => client.terminate());
  let alive = true;

  const beat = (): void => {
    if (!alive) return client.terminate();
    alive = false;
    client.ping();
    cancelBeat = timers.after(beatMs, beat);
  };
  let spoke = false;
  client.on('message', (data, isBinary) => {
    if (!isBinary || !Buffer.isBuffer(data)) return client.close(1003);
    alive = true;
    if (!spoke) {
      spoke = true;
      cancelBeat();
      cancelBeat = timers.after(beatMs, beat);
    }
    calls.take(data);
  });
  client.on('pong', () => (alive = true));
  client.on('error', () => client.terminate());
  client.on('close', () => {
    cancelBeat();
    endSession(context, session);
  });
}

function earOf(client: WebSocket, wire: Duplex, slow: () => void): Ear {
  let waiting: (() => void)[] = [];
  const went = (): void => {
    const all = waiting;
    waiting = [];
    for (const one of all) one();
  };
  // What `ws` itself sends are whole frames too, and nothing is compressed: ours may stand between them.
  const put = (frame: Buffer): void => {
    if (client.readyState === client.OPEN) wire.write(frame, went);
    else setImmediate(went);
  };
  let corked = false;
  const send = (bytes: Uint8Array): void => {
    // What is answered in one turn of the loop leaves in one write: a group's acknowledgements come all at once.
    if (!corked) {
      corked = true;
      wire.cork();
      setImmediate(() => {
        corked = false;
        wire.uncork();
      });
    }
    put(framed(bytes));
  };
  return {
    send,
    pass: (bytes) => put(framedOnce(bytes)),
    get backlog() {
      return client.bufferedAmount;
    },
    drained: () => new Promise((resolve) => waiting.push(resolve)),
    drop: () => {
      slow();
      client.terminate();
    },
    end: () => void setImmediate(() => client.close(1008)),
  };
}
