// `npm start`: a relay with the web app, on this machine. Flags: --port P, --host H, --data DIR (or PORT, HOST, AWNA_DATA);
// --quiet leaves it to somebody else to say where it is.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root, stand } from './ground.mjs';

await stand();
const { buildWeb, webDist } = await import('./web.mjs');

const flags = readFlags();
const host = flags.host ?? process.env.HOST ?? '127.0.0.1';
const data = resolve(flags.data ?? process.env.AWNA_DATA ?? join(root, '.awna'));
const wanted = flags.port ?? process.env.PORT;
const port = wanted ?? String(await freePort(host));

if ((await buildWeb()) !== 0) {
  process.stderr.write('لم يكتمل بناء التطبيق.\nThe app could not be built.\n');
  process.exit(1);
}
mkdirSync(data, { recursive: true, mode: 0o700 });

const main = join(root, 'packages', 'relay', 'src', 'main.ts');
const relay = spawn(process.execPath, [main, '--web', webDist, '--data', data, '--host', host, '--port', port], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
createInterface({ input: relay.stdout }).on('line', (line) => {
  const address = listening(line);
  if (!address) process.stdout.write(`${line}\n`);
  else if (!flags.quiet) greet(address);
});
relay.on('error', (trouble) => {
  process.stderr.write(`${trouble.message}\n`);
  process.exitCode = 1;
});
relay.on('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) relay.kill(signal);
  });
}

function readFlags() {
  try {
    const text = /** @type {const} */ ({ type: 'string' });
    const options = /** @type {const} */ ({ port: text, host: text, data: text, quiet: { type: 'boolean' } });
    const { values } = parseArgs({ args: process.argv.slice(2), options });
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) throw new Error(`--port ${values.port}?`);
    return values;
  } catch (trouble) {
    process.stderr.write(`${trouble.message}\nnpm start -- [--port P] [--host H] [--data DIR]\n`);
    process.exit(2);
  }
}

/** The usual port, or the next free one where a neighbour's program has it. */
async function freePort(at) {
  for (let candidate = 4040; candidate < 4060; candidate++) {
    const free = await new Promise((done) => {
      const probe = createServer();
      probe.once('error', () => done(false));
      probe.listen(candidate, at, () => probe.close(() => done(true)));
    });
    if (free) return candidate;
  }
  return 0;
}

function listening(line) {
  try {
    const said = JSON.parse(line);
    return typeof said?.listening === 'string' ? said.listening : undefined;
  } catch {
    return undefined;
  }
}

function greet(address) {
  const lines = [
    '',
    'عونة تعمل. افتح هذا العنوان في المتصفح:',
    'Awna is running. Open this address in a browser:',
    '',
    `    ${address.replace(/0\.0\.0\.0|\[::\]/, 'localhost')}`,
  ];
  if (host === '0.0.0.0' || host === '::') {
    const { port: open } = new URL(address);
    for (const net of Object.values(networkInterfaces()).flat()) {
      if (net && net.family === 'IPv4' && !net.internal) lines.push(`    http://${net.address}:${open}/`);
    }
  }
  lines.push('', 'للإيقاف: Ctrl+C', 'To stop: Ctrl+C', '');
  process.stdout.write(`${lines.join('\n')}\n`);
}
