// The stages of `npm test`. A check that is not made of tests (types, lint, …) counts as one; a stage that crashes counts as failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileWords, root } from './ground.mjs';
import { buildWeb } from './web.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);

/** Runs a program with its output beside ours. Resolves to its exit code, or a word for how it ended. */
function run(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CI: '1' } });
    child.on('error', (trouble) => done(trouble.message));
    child.on('exit', (code, signal) => done(code ?? signal ?? 'gone'));
  });
}

const check = (outcome) => (outcome === 0 || outcome === true ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Runs vitest projects and counts tests. A file that could not be read, or a crash, is a failure too. */
async function vitest(projects) {
  const folder = mkdtempSync(join(tmpdir(), 'awna-test-'));
  const report = join(folder, 'report.json');
  try {
    const names = projects.map((name) => `--project=${name}`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run([bin('vitest', 'vitest.mjs'), 'run', ...names, ...reporters]);
    return count(JSON.parse(readFileSync(report, 'utf8')), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What a vitest report comes to. A test that was passed over is no pass, so it fails; so does a stage that tested nothing.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 * @param {number | string} code
 */
export function count(report, code) {
  const passed = report.numPassedTests;
  const passedOver = report.numPendingTests + report.numTodoTests;
  const unread = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + passedOver + unread;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/**
 * In order: what is cheap and tells most comes first.
 * @type {readonly [name: string, stage: () => Promise<{ passed: number, failed: number }>][]}
 */
const stages = [
  ['words', async () => check(compileWords())],
  ['types', async () => check(await run([join(root, 'scripts', 'types.mjs')]))],
  ['lint', async () => check(await run([bin('oxlint', 'bin', 'oxlint')]))],
  ['format', async () => check(await run([bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']))],
  ['house and unit tests', () => vitest(['unit', 'web'])],
  ['build', async () => check(await buildWeb())],
  ['whole stories in a browser', () => vitest(['e2e'])],
];

/** Runs all stages, whatever each comes to. Resolves to the exit code. */
export async function everything() {
  let passed = 0;
  let failed = 0;
  const summary = [];
  for (const [name, stage] of stages) {
    process.stdout.write(`\n── ${name}\n`);
    const began = performance.now();
    let result;
    try {
      result = await stage();
    } catch (trouble) {
      process.stdout.write(`${trouble?.stack ?? trouble}\n`);
      result = { passed: 0, failed: 1 };
    }
    passed += result.passed;
    failed += result.failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    summary.push(`${result.failed === 0 ? '✓' : '✗'} ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  }
  process.stdout.write(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > stages.length ? 0 : 1;
}
