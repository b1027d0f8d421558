import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context as Asked } from 'hono';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  txt: 'text/plain; charset=utf-8',
};

const packed = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Names we serve: no dots first, no climbing out. */
const safePath = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/?$/;
/** A name with a hash of its content never changes its bytes. */
const hashed = /^\/assets\/.*[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** Serves the app's files; a place in the app that is no file gets `index.html`, which finds its way by itself. */
export function webApp(folder: string): (asked: Asked) => Promise<Response> {
  return async (asked) => {
    const path = asked.req.path;
    if (!safePath.test(path)) return new Response(null, { status: 404 });
    const asFile = path === '/' ? '/index.html' : path;
    const extension = /\.([a-z0-9]+)$/.exec(asFile)?.[1];
    if (extension) return (await fileOf(folder, asFile, asked)) ?? new Response(null, { status: 404 });
    return (await fileOf(folder, '/index.html', asked)) ?? new Response(null, { status: 404 });
  };
}

async function fileOf(folder: string, path: string, asked: Asked): Promise<Response | undefined> {
  const type = types[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''];
  const found = type ? await stat(join(folder, path)).catch(() => undefined) : undefined;
  if (!type || !found?.isFile()) return undefined;
  const headers: Record<string, string> = {
    'content-type': type,
    'cache-control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`,
    vary: 'accept-encoding',
  };
  if (asked.req.header('if-none-match') === headers['etag']) return new Response(null, { status: 304, headers });
  const accepted = asked.req.header('accept-encoding') ?? '';
  for (const [encoding, ending] of packed) {
    if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
    const bytes = await readFile(join(folder, path + ending)).catch(() => undefined);
    if (bytes) return new Response(bytes, { headers: { ...headers, 'content-encoding': encoding } });
  }
  return new Response(await readFile(join(folder, path)), { headers });
}
