import { factIdOf, hex, idBytes, type Id, type Value, type ValueMap } from '@awna/base';
import fc from 'fast-check';
import {
  advance,
  emptyGroup,
  features,
  isIn,
  judge,
  kinds,
  readFact,
  turnOwed,
  type GroupState,
  type HearEnacted,
  type Item,
  type ItemClaim,
  type ReadFact,
  type RefusalReason,
  type Stamp,
} from '../src/index.ts';
import { found, rulesVersion } from '../src/index.ts';
import { keyFrom, minuteNow, neighbour, saltOf, turnOf, type Neighbour } from './cast.ts';

/** What folds a log: the real thing, or one off the shelf of broken ones. */
export interface Fold {
  readonly judge: (state: GroupState, read: ReadFact, stamp: Stamp, proven: boolean, hear?: HearEnacted) => RefusalReason | null;
  readonly advance: (state: GroupState, time: number) => void;
}

export const realFold: Fold = { judge, advance };

/** One step of a history, before it is known which ids there will be: numbers pick among what is there. */
export interface Step {
  readonly type: string;
  readonly who: number;
  /** Whether it is done by one of those whom it concerns; else by anybody. */
  readonly apt: boolean;
  /** Device of somebody else. */
  readonly borrowed: boolean;
  readonly pass: number;
  readonly item: number;
  readonly claim: number;
  readonly n: number;
  readonly flags: number;
  readonly minutes: number;
  readonly rubbish: Value | null;
  readonly repeat: boolean;
  readonly proven: boolean;
}

const types = features.flatMap(({ facts }) => Object.keys(facts));
const usual = types.filter((type) => /taken|wished|volunteered|chosen|posted|handed|received|released|opened|admitted|joined/.test(type));

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, '', 'A'.repeat(22), 'need', -1, 0, 1, 2 ** 53 - 1),
    fc.integer(),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('item', 'claim', 'n', 'slots', 'until', 'kind', 'x'), tie('value'), { maxKeys: 4 }),
  ),
})).value;

const step: fc.Arbitrary<Step> = fc.record({
  type: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...types, 'exchange/stolen@1', 'members/founded@2', '') },
  ),
  who: fc.nat({ max: 5 }),
  apt: fc.boolean(),
  borrowed: fc.boolean(),
  pass: fc.oneof({ weight: 12, arbitrary: fc.nat({ max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: -5_000, max: 40_000 }) }),
  item: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: fc.nat({ max: 30 }) }),
  claim: fc.nat({ max: 6 }),
  n: fc.nat({ max: 5 }),
  flags: fc.nat({ max: 255 }),
  minutes: fc.integer({ min: -100, max: 90_000 }),
  rubbish: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value }),
  repeat: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  proven: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
});

/** Histories of up to eighty steps by four members, some of whom come and go, a stranger, and borrowed devices. */
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' });

/** One fact as it stood: enough to fold it again. */
export interface Logged {
  readonly time: number;
  readonly read: ReadFact;
  readonly stamp: Stamp;
  readonly proven: boolean;
}

/** A history that has been played: its log, the verdicts, and the state it left. */
export interface Played {
  readonly state: GroupState;
  readonly log: readonly Logged[];
  readonly verdicts: readonly (RefusalReason | null)[];
  /** Whom facts that happened by themselves removed, and by which case. */
  readonly removals: readonly { readonly by: Id; readonly member: Id }[];
  /** Verdicts on what strangers tried, and those who have gone. */
  readonly strange: readonly (RefusalReason | null)[];
}

const people = ['ليلى', 'عمر', 'سلمى', 'زيد', 'هند', 'غريب'];

/** The item and claim a step is about. */
function target({ item: nth, claim }: Step, state: GroupState): { id: Id; item: Item | undefined; claim: ItemClaim | undefined } {
  const items = [...state.exchange.items];
  const [id, item] = items[items.length - 1 - (nth % Math.max(1, items.length))] ?? ['A'.repeat(22), undefined];
  return { id, item, claim: item?.claims[claim % Math.max(1, item.claims.length)] };
}

const ofTwo = ['handed', 'received', 'handed', 'received', 'released', 'handover-set', 'address-shared', 'said'] as const;

/** Half of the steps make sense where they stand: what an item waits for, by whom it waits for; the others are by chance. */
function fitting(step: Step, state: GroupState, cast: readonly Neighbour[]): { type: string; who: Neighbour | undefined } {
  const { item, claim } = target(step, state);
  const person = (id: Id): Neighbour | undefined => cast.find((one) => one.id === id);
  const inside = cast.filter(({ id }) => isIn(state.members, id));
  const anybody = step.apt ? inside[step.who % Math.max(1, inside.length)] : cast[step.who];
  if (!step.apt || !item || step.type.startsWith('members/') || step.type.includes('posted')) return { type: step.type, who: anybody };
  if (claim?.step === 'done') return { type: 'exchange/thanked@1', who: person(step.n % 2 === 0 ? item.by : claim.by) };
  if (claim?.step === 'waiting' && item.confidential) return { type: 'exchange/chosen@1', who: person(item.by) };
  if (claim?.step === 'held' && step.n === 4 && item.claims.some((other) => other.step === 'waiting'))
    return { type: 'exchange/released@1', who: person(claim.by) };
  if (claim?.step === 'held' && step.n < 4) {
    const verb = ofTwo[step.flags % ofTwo.length] ?? 'said';
    const owners = verb === 'handed' ? item.side === 'offer' : verb === 'received' ? item.side === 'need' : step.flags > 127;
    return { type: `exchange/${verb}@1`, who: person(owners ? item.by : claim.by) };
  }
  return { type: `exchange/${item.side === 'offer' ? 'wished' : item.confidential ? 'volunteered' : 'taken'}@1`, who: anybody };
}

function dataFor(step: Step, state: GroupState, now: number, whom: Neighbour): ValueMap {
  const { id: item, item: known, claim: picked } = target(step, state);
  const claim = picked?.id ?? 'A'.repeat(22);
  const invites = [...state.members.invites];
  const [invite, opened] = invites[invites.length - 1 - (step.item % Math.max(1, Math.min(2, invites.length)))] ?? [
    'A'.repeat(22),
    undefined,
  ];
  const cases = [...state.members.cases.keys()];
  const people = [...state.members.people.keys()];
  const someone = people[step.claim % Math.max(1, people.length)] ?? 'A'.repeat(22);
  const flag = (bit: number): boolean => (step.flags & (1 << bit)) !== 0;
  const slots = known?.slots ? Array.from({ length: Math.max(1, step.n) }, (_, i) => (i + step.claim) % 6) : [];
  const closes = flag(0) && step.type.includes('offer') ? now + 30 : null;
  const common = {
    kind: kinds[step.flags % 10] ?? 'food',
    urgency: step.n % 4,
    by: flag(1) ? now + 60 : null,
    until: now + Math.abs(step.minutes % 20_000) + (flag(2) ? 0 : 1),
    amount: flag(3) ? { n: step.n + 1, unit: 'kg' } : null,
    slots: !flag(3) && flag(4) ? [null, null, null, null].slice(0, 2 + (step.n % 3)) : null,
    split: flag(5),
    for: flag(6) ? 'self' : 'other',
    again: null,
  };
  switch (step.type) {
    case 'members/founded@1':
      return found({ rv: rulesVersion, relay: keyFrom('relay'), keys: whom.keys, name: '', group: '' }).data;
    case 'members/invite-opened@1':
      return {
        key: keyFrom('link'),
        box: keyFrom('box'),
        until: now + Math.abs(step.minutes % 4_000),
        uses: 1 + step.n,
        mode: flag(0) ? 'instant' : 'request',
      };
    case 'members/admitted@1':
      return { invite, key: flag(0) ? keyFrom('other') : (opened?.key ?? keyFrom('link')), ...whom.keys, proof: 'A'.repeat(86) };
    case 'members/invite-closed@1':
      return { invite };
    case 'members/letter-declined@1':
      return { invite, slot: item };
    case 'members/keys-turned@1':
      return turnOf(state, state.members.epoch.count - (flag(0) ? 1 : 0)).data;
    case 'members/case-opened@1':
    case 'members/removed@1':
      return { member: someone };
    case 'members/case-joined@1':
    case 'members/case-left@1':
      return { case: cases[cases.length - 1 - (step.item % Math.max(1, Math.min(2, cases.length)))] ?? 'A'.repeat(22) };
    case 'exchange/need-posted@1':
      return { ...common, confidential: flag(7) };
    case 'exchange/offer-posted@1':
      return { ...common, giving: closes === null ? (flag(7) ? 'first' : 'shelf') : flag(7) ? 'lot' : 'least-lately', closes };
    case 'exchange/taken@1':
    case 'exchange/volunteered@1':
    case 'exchange/wished@1':
      return { item, n: slots.length > 0 ? slots.length : known && !known.split ? known.n : Math.max(1, step.n), slots };
    case 'exchange/handover-set@1':
      return { item, claim, minute: now + step.minutes };
    case 'exchange/cancelled@1':
      return { item, outcome: flag(0) ? 'enough' : 'mistake' };
    case 'exchange/still-needed@1':
      return { item, until: now + step.minutes };
    default:
      return step.type.startsWith('members/') ? {} : { item, claim };
  }
}

/** Plays a history: the group of four begins it, whatever comes of it. */
export function play(steps: readonly Step[], fold: Fold = realFold, seen: (state: GroupState) => void = () => undefined): Played {
  const state = emptyGroup();
  const cast = people.map(neighbour);
  const log: Logged[] = [];
  const verdicts: (RefusalReason | null)[] = [];
  const strange: (RefusalReason | null)[] = [];
  const removals: { by: Id; member: Id }[] = [];
  const hear: HearEnacted = ({ data }, by, refused) => {
    if (refused === null && typeof data['member'] === 'string') removals.push({ by, member: data['member'] });
  };
  let now = minuteNow;

  const tell = (who: Neighbour, device: Id, salt: Uint8Array, type: string, data: ValueMap, proven: boolean): Id => {
    const id = factIdOf(idBytes(device), salt);
    const read = readFact(id, hex(salt), type, data);
    fold.advance(state, now);
    const stamp: Stamp = {
      place: log.length,
      time: state.time,
      member: who.id === '' ? id : who.id,
      device,
      authority: 'member',
      index: 0,
      of: 1,
    };
    const outside = log.length > 0 && (state.members.devices.get(device)?.member !== who.id || !isIn(state.members, who.id));
    const verdict = fold.judge(state, read, stamp, proven, hear);
    log.push({ time: now, read, stamp, proven });
    verdicts.push(verdict);
    if (outside) strange.push(verdict);
    // Whoever gets in by this fact is who it says.
    const admitted =
      verdict === null && type === 'members/admitted@1' ? cast.find(({ keys }) => keys.device === data['device']) : undefined;
    if (admitted) admitted.id = id;
    return id;
  };

  const [layla, ...others] = cast;
  if (!layla) throw new Error('nobody is there');
  const begin = (who: Neighbour, type: string, data: ValueMap): Id => tell(who, who.device, saltOf(who), type, data, true);
  layla.id = begin(
    layla,
    'members/founded@1',
    found({ rv: rulesVersion, relay: keyFrom('relay'), keys: layla.keys, name: '', group: '' }).data,
  );
  const invite = begin(layla, 'members/invite-opened@1', {
    key: keyFrom('link'),
    box: keyFrom('box'),
    until: now + 100,
    uses: 4,
    mode: 'instant',
  });
  for (const { keys } of others.slice(0, 3))
    begin(layla, 'members/admitted@1', { invite, key: keyFrom('link'), ...keys, proof: 'A'.repeat(86) });

  // Where a turn is owed, mostly somebody who is in turns; where it is not, what comes next is refused.
  const turnIfOwed = (who: Neighbour | undefined): void => {
    if (who && turnOwed(state.members)) begin(who, 'members/keys-turned@1', turnOf(state).data);
  };

  for (const one of steps) {
    now += one.pass;
    if (one.flags % 8 !== 0) turnIfOwed(cast.find(({ id }) => isIn(state.members, id)));
    const { type, who = layla } = fitting(one, state, cast);
    const device = one.borrowed && one.flags % 7 === 0 ? (cast[(one.who + 1) % cast.length] ?? layla).device : who.device;
    const salt = one.repeat ? new Uint8Array(16) : saltOf(who);
    const data =
      one.rubbish === null
        ? dataFor({ ...one, type }, state, now, cast[4 + (one.claim % 2)] ?? who)
        : isMap(one.rubbish)
          ? one.rubbish
          : { x: one.rubbish };
    tell(who, device, salt, type, data, one.proven);
    seen(state);
  }
  return { state, log, verdicts, removals, strange };
}

const isMap = (value: Value): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** Folds a log again, from nothing or from a copy of a state taken before `from`. */
export function refold(log: readonly Logged[], fold: Fold = realFold, state: GroupState = emptyGroup(), from = 0): GroupState {
  for (const { time, read, stamp, proven } of log.slice(from)) {
    fold.advance(state, time);
    fold.judge(state, read, { ...stamp, time: state.time }, proven);
  }
  return state;
}
