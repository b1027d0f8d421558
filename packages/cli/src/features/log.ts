import { readFile } from 'node:fs/promises';
import { err, ok, type Result, type Value } from '@awna/base';
import type { Draft } from '@awna/core';
import type { LogLine } from '@awna/device';
import type { Command } from 'commander';
import { alarmOf } from '../alarm.ts';
import type { AtGroup, Desk, Done } from '../desk.ts';
import { wrong, type Failure } from '../failure.ts';
import { refresh, refreshToShow } from '../fresh.ts';
import { readNumber } from '../input.ts';
import { readDrafts } from '../drafts.ts';
import { json, plain, shown } from '../print.ts';
import type { Register } from '../register.ts';
import { exitFor, send } from '../send.ts';
import { sentenceText } from '../sentence.ts';
import { problemText } from '../words.ts';

/** No log is longer. */
export const lastPlace = 999_999_999;
const largestFile = 4 * 1024 * 1024;

async function readInput(desk: Desk, file: string): Promise<Result<Uint8Array, Failure>> {
  try {
    const bytes = file === '-' ? await desk.io.input() : await readFile(file);
    return bytes.length > largestFile ? err(wrong('too-long', desk.words.cli.wrong.fileTooLarge(), 'FILE')) : ok(bytes);
  } catch {
    return err(wrong('no-such-file', desk.words.cli.wrong.noFile({ file: shown(file) }), 'FILE'));
  }
}

/** One fact or an array of them, as they stand in the log. */
async function act(desk: Desk, file: string): Promise<Done> {
  const bytes = await readInput(desk, file);
  if (!bytes.ok) return bytes;
  const drafts: Result<readonly Draft[], Failure> = readDrafts(desk.words, bytes.value);
  if (!drafts.ok) return drafts;
  const at = await desk.group();
  if (!at.ok) return at;
  const sent = await send(desk, at.value, drafts.value);
  if (!sent.ok) return sent;
  return ok({
    json: { accepted: sent.value },
    lines: sent.value.map(({ id, place }) => `${id}  ${place === null ? '…' : String(place)}`),
    ...exitFor(sent.value),
  });
}

/** The bare state, or a feature's slice of it. */
async function state(desk: Desk, feature: string | undefined, options: { at?: string; parts?: boolean }): Promise<Done> {
  const place = options.at === undefined ? ok(undefined) : readNumber(desk.words, '--at', options.at, 0, lastPlace);
  if (!place.ok) return place;
  const at = await desk.group();
  if (!at.ok) return at;
  const { card, group } = at.value;
  const view = (await group.stateAt?.(place.value)) ?? null;
  if (!view) return err(wrong('no-such-place', desk.words.cli.wrong.noPlace(), '--at'));
  const { size, root, stateRoot } = view;
  if (feature !== undefined && !Object.hasOwn(view.state, feature))
    return err(
      wrong('no-such-feature', desk.words.cli.wrong.oneOf({ field: 'FEATURE', values: Object.keys(view.state).join(' ') }), 'FEATURE'),
    );
  const shownState: Value = feature === undefined ? view.state : { [feature]: view.state[feature] ?? null };
  const document = {
    space: card.space,
    size,
    root,
    stateRoot,
    state: shownState,
    ...(options.parts ? { parts: await partsOf(at.value) } : {}),
  };
  return ok({ json: document, lines: [JSON.stringify(plain(document), null, 2)] });
}

/** What this device may read of what can be forgotten: the views, which show nothing else. */
async function partsOf({ group }: AtGroup): Promise<unknown> {
  const [about, members, board] = [
    await group.view('group', {}),
    await group.view('members', { all: true }),
    await group.view('board', { ended: true }),
  ];
  return { group: about, members, board };
}

async function linesFor(desk: Desk, { group }: AtGroup, lines: readonly LogLine[]): Promise<void> {
  const { members } = desk.words;
  const out = (line: LogLine, text: string): void => desk.io.out(`${String(line.place)}  ${desk.date(line.minute)}  ${text}`);
  for (const line of lines) {
    const { author } = line;
    if (desk.json) desk.io.out(json(line));
    else if (line.void !== null) out(line, `${members.log.void()} (${line.void})`);
    else if (author === null || line.facts.length === 0) out(line, '·');
    else {
      const facts = [...line.facts.map((fact) => ({ ...fact, author })), ...line.enacted.map((fact) => ({ ...fact, author: fact.by }))];
      const said = await group.view('sentences', { facts });
      said.forEach((sentence, i) => {
        const why = line.judged[i] ?? 'ok';
        out(
          line,
          `${sentenceText(desk, sentence)}${why === 'ok' ? '' : ` — ${members.log.refused({ why: problemText(desk.words, why) })}`}`,
        );
      });
    }
  }
}

const stride = 200;

/** Prints the log from a place on; gives the place after the last line. */
export async function printLog(desk: Desk, at: AtGroup, from: number): Promise<number> {
  for (let next = from; ;) {
    const lines = await at.group.log({ from: next, limit: stride });
    if (lines.length === 0) return next;
    await linesFor(desk, at, lines);
    next = (lines.at(-1)?.place ?? next) + 1;
  }
}

async function log(desk: Desk, options: { from?: string; follow?: boolean }): Promise<Done> {
  const from = readNumber(desk.words, '--from', options.from ?? '0', 0, lastPlace);
  if (!from.ok) return from;
  const at = await desk.group({ live: options.follow ?? false });
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  let next = await printLog(desk, at.value, from.value);
  if (!options.follow) return ok({ json: undefined, lines: [] });
  const { stopped } = desk.io;
  while (!stopped.aborted) {
    await changed(at.value, next, stopped);
    next = await printLog(desk, at.value, next);
    const alarm = await alarmOf(desk, at.value);
    if (alarm) return err(alarm);
  }
  return ok({ json: undefined, lines: [] });
}

/** Waits until the log is longer than `size`, something is wrong with it, or we are told to stop. */
export function changed({ group }: AtGroup, size: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      unwatch();
      stopped.removeEventListener('abort', end);
      resolve();
    };
    const unwatch = group.watchStatus((status) => {
      if (status.size > size || status.alarm) queueMicrotask(end);
    });
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
  });
}

/** Recomputes everything from genesis and compares. */
async function verify(desk: Desk, options: { full?: boolean }): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  const synced = await refresh(desk, at.value);
  if (!synced.ok) return synced;
  const report = await at.value.group.verify({ full: options.full ?? false });
  const words = desk.words.members.device;
  if (!report.ok) return err({ exit: 4, reason: 'not-verified', message: words.notVerified() });
  const { frames, facts, void: voids, refused, seconds } = report;
  const counts = desk.words.cli.verified({ facts, voids, refused });
  return ok({ json: report, lines: [words.verified({ n: frames }), `${counts} (${seconds.toFixed(1)} s)`] });
}

/** The log itself: facts as they are, state, lines, verification. */
export function addLog(program: Command, add: Register): void {
  add(program, 'act <FILE>', act);
  add(program, 'state [FEATURE]', state, (command) => command.option('--at <PLACE>').option('--parts'));
  add(program, 'log', log, (command) => command.option('--from <PLACE>').option('--follow'));
  add(program, 'verify', verify, (command) => command.option('--full'));
}
