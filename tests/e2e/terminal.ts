import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const awna = join(root, 'packages', 'cli', 'bin', 'awna.mjs');

/** What a command came to: its exit code, the document it printed, and everything it printed. */
export interface Answer {
  readonly code: number;
  readonly json: unknown;
  readonly out: string;
  readonly err: string;
}

/** A member's device in a terminal: every command is a process of its own over the same folder. */
export interface Terminal {
  readonly home: string;
  run(...args: readonly string[]): Promise<Answer>;
  /** The same, where anything but success is a surprise; gives its document. */
  does(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  end(): void;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function startTerminal(): Terminal {
  const home = mkdtempSync(join(tmpdir(), 'awna-home-'));
  // A story that breaks off leaves no device behind.
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const run = (...args: readonly string[]): Promise<Answer> =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, [awna, '--home', home, '--json', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      const said = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
      child.once('error', fail);
      child.once('close', (code) => done({ code: code ?? -1, json: parsed(said.out), ...said }));
    });
  return {
    home,
    run,
    async does(...args) {
      const answer = await run(...args);
      if (answer.code !== 0 || !isMap(answer.json))
        throw new Error(`awna ${args.join(' ')} ended with ${answer.code}: ${answer.out}${answer.err}`);
      return answer.json;
    },
    end: () => rmSync(home, { recursive: true, force: true }),
  };
}
