import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Io } from './io.ts';

/** A file of this project outside this room; it is run, never imported. */
export const projectFile = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Runs another room's own main on this Node with our terminal, passes being stopped on, and gives its exit code. */
export function runMain(io: Io, file: string, args: readonly string[], heard?: (line: string) => void): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): void => void child.kill('SIGTERM');
    io.stopped.addEventListener('abort', stop);
    if (io.stopped.aborted) stop();
    lines(child.stdout, heard ?? ((line) => io.out(line)));
    lines(child.stderr, (line) => io.err(line));
    const end = (code: number): void => {
      io.stopped.removeEventListener('abort', stop);
      resolve(code);
    };
    child.on('error', (trouble) => {
      io.err(trouble.message);
      end(1);
    });
    child.on('close', (code) => end(code ?? (io.stopped.aborted ? 0 : 1)));
  });
}

function lines(stream: NodeJS.ReadableStream, heard: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) heard(line);
  });
  stream.on('end', () => {
    if (rest !== '') heard(rest);
  });
}
