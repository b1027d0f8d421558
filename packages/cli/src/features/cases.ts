import { err, ok, type Id, type Result } from '@awna/base';
import { joinCase, leaveCase, openCase, type Draft } from '@awna/core';
import type { Command } from 'commander';
import { caseLines, caseNamed } from '../cases.ts';
import type { AtGroup, Desk, Done } from '../desk.ts';
import { wrong, type Failure } from '../failure.ts';
import { refreshToSay, refreshToShow } from '../fresh.ts';
import { readWords } from '../input.ts';
import { memberNamed } from '../items.ts';
import type { Register } from '../register.ts';
import { exitFor, send } from '../send.ts';

/** As many letters as a why has in the app. */
const longestWhy = 1500;

async function cases(desk: Desk): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const list = await at.value.group.view('cases', {});
  const lines = list.flatMap((one, i) => caseLines(desk, one, i + 1));
  return ok({ json: list, lines: lines.length > 0 ? lines : [desk.words.members.cases.none()] });
}

/** The group, read to its end: a case is a question about now. */
async function readOn(desk: Desk): Promise<Result<AtGroup, Failure>> {
  const at = await desk.group();
  if (!at.ok) return at;
  const synced = await refreshToSay(desk, at.value);
  return synced.ok ? at : synced;
}

/** Says it and tells how the case stands then. */
async function say(desk: Desk, at: AtGroup, draft: Draft, id: Id | null, said: string): Promise<Done> {
  const sent = await send(desk, at, [draft]);
  if (!sent.ok) return sent;
  const about = id ?? sent.value[0]?.id;
  const list = await at.group.view('cases', {});
  const index = list.findIndex((one) => one.id === about);
  const one = list[index];
  const lacking = Math.max(0, (one?.needed ?? 0) - (one?.joined.length ?? 0));
  const state = one?.ended === null ? `waiting for ${String(lacking)}` : 'done';
  return ok({
    json: { case: about, state, needs: one?.needed ?? null, accepted: sent.value },
    lines: [said, ...(one ? caseLines(desk, one, index + 1) : [])],
    ...exitFor(sent.value),
  });
}

/** M6: asks the members whether somebody should go. */
async function openAbout(desk: Desk, at: AtGroup, member: Id, why: string | undefined, field: string): Promise<Done> {
  const read = readWords(desk.words, field, why ?? '', longestWhy);
  if (!read.ok) return read;
  return say(desk, at, openCase(member, read.value), null, desk.words.members.worry.said());
}

async function open(desk: Desk, text: string, options: { why?: string }): Promise<Done> {
  const at = await readOn(desk);
  if (!at.ok) return at;
  const member = await memberNamed(desk, at.value, text);
  return member.ok ? openAbout(desk, at.value, member.value.id, options.why, '--why') : member;
}

async function join(desk: Desk, text: string): Promise<Done> {
  const at = await readOn(desk);
  if (!at.ok) return at;
  const one = await caseNamed(desk, at.value, text);
  return one.ok ? say(desk, at.value, joinCase(one.value.id), one.value.id, desk.words.members.cases.agreed()) : one;
}

async function back(desk: Desk, text: string): Promise<Done> {
  const at = await readOn(desk);
  if (!at.ok) return at;
  const one = await caseNamed(desk, at.value, text);
  return one.ok ? say(desk, at.value, leaveCase(one.value.id), one.value.id, desk.words.members.cases.tookBack()) : one;
}

/** M6: never one person's tap. The first who says it opens a case; who says it after them joins. */
async function remove(desk: Desk, text: string, options: { reason?: string }): Promise<Done> {
  const at = await readOn(desk);
  if (!at.ok) return at;
  const named = await memberNamed(desk, at.value, text);
  if (!named.ok) return named;
  const member = await at.value.group.view('member', { id: named.value.id });
  const id = member?.case ?? null;
  if (id === null) return openAbout(desk, at.value, named.value.id, options.reason, '--reason');
  return say(desk, at.value, joinCase(id), id, desk.words.members.cases.agreed());
}

/** Without a word after it, or with one that is none: which there are. */
const which = (desk: Desk): Promise<Done> =>
  Promise.resolve(err(wrong('missing-argument', desk.words.cli.wrong.oneOf({ field: 'case', values: 'open join back' }))));

/** Whether somebody should go (M6). */
export function addCases(program: Command, add: Register): void {
  add(program, 'cases', cases);
  const one = add(program, 'case [WORD]', which);
  add(one, 'open <MEMBER>', open, (command) => command.option('--why <TEXT>'));
  add(one, 'join <N>', join);
  add(one, 'back <N>', back);
  add(program, 'remove <MEMBER>', remove, (command) => command.option('--reason <TEXT>'));
}
