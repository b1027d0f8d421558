import { err, ok, type Result } from '@awna/base';
import {
  cancel,
  choose,
  handed,
  received,
  release,
  repost,
  say,
  setHandover,
  shareAddress,
  shareContact,
  stillNeeded,
  take,
  thank,
  volunteer,
  wish,
  type Action,
  type Draft,
  type Hand,
  type ItemView,
} from '@awna/core';
import type { Command } from 'commander';
import type { AtGroup, Desk, Done } from '../desk.ts';
import { failed, wrong, type Failure } from '../failure.ts';
import { refreshToSay } from '../fresh.ts';
import { readDate, readNumber, readOutcome, readWords } from '../input.ts';
import { codeIn, itemNamed, memberNamed } from '../items.ts';
import type { Register } from '../register.ts';
import { exitFor, send } from '../send.ts';

type Read<T> = Result<T, Failure>;

/** An item as the newest log shows it, and who I am. */
interface Step {
  readonly at: AtGroup;
  readonly item: ItemView;
  readonly me: string;
}

async function stepOn(desk: Desk, id: string): Promise<Read<Step>> {
  const at = await desk.group();
  if (!at.ok) return at;
  const fresh = await refreshToSay(desk, at.value);
  if (!fresh.ok) return fresh;
  const item = await itemNamed(desk, at.value, id);
  if (!item.ok) return item;
  const { me } = at.value.card;
  return me === null ? err(failed('not-a-member')) : ok({ at: at.value, item: item.value, me });
}

async function finish(desk: Desk, { at, item }: Step, drafts: readonly Draft[], words: (after: ItemView) => string): Promise<Done> {
  const sent = await send(desk, at, drafts);
  if (!sent.ok) return sent;
  const after = (await at.group.view('item', { id: item.id })) ?? item;
  return ok({ json: { accepted: sent.value }, lines: [`${codeIn(desk, item)}  ${words(after)}`], ...exitFor(sent.value) });
}

/** What has an answer of its own once a hand-over is done: it was said already, or can still be said. */
const afterwards: ReadonlySet<Action['act']> = new Set(['handed', 'received', 'thank', 'say']);

/** The claim a step is about: the one named with `--with`, or the only one for which it can be done. */
async function handFor(desk: Desk, { at, item }: Step, act: Action['act'], whom: string | undefined): Promise<Read<Hand>> {
  if (whom !== undefined) {
    const byClaim = item.hands.find(({ claim }) => claim === whom);
    if (byClaim) return ok(byClaim);
    const member = await memberNamed(desk, at, whom);
    if (!member.ok) return member;
    const theirs = item.hands.filter(({ who, step }) => who.id === member.value.id && step !== 'released' && step !== 'missed');
    return theirs[0] ? ok(theirs[0]) : err(failed('claim-unknown'));
  }
  const about = item.actions.filter((action) => action.act === act && action.claim !== null);
  const can = about.filter(({ refused }) => refused === null);
  if (can.length > 1) {
    const names = item.hands.filter(({ claim }) => can.some((action) => action.claim === claim)).map(({ who }) => who.name ?? who.id);
    return err(wrong('which-claim', desk.words.cli.wrong.whichClaim({ names: names.join('، ') }), '--with'));
  }
  const hand = item.hands.find(({ claim }) => claim === can[0]?.claim);
  if (hand) return ok(hand);
  const refused = about.find((action) => action.refused !== null)?.refused;
  if (refused) return err(failed(refused));
  const last = item.hands.findLast(({ step }) => step === 'done') ?? item.hands.at(-1);
  if (!last) return err(failed(item.step === 'ended' ? 'item-ended' : 'not-held'));
  // What is over is over; of anything else the rule itself says why not.
  return last.step === 'done' && !afterwards.has(act) ? err(failed('item-ended')) : ok(last);
}

interface TakeOptions {
  readonly n?: string;
  readonly parts?: string;
}

function shareOf(desk: Desk, item: ItemView, options: TakeOptions): Read<{ n?: number; slots?: readonly number[] }> {
  const { words } = desk;
  if (item.slots.length > 0) {
    if (options.parts === undefined) {
      const free = item.slots.filter(({ state }) => state === 'free').map(({ index }) => index);
      return ok({ slots: free.length > 0 ? free : item.slots.map(({ index }) => index) });
    }
    const slots: number[] = [];
    for (const part of options.parts.split(/[,،\s]+/).filter((word) => word !== '')) {
      const read = readNumber(words, '--parts', part, 1, item.slots.length);
      if (!read.ok) return read;
      slots.push(read.value - 1);
    }
    return ok({ slots });
  }
  if (options.parts !== undefined) return err(failed('no-such-part'));
  const { free, n } = item.shares;
  if (options.n === undefined) return ok({ n: item.split && free > 0 ? free : n });
  const read = readNumber(words, '--n', options.n, 1, 1_000_000_000);
  return read.ok ? ok({ n: read.value }) : read;
}

/** X4, X5, X10: taking a need on, coming forward for a confidential one, or wishing for an offer. */
async function takeOn(desk: Desk, id: string, options: TakeOptions): Promise<Done> {
  const step = await stepOn(desk, id);
  if (!step.ok) return step;
  const { item } = step.value;
  const share = shareOf(desk, item, options);
  if (!share.ok) return share;
  const { said } = desk.words.exchange;
  const draft =
    item.side === 'offer' ? wish(item.id, share.value) : item.confidential ? volunteer(item.id, share.value) : take(item.id, share.value);
  return finish(desk, step.value, [draft], ({ myClaim }) =>
    item.side === 'offer'
      ? said.wished()
      : item.confidential
        ? said.volunteered()
        : myClaim?.step === 'waiting'
          ? said.waiting()
          : said.taken(),
  );
}

interface WithOptions {
  readonly with?: string;
}

/** A step between two: finds the claim, then says it. */
const between =
  (act: Action['act'], make: (step: Step, hand: Hand) => Draft | undefined, words: (desk: Desk) => string) =>
  async (desk: Desk, id: string, options: WithOptions): Promise<Done> => {
    const step = await stepOn(desk, id);
    if (!step.ok) return step;
    const hand = await handFor(desk, step.value, act, options.with);
    if (!hand.ok) return hand;
    const draft = make(step.value, hand.value);
    return draft ? finish(desk, step.value, [draft], () => words(desk)) : err(failed('claim-unknown'));
  };

/** The same, with words that the person gives. */
const telling =
  (act: Action['act'], field: string, make: (step: Step, hand: Hand, text: string) => Draft, words: (desk: Desk) => string) =>
  async (desk: Desk, id: string, text: string | undefined, options: WithOptions): Promise<Done> => {
    const read = act === 'thank' && text === undefined ? ok('') : readWords(desk.words, field, text ?? '', 2000);
    if (!read.ok) return read;
    return between(act, (step, hand) => make(step, hand, read.value), words)(desk, id, options);
  };

async function chooseOne(desk: Desk, id: string, whom: string, options: { contact?: string }): Promise<Done> {
  return between(
    'choose',
    ({ me, item }, hand) => choose(me, item, hand.claim, options.contact),
    (at) => at.words.exchange.said.chosen(),
  )(desk, id, { with: whom });
}

async function handover(desk: Desk, id: string, options: WithOptions & { at: string; place?: string }): Promise<Done> {
  const minute = readDate(desk.words, '--at', options.at, desk.minute());
  if (!minute.ok) return minute;
  const { place = '' } = options;
  const read = place === '' ? ok('') : readWords(desk.words, '--place', place, 500);
  if (!read.ok) return read;
  const make = ({ me, item }: Step, hand: Hand): Draft => setHandover(me, hand.who.id, item.id, hand.claim, minute.value, read.value);
  return between('set-handover', make, (at) => at.words.exchange.said.meeting())(desk, id, options);
}

async function thanks(desk: Desk, id: string, text: string | undefined, options: WithOptions & { private?: boolean }): Promise<Done> {
  const make = ({ me, item }: Step, hand: Hand, words: string): Draft =>
    thank(me, options.private ? hand.who.id : null, item.id, hand.claim, words);
  return telling('thank', 'TEXT', make, (at) => at.words.exchange.said.thanked())(desk, id, text, options);
}

async function close(desk: Desk, id: string, options: { why?: string }): Promise<Done> {
  const why = readOutcome(desk.words, options.why ?? 'no-longer');
  if (!why.ok) return why;
  const step = await stepOn(desk, id);
  return step.ok ? finish(desk, step.value, [cancel(step.value.item.id, why.value)], () => desk.words.exchange.said.cancelled()) : step;
}

/** X6: keeps an item on the board, or posts it again. */
const prolong =
  (again: boolean) =>
  async (desk: Desk, id: string, options: { days?: string }): Promise<Done> => {
    const days = readNumber(desk.words, '--days', options.days ?? '14', 1, 60);
    if (!days.ok) return days;
    const until = desk.minute() + days.value * 1440;
    const step = await stepOn(desk, id);
    if (!step.ok) return step;
    const { item, me } = step.value;
    const draft = again ? repost(me, item, until) : stillNeeded(item.id, until);
    if (!draft) return err(failed(item.mine ? 'not-readable' : 'not-yours'));
    return finish(desk, step.value, [draft], () => desk.words.exchange.said.kept());
  };

/** The life of a need or an offer after it stands (X4–X6, X10). */
export function addSteps(program: Command, add: Register): void {
  const confirmed = (desk: Desk): string => desk.words.exchange.said.confirmed();
  const shared = (desk: Desk): string => desk.words.exchange.said.shared();
  const withWhom = (command: Command): Command => command.option('--with <MEMBER>');
  add(program, 'take <ID>', takeOn, (command) => command.option('--n <N>').option('--parts <LIST>'));
  add(program, 'choose <ID> <MEMBER>', chooseOne, (command) => command.option('--contact <TEXT>'));
  add(
    program,
    'contact <ID> <TEXT>',
    telling('share-contact', 'TEXT', (s, hand, text) => shareContact(s.me, hand.who.id, s.item.id, hand.claim, text), shared),
    withWhom,
  );
  add(
    program,
    'address <ID> <TEXT>',
    telling('share-address', 'TEXT', (s, hand, text) => shareAddress(s.me, hand.who.id, s.item.id, hand.claim, text), shared),
    withWhom,
  );
  add(
    program,
    'say <ID> <TEXT>',
    telling(
      'say',
      'TEXT',
      (s, hand, text) => say(s.me, hand.who.id, s.item.id, hand.claim, text),
      (desk) => desk.words.exchange.said.word(),
    ),
    withWhom,
  );
  add(program, 'handover <ID>', handover, (command) => withWhom(command).requiredOption('--at <DATE>').option('--place <TEXT>'));
  add(
    program,
    'handed <ID>',
    between('handed', (s, hand) => handed(s.item.id, hand.claim), confirmed),
    withWhom,
  );
  add(
    program,
    'received <ID>',
    between('received', (s, hand) => received(s.item.id, hand.claim), confirmed),
    withWhom,
  );
  add(
    program,
    'release <ID>',
    between(
      'release',
      (s, hand) => release(s.item.id, hand.claim),
      (desk) => desk.words.exchange.said.released(),
    ),
    withWhom,
  );
  add(program, 'thank <ID> [TEXT]', thanks, (command) => withWhom(command).option('--private'));
  add(program, 'cancel <ID>', close, (command) => command.option('--why <REASON>'));
  add(program, 'still-needed <ID>', prolong(false), (command) => command.option('--days <N>'));
  add(program, 'repost <ID>', prolong(true), (command) => command.option('--days <N>'));
}
