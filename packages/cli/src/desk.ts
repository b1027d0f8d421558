import { err, ok, type Result } from '@awna/base';
import type { Group, Home, SpaceCard } from '@awna/device';
import { agoText, dateText, type Language, type Words } from '@awna/words';
import { failed, wrong, type Failure } from './failure.ts';
import { openHomeAt } from './home.ts';
import type { Io } from './io.ts';
import { problemText } from './words.ts';

/** What a command says at its end: one JSON document, or lines for people. `exit` 3 where it is kept and not sent yet. */
export interface Said {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly exit?: 3;
}

export type Done = Result<Said, Failure>;

/** The group a command is about, on its open device. */
export interface AtGroup {
  readonly home: Home;
  readonly card: SpaceCard;
  readonly group: Group;
}

/** What every command has at hand. */
export interface Desk {
  readonly io: Io;
  readonly words: Words;
  readonly lang: Language;
  readonly json: boolean;
  /** Folder of the device. */
  readonly folder: string;
  /** Minutes since 1970 UTC. */
  minute(): number;
  /** A minute in words. */
  date(minute: number): string;
  ago(minute: number): string;
  /** A line of a stream: JSON where asked for, else words. */
  line(value: unknown, words: string): void;
  warn(words: string): void;
  /** Something was shown although an alarm stands: it is said on stderr, and the exit code is 4 in the end. */
  alarmed(failure: Failure): void;
  readonly exit: { code: 0 | 4 };
  /** The person's device. Opened once and closed when the command is over. `live`: it connects by itself. */
  home(how?: { live?: boolean }): Promise<Result<Home, Failure>>;
  /** The group in use. */
  group(how?: { live?: boolean }): Promise<Result<AtGroup, Failure>>;
  close(): Promise<void>;
}

const yearOf = (minute: number): number => new Date(minute * 60_000).getFullYear();

const currentKey = 'cli/space';

/** Which group commands are about from now on. */
export const useSpace = (home: Home, space: string) => home.keep(currentKey, { space });

/** The group in use: the one that was chosen, or the only one. */
export async function currentSpace(home: Home, words: Words): Promise<Result<SpaceCard, Failure>> {
  const cards = await home.spaces();
  const kept = (await home.kept(currentKey))?.['space'];
  const card = cards.find(({ space }) => space === kept) ?? (cards.length === 1 ? cards[0] : undefined);
  if (card) return ok(card);
  return cards.length === 0
    ? err({ exit: 2, reason: 'no-group', message: words.cli.wrong.noGroup() })
    : err(wrong('which-group', words.cli.wrong.whichGroup()));
}

/** Whether the group goes on without this person; what was read before is still here. */
export const isOver = (card: SpaceCard): card is SpaceCard & { readonly state: 'left' | 'removed' } =>
  card.state === 'left' || card.state === 'removed';

/** The group itself. A device that has just come here has read nothing yet, and so does not know itself: it reads first. */
async function inGroup(home: Home, card: SpaceCard): Promise<Result<AtGroup, Failure>> {
  const group = home.group(card.space);
  if (card.me !== null || isOver(card)) return ok({ home, card, group });
  const synced = await group.sync();
  const now = (await home.spaces()).find(({ space }) => space === card.space);
  if (now && now.me !== null) return ok({ home, card: now, group });
  return err(failed(synced.ok ? 'not-a-member' : synced.error));
}

export function deskOf(io: Io, words: Words, given: { lang: Language; json: boolean; folder: string }): Desk {
  let opened: Promise<Result<Home, Failure>> | undefined;
  const desk: Desk = {
    ...{ io, words, ...given },
    minute: () => Math.floor(io.now() / 60_000),
    date: (minute) => dateText(minute, given.lang, yearOf(minute) === yearOf(desk.minute()) ? 'moment' : 'dated'),
    ago: (minute) => agoText(minute, desk.minute(), given.lang),
    line: (value, text) => io.out(given.json ? JSON.stringify(value) : text),
    warn: (text) => io.err(text),
    exit: { code: 0 },
    alarmed({ message, reason, evidence }) {
      desk.exit.code = 4;
      io.err([message ?? problemText(words, reason), evidence ?? ''].filter((part) => part !== '').join('\n'));
    },
    home: (how) => (opened ??= openHomeAt(given.folder, how?.live ?? false, words)),
    async group(how) {
      const home = await desk.home(how);
      if (!home.ok) return home;
      const card = await currentSpace(home.value, words);
      if (!card.ok) return card;
      if (card.value.state === 'member' || isOver(card.value)) return inGroup(home.value, card.value);
      if (card.value.state === 'joining')
        return err({ exit: 1, reason: 'still-joining', message: words.cli.joining({ group: card.value.group }) });
      return err({ exit: 1, reason: card.value.problem ?? 'invite-declined' });
    },
    async close() {
      const home = await opened;
      if (home?.ok) await home.value.close();
    },
  };
  return desk;
}
