import { err, ok } from '@awna/base';
import { askFor, givings, offer as offerDraft, type Asking, type BoardItem } from '@awna/core';
import type { Command } from 'commander';
import type { Desk, Done } from '../desk.ts';
import { failed, wrong, type Failure } from '../failure.ts';
import { refreshToShow } from '../fresh.ts';
import { readAmount, readDate, readKind, readNumber, readWords } from '../input.ts';
import { codeIn, itemJson, itemLine, itemNamed } from '../items.ts';
import { shown } from '../print.ts';
import type { Register } from '../register.ts';
import { exitFor, send } from '../send.ts';
import { itemLines } from '../item-lines.ts';
import type { Result } from '@awna/base';

interface PostOptions {
  readonly kind?: string;
  readonly text?: string;
  readonly amount?: string;
  readonly unit?: string;
  readonly by?: string;
  readonly days?: string;
  readonly area?: string;
  readonly urgency?: string;
  readonly for?: string;
  readonly confidential?: boolean;
  readonly open?: boolean;
  readonly parts?: string;
  readonly languages?: string;
  readonly giving?: string;
  readonly closes?: string;
}

const defaultDays = 14;

/** X1–X3, X9, X11: what was typed, as the ask flow gathers it. */
function readAsking(desk: Desk, options: PostOptions): Result<Asking, Failure> {
  const { words } = desk;
  const now = desk.minute();
  const kind = readKind(words, options.kind ?? '');
  if (!kind.ok) return kind;
  const text = readWords(words, '--text', options.text ?? '');
  if (!text.ok) return text;
  const amount = readAmount(words, kind.value, options.amount, options.unit);
  if (!amount.ok) return amount;
  const by = options.by === undefined ? ok(null) : readDate(words, '--by', options.by, now);
  if (!by.ok) return by;
  const days = readNumber(words, '--days', options.days ?? String(defaultDays), 1, 60);
  if (!days.ok) return days;
  const urgency = readNumber(words, '--urgency', options.urgency ?? '0', 0, 3);
  if (!urgency.ok) return urgency;
  for (const field of ['area', 'for', 'languages'] as const) {
    const value = options[field];
    const read = value === undefined ? ok('') : readWords(words, `--${field}`, value, 200);
    if (!read.ok) return read;
  }
  const pieces = options.parts
    ?.split(/\n|;|؛/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (pieces && (pieces.length < 2 || pieces.length > 60)) return err(wrong('parts', words.cli.wrong.parts(), '--parts'));
  return ok({
    kind: kind.value,
    text: text.value,
    until: now + days.value * 1440,
    by: by.value,
    amount: pieces ? null : amount.value,
    urgency: urgency.value as 0 | 1 | 2 | 3,
    area: options.area ?? null,
    ...(options.languages === undefined ? {} : { languages: options.languages.split(/[,،]/).map((word) => word.trim()) }),
    ...(pieces ? { pieces } : {}),
    ...(options.for === undefined ? {} : { for: 'other' as const, forWhom: options.for }),
    ...(options.confidential ? { confidential: true } : options.open ? { confidential: false } : {}),
  });
}

function readGiving(desk: Desk, options: PostOptions): Result<{ giving: (typeof givings)[number]; closes: number | null }, Failure> {
  const giving = givings.find((name) => name === (options.giving ?? 'first'));
  if (!giving)
    return err(wrong('giving-unknown', desk.words.cli.wrong.oneOf({ field: '--giving', values: givings.join(' ') }), '--giving'));
  const decided = giving === 'lot' || giving === 'least-lately';
  if (!decided) return ok({ giving, closes: null });
  const closes = options.closes === undefined ? ok(desk.minute() + 1440) : readDate(desk.words, '--closes', options.closes, desk.minute());
  return closes.ok ? ok({ giving, closes: closes.value }) : closes;
}

const post =
  (side: 'need' | 'offer') =>
  async (desk: Desk, options: PostOptions): Promise<Done> => {
    const asking = readAsking(desk, options);
    if (!asking.ok) return asking;
    const how = side === 'offer' ? readGiving(desk, options) : ok({});
    if (!how.ok) return how;
    const at = await desk.group();
    if (!at.ok) return at;
    const { me } = at.value.card;
    if (me === null) return err(failed('not-a-member'));
    const draft = side === 'need' ? askFor(me, asking.value) : offerDraft(me, { ...asking.value, ...how.value });
    const sent = await send(desk, at.value, [draft]);
    if (!sent.ok) return sent;
    const [fact] = sent.value;
    const item = fact && (await at.value.group.view('item', { id: fact.id }));
    if (!fact || !item) return err(failed('item-unknown'));
    const lines = [desk.words.cli.posted({ code: codeIn(desk, item) }), itemLine(desk, item)];
    return ok({
      json: { id: fact.id, code: item.code.latin, codeArabic: item.code.arabic, place: fact.place },
      lines,
      ...exitFor(sent.value),
    });
  };

interface BoardOptions {
  readonly mine?: boolean;
  readonly kind?: string;
  readonly side?: string;
  readonly search?: string;
  readonly ended?: boolean;
}

async function board(desk: Desk, options: BoardOptions): Promise<Done> {
  const kind = options.kind === undefined ? ok(null) : readKind(desk.words, options.kind);
  if (!kind.ok) return kind;
  if (options.side !== undefined && options.side !== 'need' && options.side !== 'offer')
    return err(wrong('side-unknown', desk.words.cli.wrong.oneOf({ field: '--side', values: 'need offer' }), '--side'));
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const { needs, offers, areas } = await at.value.group.view('board', {
    ...(options.mine ? { mine: true } : {}),
    ...(kind.value === null ? {} : { kinds: [kind.value] }),
    ...(options.side === undefined ? {} : { side: options.side }),
    ...(options.search === undefined ? {} : { search: options.search.slice(0, 500) }),
    ...(options.ended ? { ended: true } : {}),
  });
  const { board: words } = desk.words.exchange;
  const open = (items: readonly BoardItem[]): number => items.filter(({ step }) => step !== 'ended').length;
  const lines = [
    words.needs({ n: open(needs) }),
    ...needs.map((item) => itemLine(desk, item)),
    '',
    words.offers({ n: open(offers) }),
    ...offers.map((item) => itemLine(desk, item)),
  ];
  return ok({ json: { needs: needs.map(itemJson), offers: offers.map(itemJson), areas }, lines });
}

/** One item with all that I may read of it, and what I could do. */
async function show(desk: Desk, id: string): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const item = await itemNamed(desk, at.value, id);
  return item.ok ? ok({ json: itemJson(item.value), lines: itemLines(desk, item.value) }) : item;
}

async function today(desk: Desk): Promise<Done> {
  const at = await desk.group();
  if (!at.ok) return at;
  await refreshToShow(desk, at.value);
  const view = await at.value.group.view('today', {});
  const { today: words } = desk.words.exchange;
  const lines = view.concerns.map(({ what, item }) => `${words.why[what]()}: ${codeIn(desk, item)}  ${shown(item.text ?? '')}`);
  const json = {
    ...view,
    concerns: view.concerns.map((concern) => ({ ...concern, item: itemJson(concern.item) })),
    small: view.small.map(itemJson),
  };
  return ok({ json, lines: lines.length > 0 ? lines : [words.calm()] });
}

const postOptions = [
  '--kind <KIND>',
  '--text <TEXT>',
  '--amount <N>',
  '--unit <UNIT>',
  '--by <DATE>',
  '--days <N>',
  '--area <AREA>',
  '--urgency <N>',
  '--for <NAME>',
  '--parts <TEXT>',
  '--languages <LIST>',
];

const withPostOptions = (command: Command): Command => postOptions.reduce((built, option) => built.option(option), command);

/** Needs and offers: writing them down, and the board (X1–X3, X9–X11). */
export function addExchange(program: Command, add: Register): void {
  add(program, 'need', post('need'), (command) => withPostOptions(command).option('--confidential').option('--open'));
  add(program, 'offer', post('offer'), (command) => withPostOptions(command).option('--giving <HOW>').option('--closes <DATE>'));
  add(program, 'board', board, (command) =>
    command.option('--mine').option('--kind <KIND>').option('--side <SIDE>').option('--search <TEXT>').option('--ended'),
  );
  add(program, 'show <ID>', show);
  add(program, 'today', today);
}
