import { err, ok } from '@awna/base';
import { closeInvite, leave as leaveDraft, setProfile, type MemberView, type Profile } from '@awna/core';
import type { Command } from 'commander';
import type { AtGroup, Desk, Done } from '../desk.ts';
import { failed, wrong } from '../failure.ts';
import { goneFrom, keptText, refresh, refreshToSay, refreshToShow, saidTooLate } from '../fresh.ts';
import { readNumber, readWords } from '../input.ts';
import { brief, shown } from '../print.ts';
import type { Register } from '../register.ts';
import { exitFor, send } from '../send.ts';

const instantHours = 72;

const goneText = ({ words, date }: Desk, how: MemberView['how'], left: number): string =>
  words.members.one[how ?? 'left']({ date: date(left) });

function memberLine(desk: Desk, member: MemberView): string {
  const { words } = desk;
  const name = shown(member.name ?? words.app.someone());
  const when = member.left === null ? words.members.since({ date: desk.date(member.since) }) : goneText(desk, member.how, member.left);
  const marks = [
    when,
    member.case === null ? '' : words.members.one.case(),
    shown(member.area ?? ''),
    shown(member.skills.join('، ')),
  ].filter((mark) => mark !== '');
  return `${name}${member.me ? ` (${words.cli.you()})` : ''}  ${marks.join(' · ')}\n        ${member.id}`;
}

interface MeOptions {
  readonly name?: string;
  readonly area?: string;
  readonly skills?: string;
  readonly languages?: string;
  readonly times?: string;
  readonly about?: string;
  readonly contact?: string;
}

const listOf = (text: string): string[] =>
  text
    .split(/[,،]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Who I am here; with options, changes my page (M4): what is not named stays. */
async function me(desk: Desk, options: MeOptions): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  const { group, card } = at.value;
  if (card.me === null) return err(failed('not-a-member'));
  const before = await group.view('member', { id: card.me });
  if (Object.keys(options).length > 0) {
    for (const [field, text] of Object.entries(options) as [string, string][]) {
      if (text.length > 1000) return err(wrong('too-long', desk.words.cli.wrong.tooLong({ field: `--${field}`, n: 1000 }), `--${field}`));
    }
    const named = readWords(desk.words, '--name', options.name ?? before?.name ?? '', 200);
    if (!named.ok) return err({ exit: 2, reason: 'name-missing', field: '--name' });
    const sent = await send(desk, at.value, [setProfile(card.me, profileOf(before, options, named.value))]);
    if (!sent.ok) return sent;
  }
  const view = await group.view('member', { id: card.me });
  return ok({
    json: { ...view, space: card.space, group: card.group, relay: card.relay },
    lines: view ? [shown(card.group), memberLine(desk, view)] : [shown(card.group)],
  });
}

function profileOf(before: MemberView | null, options: MeOptions, name: string): Profile {
  const text = (field: 'area' | 'times' | 'about' | 'contact') => {
    const value = options[field] ?? before?.[field] ?? '';
    return value === '' ? {} : { [field]: value };
  };
  const kept = {
    ...((before?.vehicle ?? null) === null ? {} : { vehicle: before?.vehicle ?? '' }),
    ...((before?.limit ?? null) === null ? {} : { limit: before?.limit ?? 0 }),
  };
  const skills = options.skills === undefined ? (before?.skills ?? []) : listOf(options.skills);
  const languages = options.languages === undefined ? (before?.languages ?? []) : listOf(options.languages);
  return { name, skills, languages, ...text('area'), ...text('times'), ...text('about'), ...text('contact'), ...kept };
}

async function members(desk: Desk, options: { all?: boolean }): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const list = await at.value.group.view('members', { all: options.all ?? false });
  return ok({
    json: list,
    lines: [desk.words.members.count({ n: list.filter((member) => member.in).length }), ...list.map((member) => memberLine(desk, member))],
  });
}

/** M2: a link to pass on. */
async function invite(desk: Desk, options: { instant?: boolean; uses?: string; hours?: string }): Promise<Done> {
  const { words } = desk;
  const uses = readNumber(words, '--uses', options.uses ?? '1', 1, 500);
  if (!uses.ok) return uses;
  const hours = readNumber(words, '--hours', options.hours ?? (options.instant ? '24' : '168'), 1, options.instant ? instantHours : 2160);
  if (!hours.ok) return hours;
  const at = await desk.group();
  if (!at.ok) return at;
  const gone = await goneFrom(desk, at.value);
  if (gone) return err(gone);
  const made = await at.value.group.invite({ mode: options.instant ? 'instant' : 'request', uses: uses.value, hours: hours.value });
  if (!made.ok) return err(failed(made.error));
  const synced = await refresh(desk, at.value, true);
  if (!synced.ok) return synced;
  const { id, link, until } = made.value;
  const late = synced.value === null ? await saidTooLate(desk, at.value, [id]) : null;
  if (late) return err(late);
  const waits = synced.value !== null;
  if (waits) desk.warn(keptText(desk, synced.value));
  return ok({
    json: { id, link, until, uses: uses.value },
    lines: [link, words.members.invite.until({ date: desk.date(until) })],
    ...(waits ? { exit: 3 as const } : {}),
  });
}

async function invites(desk: Desk, options: { all?: boolean }): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const { invites: words } = desk.words.members;
  const list = (await at.value.group.view('invites', {})).filter(({ state }) => options.all === true || state === 'open');
  // The box's private key is for devices, not for papers.
  const json = list.map((view) => ({ ...view, boxSeed: undefined }));
  const lines = list.map(
    ({ id, state, used, uses, byName }) =>
      `${id}  ${words.state[state]()} · ${words.used({ used, uses })} · ${shown(byName ?? desk.words.app.someone())}`,
  );
  return ok({ json, lines: lines.length > 0 ? lines : [words.none()] });
}

async function revoke(desk: Desk, text: string): Promise<Done> {
  const { wrong: words } = desk.words.cli;
  const id = text.trim();
  if (id === '') return err(wrong('text-missing', words.empty({ field: 'ID' }), 'ID'));
  const at = await desk.group();
  if (!at.ok) return at;
  const synced = await refreshToSay(desk, at.value);
  if (!synced.ok) return synced;
  const all = await at.value.group.view('invites', {});
  if (!all.some((invite) => invite.id === id)) {
    const ids = all.filter(({ state }) => state === 'open').map((invite) => invite.id);
    const message =
      ids.length > 0 ? words.inviteUnknown({ id: brief(id), ids: ids.slice(0, 10).join(' ') }) : words.inviteNone({ id: brief(id) });
    return err({ ...failed('invite-unknown'), message, field: 'ID' });
  }
  const sent = await send(desk, at.value, [closeInvite(id)]);
  return sent.ok ? ok({ json: { accepted: sent.value }, lines: [desk.words.members.invites.closed()], ...exitFor(sent.value) }) : sent;
}

/** Opens the door to those who wait: one, or all. Without either, says who waits. */
async function admit(desk: Desk, slot: string | undefined, options: { all?: boolean; decline?: boolean }): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  const { group } = at.value;
  const synced = await refreshToSay(desk, at.value, true);
  if (!synced.ok) return synced;
  const waiting = await group.letters();
  const { letters: words } = desk.words.members;
  if (slot === undefined && !options.all) {
    const lines = waiting.map((letter) => `${letter.slot}  ${shown(letter.name)}`);
    return ok({ json: { waiting }, lines: lines.length > 0 ? lines : [words.none()] });
  }
  const chosen = waiting.filter((letter) => options.all === true || letter.slot === slot || letter.name === slot);
  if (chosen.length === 0 && slot !== undefined)
    return err({ ...failed('invite-unknown'), message: desk.words.cli.wrong.letterUnknown({ name: brief(slot) }), field: 'ID' });
  const done: { slot: string; name: string; member: string | null }[] = [];
  for (const letter of chosen) {
    if (options.decline) {
      const no = await group.decline(letter.slot);
      if (!no.ok) return err(failed(no.error));
      done.push({ slot: letter.slot, name: letter.name, member: null });
    } else {
      const yes = await group.admit(letter.slot);
      if (!yes.ok) return err(failed(yes.error));
      done.push({ slot: letter.slot, name: letter.name, member: yes.value.member });
    }
  }
  return welcomed(desk, at.value, done, options.decline ?? false);
}

async function welcomed(
  desk: Desk,
  at: AtGroup,
  done: readonly { name: string; member: string | null }[],
  declined: boolean,
): Promise<Done> {
  const { letters: words } = desk.words.members;
  const synced = await refresh(desk, at, true);
  if (!synced.ok) return synced;
  const waits = synced.value !== null && done.length > 0;
  if (waits) desk.warn(keptText(desk, synced.value));
  const lines = done.map(({ name }) => `${shown(name)}: ${declined ? words.declined() : words.admitted()}`);
  const { space } = at.card;
  const one = done.length === 1 && !declined ? { member: done[0]?.member, state: 'joined' } : {};
  return ok({
    json: { space, ...one, [declined ? 'declined' : 'admitted']: done },
    lines: lines.length > 0 ? lines : [words.none()],
    ...(waits ? { exit: 3 as const } : {}),
  });
}

/** M6: one tap. */
async function leave(desk: Desk): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  const fresh = await refreshToSay(desk, at.value);
  if (!fresh.ok) return fresh;
  const sent = await send(desk, at.value, [leaveDraft()]);
  return sent.ok
    ? ok({ json: { state: 'done', accepted: sent.value }, lines: [desk.words.members.device.left()], ...exitFor(sent.value) })
    : sent;
}

/** Who is here (M1, M2, M4, M6). */
export function addMembers(program: Command, add: Register): void {
  const page = ['name', 'area', 'skills', 'languages', 'times', 'about', 'contact'];
  add(program, 'me', me, (command) => page.reduce((built, field) => built.option(`--${field} <TEXT>`), command));
  add(program, 'members', members, (command) => command.option('--all'));
  add(program, 'invite', invite, (command) => command.option('--instant').option('--uses <N>').option('--hours <H>'));
  add(program, 'invites', invites, (command) => command.option('--all'));
  add(program, 'revoke <ID>', revoke);
  add(program, 'admit [ID]', admit, (command) => command.option('--all').option('--decline'));
  add(program, 'leave', leave);
}
