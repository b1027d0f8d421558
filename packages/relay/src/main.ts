import { parseArgs } from 'node:util';
import { startRelay } from './start.ts';

/** A relay as a process: says where it listens in one line, counts on stderr, drains and stops when told to. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      web: { type: 'string' },
      'no-web': { type: 'boolean', default: false },
      secure: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write('relay: --data DIR is needed, and --port is 0 to 65535\n');
    return 2;
  }
  const web = values['no-web'] ? null : (values.web ?? new URL('../../web/dist', import.meta.url).pathname);
  // What a relay keeps is its owner's alone, whatever the folder's rights are.
  process.umask(0o077);
  const relay = await startRelay({ data: values.data, port, host: values.host, web, secure: values.secure });
  process.stdout.write(`${JSON.stringify({ listening: relay.url })}\n`);
  const hourly = setInterval(() => process.stderr.write(`${JSON.stringify(relay.counts())}\n`), 3_600_000);
  await new Promise<void>((stop) => {
    process.once('SIGTERM', () => stop());
    process.once('SIGINT', () => stop());
  });
  clearInterval(hourly);
  await relay.close();
  process.stderr.write(`${JSON.stringify(relay.counts())}\n`);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`relay: ${error instanceof Error ? error.message : 'stopped'}\n`);
    process.exitCode = 1;
  },
);
