import { decodeCall, encodeCallRefusal, limits, relayErrors, withoutSocket, type Extra, type RelayError } from '@awna/wire';
import type { Bytes } from '@awna/base';
import { Hono, type Context as Asked } from 'hono';
import type { Context } from '../context.ts';
import { answer } from '../ops/index.ts';
import { extraOf, newSession } from '../session.ts';
import { bodyOf } from './body.ts';
import { headersOf } from './headers.ts';
import { webApp } from './web.ts';

export interface AppOptions {
  readonly context: Context;
  /** Folder of the built web app; null serves none. */
  readonly web: string | null;
  /** Whether the relay is reached over https by a front of its own. */
  readonly secure: boolean;
  /** Seconds the caller of this request has to wait, 0 for none. */
  readonly admit: (asked: Asked) => number;
  readonly isStopping: () => boolean;
}

/** The relay's HTTP: one call, a look at its health, and the app's files. */
export function relayApp({ context, web, secure, admit, isStopping }: AppOptions): Hono {
  const app = new Hono();

  app.use(async (asked, next) => {
    await next();
    const place = { secure: secure || asked.req.header('x-forwarded-proto') === 'https', open: asked.req.path.startsWith('/v1/') };
    for (const [name, value] of Object.entries(headersOf(place))) asked.res.headers.set(name, value);
  });

  const refused = (error: RelayError, extra: Extra = {}): Response => {
    context.counters.add('refusals');
    return cbor(relayErrors[error], encodeCallRefusal(error, extra), error === 'too-large');
  };

  app.options('/v1/*', (asked) => {
    asked.header('access-control-allow-methods', 'GET, POST');
    asked.header('access-control-allow-headers', 'content-type');
    asked.header('access-control-max-age', '86400');
    return asked.body(null, 204);
  });

  app.post('/v1/call', async (asked) => {
    context.counters.add('calls');
    if (isStopping()) return refused('stopping');
    const wait = admit(asked);
    if (wait > 0) return refused('too-fast', { wait });
    const body = await bodyOf(asked.req.raw, limits.message);
    if (!body.ok) return refused(body.error === 'too-large' ? 'too-large' : 'malformed');
    const call = decodeCall(body.value);
    if (!call.ok) return refused(call.error.error);
    if (!withoutSocket.has(call.value.op)) return refused('needs-socket');
    const answered = await answer(context, newSession(null), call.value, 0);
    return answered.ok ? cbor(200, answered.value.bytes) : refused(answered.error.error, extraOf(answered.error));
  });

  app.get('/v1/health', (asked) => asked.json({ ok: !isStopping(), counts: context.counters.all() }));
  app.all('/v1/*', () => new Response(null, { status: 404 }));
  if (web !== null) app.get('*', webApp(web));
  app.notFound(() => new Response(null, { status: 404 }));
  app.onError(() => new Response(null, { status: 500 }));
  return app;
}

const cbor = (status: number, bytes: Bytes, last = false): Response =>
  new Response(bytes, { status, headers: { 'content-type': 'application/cbor', ...(last ? { connection: 'close' } : {}) } });
