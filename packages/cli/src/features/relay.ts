import { createServer } from 'node:net';
import { join } from 'node:path';
import { err, ok } from '@awna/base';
import type { Command } from 'commander';
import { projectFile, runMain } from '../child.ts';
import type { Desk, Done } from '../desk.ts';
import { wrong, type Exit } from '../failure.ts';
import { readNumber } from '../input.ts';
import { brief } from '../print.ts';
import type { Register } from '../register.ts';

interface RelayOptions {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly secure?: boolean;
  /** Commander's `--no-web`. */
  readonly web?: boolean;
}

/** Why no relay can listen there, where none can: said in words before it starts. */
function busyAt(port: number, host: string): Promise<'port-busy' | 'host-unusable' | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'port-busy' : 'host-unusable'),
    );
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

/** Starts a relay: its own main, as a process of its own, since this room may not know how to be one. */
async function relay(desk: Desk, options: RelayOptions): Promise<Done> {
  const { io, words } = desk;
  const port = options.port === undefined ? ok(null) : readNumber(words, '--port', options.port, 0, 65_535);
  if (!port.ok) return port;
  const { host = '127.0.0.1' } = options;
  // Said nothing, Node would listen everywhere.
  const why = host.trim() === '' ? 'host-unusable' : await busyAt(port.value ?? 0, host);
  if (why === 'host-unusable') return err(wrong(why, words.cli.wrong.host({ host: brief(host) }), '--host'));
  if (why !== null) return err(wrong(why, words.cli.wrong.portBusy({ port: String(port.value) }), '--port'));
  const args = ['--data', options.data ?? join(desk.folder, 'relay')];
  if (port.value !== null) args.push('--port', String(port.value));
  if (options.host !== undefined) args.push('--host', options.host);
  if (options.web === false) args.push('--no-web');
  if (options.secure) args.push('--secure');
  const code = await runMain(io, projectFile('packages/relay/src/main.ts'), args);
  if (code === 0) return ok({ json: undefined, lines: [] });
  return err({ exit: (code === 2 ? 2 : 1) satisfies Exit, reason: 'relay-ended', message: words.cli.wrong.relayEnded({ code }) });
}

/** Being a relay for others. */
export function addRelay(program: Command, add: Register): void {
  add(program, 'relay', relay, (command) =>
    command.option('--port <P>').option('--host <H>').option('--data <DIR>').option('--no-web').option('--secure'),
  );
}
