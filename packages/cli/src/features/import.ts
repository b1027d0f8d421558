import { readFile } from 'node:fs/promises';
import { err, ok, type Id, type Result } from '@awna/base';
import { askFor, offer, type Draft } from '@awna/core';
import type { Home } from '@awna/device';
import type { Command } from 'commander';
import { alarmOf } from '../alarm.ts';
import type { AtGroup, Desk, Done } from '../desk.ts';
import { failed, wrong, type Failure } from '../failure.ts';
import { refreshToSay } from '../fresh.ts';
import type { BadLine, ImportItem } from '../import/items.ts';
import { readMap } from '../import/map-file.ts';
import { noMapping, readPlan, type Mapping, type Plan } from '../import/read.ts';
import { readNumber } from '../input.ts';
import { brief, shown } from '../print.ts';
import type { Register } from '../register.ts';
import { exitFor, placed, type Accepted } from '../send.ts';
import { problemText } from '../words.ts';

interface ImportOptions {
  readonly map?: string;
  readonly side?: string;
  readonly dates?: string;
  readonly days?: string;
  readonly dry?: boolean;
}

async function bytesOf(desk: Desk, file: string): Promise<Result<Uint8Array, Failure>> {
  try {
    return ok(file === '-' ? await desk.io.input() : new Uint8Array(await readFile(file)));
  } catch {
    return err(wrong('no-such-file', desk.words.cli.wrong.noFile({ file: shown(file) }), 'FILE'));
  }
}

async function mappingOf(desk: Desk, options: ImportOptions): Promise<Result<Mapping, Failure>> {
  const { wrong: words } = desk.words.cli;
  let mapping = noMapping;
  if (options.map !== undefined) {
    const bytes = await bytesOf(desk, options.map);
    if (!bytes.ok) return bytes;
    const map = readMap(new TextDecoder().decode(bytes.value));
    if (!map.ok) return err(wrong(map.error.reason, words.map({ why: map.error.reason, value: shown(map.error.value) }), '--map'));
    mapping = map.value;
  }
  const { side, dates } = options;
  if (side !== undefined && side !== 'need' && side !== 'offer')
    return err(wrong('side-unknown', words.oneOf({ field: '--side', values: 'need offer' }), '--side'));
  if (dates !== undefined && dates !== 'day-first' && dates !== 'month-first')
    return err(wrong('dates-unknown', words.oneOf({ field: '--dates', values: 'day-first month-first' }), '--dates'));
  return ok({ ...mapping, side: side ?? mapping.side, dates: dates ?? mapping.dates });
}

/** X9: what came on paper is asked for somebody else; who, and how to reach them, is sealed to the importer alone. */
function draftOf(me: Id, item: ImportItem, until: number): Draft {
  const asking = {
    ...{
      kind: item.kind,
      text: item.text,
      until,
      area: item.area,
      urgency: item.urgency,
      by: item.by,
      amount: item.amount,
      for: 'other' as const,
    },
    ...(item.languages.length > 0 ? { languages: item.languages } : {}),
    ...(item.forWhom === null ? {} : { forWhom: item.forWhom }),
    ...(item.contact === null ? {} : { contactNote: item.contact }),
  };
  return item.side === 'need' ? askFor(me, asking) : offer(me, asking);
}

const notesKey = (space: Id): string => `import/${space}`;

/** Keys of lines that came in before: the same sheet again brings in only what is new. */
async function knownKeys(home: Home, space: Id): Promise<Set<string>> {
  const keys = (await home.kept(notesKey(space)))?.['keys'];
  return new Set(Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : []);
}

const batch = 20;

interface Brought {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

/** Why nothing more can come in, whatever the line says. */
const ends: ReadonlySet<string> = new Set(['disk-full', 'stopped-by-alarm', 'app-too-old', 'not-a-member']);

/**
 * Brings items in, each by a request of its own: the device keeps request and fact in one write, so that a line comes
 * in once although this ends in the middle. One that a rule refuses is left out and said, like a bad line.
 */
async function bringIn(
  desk: Desk,
  at: AtGroup,
  me: Id,
  items: readonly ImportItem[],
  until: number,
  known: Set<string>,
): Promise<Result<Brought, Failure>> {
  // Why what came in has no place yet is said once, at the end.
  let waits = '';
  const quiet: Desk = { ...desk, warn: (text) => (waits = text) };
  const accepted: Accepted[] = [];
  const refused: { line: number; reason: string }[] = [];
  for (let begin = 0; begin < items.length; begin += batch) {
    const { size } = await at.group.roots();
    const ids: Id[] = [];
    for (const item of items.slice(begin, begin + batch)) {
      const done = await at.group.act([draftOf(me, item, until)], { request: `import/${item.key}` });
      if (done.ok) {
        ids.push(...done.value.ids);
        known.add(item.key);
      } else if (ends.has(done.error.reason)) return err((await alarmOf(desk, at)) ?? failed(done.error.reason));
      else refused.push({ line: item.line, reason: done.error.reason });
    }
    const now = await placed(quiet, at, size, ids);
    if (!now.ok) return now;
    accepted.push(...now.value);
    const kept = await at.home.keep(notesKey(at.card.space), { keys: [...known] });
    if (!kept.ok) return err(failed(kept.error));
    desk.warn(desk.words.cli.importing({ n: accepted.length, of: items.length }));
  }
  if (waits !== '') desk.warn(waits);
  return ok({ accepted, refused });
}

function badLine(desk: Desk, { line, reason, value }: BadLine): string {
  const why = desk.words.cli.badLine[reason]();
  return desk.words.cli.badLine.at({ line, why: (value ?? '') === '' ? why : `${why} (${brief(value ?? '')})` });
}

/** More lines than this help nobody who reads them; all of them stand in the JSON. */
const mostSaid = 50;

function warnOf<T>(desk: Desk, lines: readonly T[], says: (line: T) => string): void {
  for (const line of lines.slice(0, mostSaid)) desk.warn(says(line));
  if (lines.length > mostSaid) desk.warn(desk.words.cli.badLine.more({ n: lines.length - mostSaid }));
}

function warnings(desk: Desk, plan: Plan): void {
  warnOf(desk, plan.bad, (bad) => badLine(desk, bad));
  if (plan.unknown.length > 0) desk.warn(desk.words.cli.unknownColumns({ names: plan.unknown.slice(0, 20).map(brief).join('، ') }));
  if (plan.guessedDates) desk.warn(desk.words.cli.guessedDates());
}

/** A sheet of needs and offers comes in: what cannot be read is said by line and left out. */
async function importSheet(desk: Desk, file: string, options: ImportOptions): Promise<Done> {
  const mapping = await mappingOf(desk, options);
  if (!mapping.ok) return mapping;
  const days = readNumber(desk.words, '--days', options.days ?? '30', 1, 60);
  if (!days.ok) return days;
  const bytes = await bytesOf(desk, file);
  if (!bytes.ok) return bytes;
  const plan = readPlan(bytes.value, mapping.value, desk.minute());
  if (!plan.ok) return err(wrong(plan.error, desk.words.cli.notASheet[plan.error](), 'FILE'));
  warnings(desk, plan.value);
  const at = await desk.group();
  if (!at.ok) return at;
  const { card, home } = at.value;
  if (card.me === null) return err(failed('not-a-member'));
  const fresh = await refreshToSay(desk, at.value);
  if (!fresh.ok) return fresh;
  const known = await knownKeys(home, card.space);
  const items = plan.value.items.filter(({ key }) => !known.has(key));
  const before = plan.value.items.length - items.length;
  const until = desk.minute() + days.value * 1440;
  const done = options.dry ? ok({ accepted: [], refused: [] }) : await bringIn(desk, at.value, card.me, items, until, known);
  if (!done.ok) return done;
  const { accepted, refused } = done.value;
  warnOf(desk, refused, ({ line, reason }) => desk.words.cli.badLine.at({ line, why: problemText(desk.words, reason) }));
  const summary = { lines: plan.value.lines, imported: accepted.length, before, skipped: plan.value.bad.length + refused.length };
  return ok({
    json: { ...summary, accepted, bad: [...plan.value.bad, ...refused], unknown: plan.value.unknown },
    lines: [desk.words.cli.imported(summary)],
    ...exitFor(accepted),
  });
}

/** Bringing in what a group collected elsewhere. */
export function addImport(program: Command, add: Register): void {
  add(program, 'import <FILE>', importSheet, (command) =>
    command.option('--map <FILE>').option('--side <SIDE>').option('--dates <ORDER>').option('--days <N>').option('--dry'),
  );
}
