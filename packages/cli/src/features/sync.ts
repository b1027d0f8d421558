import { err, ok } from '@awna/base';
import type { Home, SpaceCard } from '@awna/device';
import type { Command } from 'commander';
import { alarmOf } from '../alarm.ts';
import { currentSpace, isOver, useSpace, type Desk, type Done } from '../desk.ts';
import { look } from '../door.ts';
import { failed } from '../failure.ts';
import { keptText, syncWhole } from '../fresh.ts';
import { readNumber } from '../input.ts';
import { shown } from '../print.ts';
import type { Register } from '../register.ts';
import { whyText } from '../words.ts';
import { changed, lastPlace, printLog } from './log.ts';

/** A newcomer's own sync: looks whether somebody opened the door; null once inside. */
async function stillWaiting(desk: Desk, home: Home, card: SpaceCard): Promise<Done | null> {
  const now = await look(home, card.space);
  if (!now.ok) return now;
  return now.value.state === 'joined' ? null : ok({ json: now.value, lines: [desk.words.cli.joining({ group: shown(card.group) })] });
}

/** Sends what waits, fetches what is new, answers letters of instant invites. */
async function sync(desk: Desk): Promise<Done> {
  const home = await desk.home();
  if (!home.ok) return home;
  const card = await currentSpace(home.value, desk.words);
  if (!card.ok) return card;
  const waiting = card.value.state === 'joining' ? await stillWaiting(desk, home.value, card.value) : null;
  if (waiting) return waiting;
  const at = await desk.group();
  if (!at.ok) return at;
  const before = await at.value.group.status();
  const synced = await syncWhole(at.value);
  const alarm = await alarmOf(desk, at.value);
  if (alarm) return err(alarm);
  const { outbox, letters, size } = await at.value.group.status();
  if (!synced.ok) return err({ ...failed(synced.error), ...(outbox > 0 ? { message: keptText(desk, synced.error) } : {}) });
  const { sent, received } = synced.value;
  const now = (await home.value.spaces()).find(({ space }) => space === at.value.card.space) ?? at.value.card;
  const json = { space: now.space, state: now.state, size, sent: Math.max(sent, before.outbox - outbox), received, outbox, letters };
  const lines = [desk.words.cli.synced({ size, sent: json.sent, received })];
  if (isOver(now)) lines.push(desk.words.members.device[now.state]());
  if (letters > 0) lines.push(desk.words.members.lettersText({ n: letters }));
  return ok({ json, lines });
}

async function outbox(desk: Desk): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  const status = await at.value.group.status();
  return ok({
    json: { space: at.value.card.space, outbox: status.outbox, size: status.size },
    lines: [desk.words.cli.outbox({ n: status.outbox })],
  });
}

/** Stays connected, shows what happens, and (as every device that is online) opens the door to those with an instant invite. */
async function watch(desk: Desk, options: { greet?: boolean; from?: string }): Promise<Done> {
  const at = await desk.group({ live: true });
  if (!at.ok) return at;
  const { group, card, home } = at.value;
  const used = await useSpace(home, card.space);
  if (!used.ok) return err(failed(used.error));
  const from = options.from === undefined ? ok((await group.status()).size) : readNumber(desk.words, '--from', options.from, 0, lastPlace);
  if (!from.ok) return from;
  const { stopped } = desk.io;
  const first = await group.sync();
  desk.warn(
    first.ok ? desk.words.cli.watching({ group: shown(card.group) }) : `${whyText(desk.words, first.error)} ${desk.words.cli.trying()}`,
  );
  const unwatch = options.greet ? tellOfDoor(desk, at.value.group) : () => undefined;
  let next = from.value;
  while (!stopped.aborted) {
    next = await printLog(desk, at.value, next);
    const alarm = await alarmOf(desk, at.value);
    if (alarm) return err(alarm);
    await changed(at.value, next, stopped);
  }
  unwatch();
  return ok({ json: undefined, lines: [] });
}

/** Says so whenever somebody stands at the door who has to be admitted by hand. */
function tellOfDoor(desk: Desk, group: { watchStatus(seen: (status: { letters: number }) => void): () => void }): () => void {
  let last = 0;
  return group.watchStatus(({ letters }) => {
    if (letters > last) desk.warn(desk.words.members.lettersText({ n: letters }));
    last = letters;
  });
}

/** Being in touch with the relay. */
export function addSync(program: Command, add: Register): void {
  add(program, 'sync', sync);
  add(program, 'outbox', outbox);
  add(program, 'watch', watch, (command) => command.option('--greet').option('--from <PLACE>'));
}
