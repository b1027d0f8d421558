import { homedir } from 'node:os';
import type { Io } from './io.ts';
import { run } from './run.ts';
import { asTyped } from './typed.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// Somebody who reads only the first lines (`| head`) is no error.
process.stdout.on('error', () => stop.abort());

const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  async input() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return new Uint8Array(Buffer.concat(chunks));
  },
  env: process.env,
  platform: process.platform,
  homeFolder: homedir(),
  now: Date.now,
  stopped: stop.signal,
};

run(asTyped(process.argv.slice(2), process.env), io).then(
  (code) => {
    process.exitCode = code;
    // A device's connection may still be closing; the answer is out.
    process.stdout.write('', () => process.exit());
  },
  (error: unknown) => {
    process.stderr.write(`awna: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(70);
  },
);
