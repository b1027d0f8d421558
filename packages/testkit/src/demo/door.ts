import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import { loadWords, type Words } from '@awna/words';
import { keepRecord, type Record } from './record.ts';

/** One neighbour whom a browser may still become. */
export interface Free {
  readonly name: string;
  readonly link: string;
}

/** Hands neighbours' devices to browsers, each device once: two copies of one would write two stories with one hand. */
export interface Door {
  /** Neighbours nobody took yet, in order; with links that hold while this door is open. */
  free(most: number): readonly Free[];
  /** Names of those who live in a browser already. */
  taken(): readonly string[];
  close(): void;
}

const local = new Set(['127.0.0.1', 'localhost', '[::1]']);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${String(letter.charCodeAt(0))};`);

/** A page in both languages, for the one who came in vain. */
function page(says: (words: Words) => string, languages: readonly Words[], links: readonly Free[]): string {
  const list = links.map(({ name, link }) => `<li><bdi>${escaped(name)}</bdi><br><code dir="ltr">${escaped(link)}</code></li>`).join('');
  const parts = languages.map((words, i) => {
    const others = links.length > 0 ? `<p>${escaped(words.cli.demo.door.others())}</p>` : '';
    return `<section ${i === 0 ? 'lang="ar" dir="rtl"' : 'lang="en" dir="ltr"'}><p>${escaped(says(words))}</p>${others}</section>`;
  });
  const style = 'body{font:1.1rem/1.7 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}code{word-break:break-all}';
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>عونة · Awna</title><style>${style}</style>`;
  return `<!doctype html><html lang="ar" dir="rtl"><head>${head}</head><body>${parts.join('')}<ul>${list}</ul></body></html>`;
}

const plain = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** How many others a page names. */
const named = 6;

/** Opens the door on a free port of this machine. What was handed over is on the disk as such before the answer goes out. */
export async function openDoor(folder: string, given: Record): Promise<Door> {
  let record = given;
  const languages = [await loadWords('ar'), await loadWords('en')];
  const keys = record.waiting.map(() => randomBytes(16).toString('base64url'));
  const origin = new URL(record.url).origin;
  const origins = new Set([...local].map((host) => origin.replace(/\/\/[^/]*(?=:\d)/, `//${host}`)));

  const take = (index: number): string | null => {
    const carried = record.waiting[index]?.carried ?? null;
    if (carried === null) return null;
    const waiting = record.waiting.map((one, i) => (i === index ? { ...one, carried: null } : one));
    keepRecord(folder, { ...record, waiting });
    record = { ...record, waiting };
    return carried;
  };

  const answer = ({ method, url, headers }: IncomingMessage, response: ServerResponse): void => {
    const said = (status: number, type: string, body: string): void => {
      const from = headers.origin !== undefined && origins.has(headers.origin) ? { 'access-control-allow-origin': headers.origin } : {};
      response.writeHead(status, { ...plain, ...from, vary: 'origin', 'content-type': type, 'content-security-policy': policy });
      response.end(body);
    };
    const html = (status: number, says: (words: Words) => string): void =>
      said(status, 'text/html; charset=utf-8', page(says, languages, free(named)));
    // A name that somebody else points at this machine does not open it.
    if (!local.has(headers.host?.replace(/:\d+$/, '') ?? '')) return said(403, 'text/plain', '');
    const index = keys.indexOf(url?.slice(1) ?? '');
    const name = record.waiting[index]?.name;
    // Links are for whoever holds one: without, not even the others' are shown.
    if (name === undefined)
      return said(
        404,
        'text/html; charset=utf-8',
        page((words) => words.cli.demo.door.unknown(), languages, []),
      );
    if (method === 'POST') {
      if (headers.origin === undefined || !origins.has(headers.origin)) return said(403, 'text/plain', '');
      const carried = take(index);
      return carried === null ? said(409, 'text/plain', '') : said(200, 'text/plain', carried);
    }
    if (method !== 'GET') return said(405, 'text/plain', '');
    const isFree = record.waiting[index]?.carried !== null;
    return html(200, ({ cli }) => (isFree ? cli.demo.door.here({ name }) : cli.demo.door.taken({ name })));
  };

  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  function free(most: number): readonly Free[] {
    return record.waiting
      .flatMap(({ name, carried }, i) => (carried === null ? [] : [{ name, link: `${origin}/#d${String(port)}.${keys[i] ?? ''}` }]))
      .slice(0, most);
  }

  return {
    free,
    taken: () => record.waiting.filter(({ carried }) => carried === null).map(({ name }) => name),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
