import { err, ok, type Result } from '@awna/base';
import type { DeviceProblem, Home, SpaceCard } from '@awna/device';
import type { Words } from '@awna/words';
import type { Command } from 'commander';
import { useSpace, type Desk, type Done } from '../desk.ts';
import { knock } from '../door.ts';
import { failed, wrong, type Failure } from '../failure.ts';
import { readWords } from '../input.ts';
import { brief, shown } from '../print.ts';
import type { Register } from '../register.ts';
import { whyText } from '../words.ts';

/** Of a group that did not begin nothing is kept, unlike of what is said in one: it is said so. */
const notBegun = (words: Words, problem: DeviceProblem, relay: string): Failure => ({
  ...failed(problem),
  message:
    problem === 'relay-unreachable'
      ? words.cli.wrong.notBegun({ relay: brief(relay) })
      : `${whyText(words, problem)} ${words.cli.wrong.nothingBegun()}`,
});

/** M1: begins a group on a relay. */
async function found(desk: Desk, group: string, options: { relay: string; name?: string }): Promise<Done> {
  const { words } = desk;
  const named = readWords(words, 'NAME', group, 120);
  if (!named.ok) return named;
  if (!/^https?:\/\/[^\s/]+\/?$/.test(options.relay)) return err(wrong('not-an-address', words.cli.wrong.address(), '--relay'));
  const home = await desk.home();
  if (!home.ok) return home;
  const done = await home.value.found({ relay: options.relay, group: named.value, name: options.name ?? words.cli.founder() });
  if (!done.ok) return err(notBegun(words, done.error, options.relay));
  const kept = await useSpace(home.value, done.value.space);
  if (!kept.ok) return err(failed(kept.error));
  const { space, genesis, member } = done.value;
  return ok({ json: { space, genesis, member }, lines: [words.cli.founded({ group: shown(named.value) }), space] });
}

async function spaces(desk: Desk): Promise<Done> {
  const home = await desk.home();
  if (!home.ok) return home;
  const cards = await home.value.spaces();
  const lines = cards.map(({ space, group, state }) => `${space}  ${shown(group)} · ${desk.words.members.states[state]()}`);
  return ok({ json: cards, lines: lines.length > 0 ? lines : [desk.words.cli.wrong.noGroup()] });
}

/** A group on this device by its id or its name. */
async function spaceNamed(desk: Desk, home: Home, text: string): Promise<Result<SpaceCard, Failure>> {
  const { wrong: words } = desk.words.cli;
  const name = text.trim();
  if (name === '') return err(wrong('text-missing', words.empty({ field: 'SPACE' }), 'SPACE'));
  const hits = (await home.spaces()).filter(({ space, group }) => space === name || group === name);
  const [card] = hits;
  if (!card) return err({ ...failed('unknown-space'), message: words.spaceUnknown({ name: brief(name) }), field: 'SPACE' });
  return hits.length > 1 ? err(wrong('which-group', words.whichGroup(), 'SPACE')) : ok(card);
}

async function use(desk: Desk, text: string): Promise<Done> {
  const home = await desk.home();
  if (!home.ok) return home;
  const card = await spaceNamed(desk, home.value, text);
  if (!card.ok) return card;
  const { space, group } = card.value;
  const kept = await useSpace(home.value, space);
  return kept.ok ? ok({ json: { space }, lines: [desk.words.cli.using({ group: shown(group) })] }) : err(failed(kept.error));
}

async function join(desk: Desk, link: string, options: { name?: string; wait?: string }): Promise<Done> {
  const { words } = desk;
  const name = readWords(words, '--name', options.name ?? '', 200);
  if (!name.ok) return err({ exit: 2, reason: 'name-missing', field: '--name' });
  const wait = options.wait === undefined ? 0 : Number(options.wait);
  if (!(wait >= 0 && wait <= 86_400))
    return err(wrong('not-a-number', words.cli.wrong.number({ field: '--wait', min: 0, max: 86_400 }), '--wait'));
  const home = await desk.home();
  if (!home.ok) return home;
  const card = await home.value.readLink(link.trim());
  if (!card.ok) return err(failed(card.error));
  const done = await knock(home.value, link.trim(), name.value, wait * 1000);
  const later = !done.ok && done.error.exit === 3;
  if (!done.ok && !later) return done;
  const kept = await useSpace(home.value, card.value.space);
  if (!kept.ok) return err(failed(kept.error));
  if (!done.ok) return err({ ...done.error, message: `${whyText(words, done.error.reason)} ${words.cli.knockLater()}` });
  const group = shown(card.value.group);
  return ok({ json: done.value, lines: [done.value.state === 'joined' ? words.cli.joined({ group }) : words.cli.joining({ group })] });
}

async function forget(desk: Desk, text: string, options: { yes?: boolean }): Promise<Done> {
  const home = await desk.home();
  if (!home.ok) return home;
  const card = await spaceNamed(desk, home.value, text);
  if (!card.ok) return card;
  if (!options.yes) return err(wrong('say-yes', desk.words.cli.wrong.sayYes(), '--yes'));
  await home.value.forget(card.value.space);
  return ok({ json: { forgotten: card.value.space }, lines: [desk.words.members.device.forgotten()] });
}

/** Groups on this device: beginning one, coming into one, choosing one. */
export function addSpaces(program: Command, add: Register): void {
  add(program, 'found <NAME>', found, (command) => command.requiredOption('--relay <URL>').option('--name <NAME>'));
  add(program, 'join <LINK>', join, (command) => command.option('--name <NAME>').option('--wait <SECONDS>'));
  add(program, 'spaces', spaces);
  add(program, 'use <SPACE>', use);
  add(program, 'forget <SPACE>', forget, (command) => command.option('--yes'));
}
