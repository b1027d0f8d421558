import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { make, toldOf } from './make.ts';
import { recordIn, type Record } from './record.ts';
import { buildAhead, freePort, serve } from './serve.ts';

/*
 * node packages/testkit/src/demo/main.ts --data DIR [--people N] [--days D] [--seed S] [--port P] [--serve] [--no-web]
 * Makes a neighbourhood in a new folder, or opens the one that is there. Says what it does in JSON lines:
 * {"day","days"} · {"made"} or {"again"} · {"open"} once it is served · {"trouble"} where it can't.
 */

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

interface Flags {
  readonly data: string;
  readonly port: number | null;
  readonly serve: boolean;
  readonly web: boolean;
}

function trouble(what: 'folder-in-use' | 'port-busy' | 'other-port', port = 0): number {
  say({ trouble: what, port });
  return 2;
}

async function again(record: Record, { data, port, serve: isServed, web }: Flags): Promise<number> {
  const own = Number(new URL(record.url).port);
  if (port !== null && port !== own) return trouble('other-port', own);
  if (isServed && (await freePort(own)) === undefined) return trouble('port-busy', own);
  say({ again: toldOf(data, record) });
  return isServed ? serve(data, record, { web }, say) : 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      people: { type: 'string', default: '60' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: 'ياسمين' },
      port: { type: 'string' },
      serve: { type: 'boolean', default: false },
      'no-web': { type: 'boolean', default: false },
    },
  });
  const { data, people, days, seed } = values;
  if (data === undefined) {
    process.stderr.write('demo: --data DIR is needed\n');
    return 2;
  }
  const flags = { data, port: values.port === undefined ? null : Number(values.port), serve: values.serve, web: !values['no-web'] };
  const there = recordIn(data);
  if (there) return again(there, flags);
  if (existsSync(data) && readdirSync(data).length > 0) return trouble('folder-in-use');
  const port = await freePort(flags.port ?? 0);
  if (port === undefined) return trouble('port-busy', flags.port ?? 0);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const built = flags.serve && flags.web ? buildAhead() : null;
  const progress = (day: number, of: number): void => say({ day, days: of });
  const record = await make(data, { people: Number(people), days: Number(days), seed, port, progress });
  say({ made: toldOf(data, record) });
  await built;
  return flags.serve ? serve(data, record, flags, say) : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
