import type { createServer, IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Buckets, Rate } from '../bucket.ts';
import type { Context } from '../context.ts';
import { relayApp } from './app.ts';
import { rawAnswer } from './headers.ts';
import { serveSockets } from './socket.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly web: string | null;
  readonly secure: boolean;
  readonly ticks: () => number;
  readonly maxConnections: number;
  readonly callRate: Rate;
  readonly addresses: Buckets;
}

export interface Listening {
  readonly url: string;
  /** Takes no more calls. */
  stop(): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** How long connections may take to end by themselves (milliseconds). */
const farewellMs = 2_000;

/** Opens the relay's port for HTTP and sockets. */
export async function listen(create: typeof createServer, context: Context, options: ListenOptions): Promise<Listening> {
  const { isStopping } = context;
  // An address lives in memory only, in the bucket it fills; it is written nowhere.
  const admit = (request: IncomingMessage): number => options.addresses.take(request.socket.remoteAddress ?? '', 1, options.ticks());
  const app = relayApp({
    context,
    web: options.web,
    secure: options.secure,
    admit: (asked) => admit((asked.env as { incoming: IncomingMessage }).incoming),
    isStopping,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer: create,
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16_384,
    },
  }) as Server;
  // Room for those who are told that there is none.
  server.maxConnections = options.maxConnections + 64;
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable) socket.destroy();
    else socket.end(rawAnswer(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400));
  });
  const { callRate: rate, ticks, maxConnections } = options;
  const sockets = serveSockets(server, { context, rate, ticks, timers: context.timers, maxConnections, admit, isStopping });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    url: `http://${host}:${port}`,
    stop: () => void server.close(),
    close: async () => {
      sockets.close();
      const late = setTimeout(() => {
        sockets.end();
        server.closeAllConnections();
      }, farewellMs);
      server.closeIdleConnections();
      await closed;
      clearTimeout(late);
    },
  };
}
