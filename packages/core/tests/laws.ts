import { caseNeeds, isIn, limits, type Case, type GroupState, type Item, type ItemClaim } from '../src/index.ts';

const live = ({ step }: ItemClaim): boolean => step === 'waiting' || step === 'held';
const binds = ({ step }: ItemClaim): boolean => step === 'held' || step === 'done';

function* ofItem(state: GroupState, id: string, item: Item): Generator<string> {
  const bound = item.claims.filter(binds);
  const units = bound.reduce((sum, { n }) => sum + n, 0);
  if (units > item.n) yield `[X3] ${id}: ${units} of ${item.n} are promised or done`;
  const slots = bound.flatMap((claim) => claim.slots);
  if (new Set(slots).size !== slots.length) yield `[X3] ${id}: a part is promised twice`;
  if (item.slots !== null && bound.some((claim) => claim.slots.length !== claim.n)) yield `[X3] ${id}: parts and counts differ`;
  const claimers = item.claims.filter(live).map(({ by }) => by);
  if (new Set(claimers).size !== claimers.length) yield `[X4] ${id}: somebody stands in line twice`;
  if (claimers.includes(item.by)) yield `[X4] ${id}: its owner stands in line`;
  if (claimers.some((member) => !isIn(state.members, member))) yield `[M6] ${id}: somebody who left holds or waits`;
  if (item.ended !== null) {
    if (claimers.length > 0) yield `[X6] ${id}: it is over and somebody still waits`;
    if (item.ended + limits.forgetItem < state.time) yield `[X6] ${id}: it should be forgotten`;
    return;
  }
  if (!isIn(state.members, item.by)) yield `[M6] ${id}: its owner left and it is open`;
  if (units === item.n && bound.every(({ step }) => step === 'done')) yield `[X6] ${id}: all is done and it is open`;
  if (state.time >= item.until && !item.claims.some(({ step }) => step === 'held')) yield `[X6] ${id}: it rots`;
  if (item.closes !== null && !item.drawn && item.closes < state.time) yield `[X10] ${id}: the draw is late`;
  const line = !item.confidential && (item.closes === null || item.drawn) && item.slots === null && (item.split || units === 0);
  if (line && state.time < item.until && units < item.n && claimers.length > bound.filter(live).length)
    yield `[X4] ${id}: the line stands still`;
}

/** Who is in and came before the roll was frozen, without the one it is about: looked up anew, not as the fold counts them. */
const mayJoin = ({ members }: GroupState, { roll, about }: Case): string[] =>
  [...members.people].filter(([id, { nth, left }]) => left === null && nth < roll && id !== about).map(([id]) => id);

function* ofCase(state: GroupState, id: string, one: Case, rolls: Map<string, number>): Generator<string> {
  if (one.roll !== (rolls.get(id) ?? one.roll)) yield `[M6] ${id}: its roll is another than at the opening`;
  rolls.set(id, one.roll);
  const { people } = state.members;
  if ((one.ended === null) !== (people.get(one.about)?.case === id)) yield `[M6] ${id}: whom it is about does not know of it`;
  if (one.ended !== null) return;
  const roll = mayJoin(state, one);
  if (one.until <= state.time) yield `[M6] ${id}: its time is over`;
  if (roll.length !== one.n) yield `[M6] ${id}: ${one.n} are counted where ${roll.length} may join`;
  const founded = Math.floor((people.get(state.members.space ?? '')?.since ?? 0) / 1440);
  const day = Math.floor(one.opened / 1440);
  if (founded < day && [...people.values()].some(({ nth, since }) => nth < one.roll && since >= day * 1440))
    yield `[M6] ${id}: somebody of the same day may join`;
  if (one.joined.length === 0 || one.joined.some((member) => !roll.includes(member))) yield `[M6] ${id}: others have joined`;
  if (new Set(one.joined).size >= caseNeeds(roll.length)) yield `[M6] ${id}: enough have joined and nothing happened`;
}

function* ofMembers(state: GroupState, rolls: Map<string, number>): Generator<string> {
  const { people, invites, devices, cases, epoch } = state.members;
  for (const [id, invite] of invites) if (invite.used > invite.uses) yield `[M2] ${id}: let in more than it may`;
  for (const [id, { member }] of devices) if (!people.get(member)?.devices.includes(id)) yield `[M4] ${id}: a device of nobody`;
  for (const [id, one] of cases) yield* ofCase(state, id, one, rolls);
  const went = [...people.values()].filter(({ left }) => left !== null);
  if (went.some(({ left, how }) => left !== null && left > epoch.turned && how !== null) && !epoch.owed) yield '[K] no turn is owed';
  const last = Math.max(...went.filter(({ how }) => how === 'removed').map(({ left }) => left ?? 0));
  for (const [id, invite] of invites)
    if (invite.closed === null && invite.opened < last) yield `[M6] ${id}: open although somebody was removed since`;
  if (new Set(epoch.tags).size !== epoch.count) yield '[K] a tag came twice';
}

/** What every state of every group keeps, however it came about. Each complaint names its law. `rolls` is remembered from state to state. */
export function complaints(state: GroupState, rolls = new Map<string, number>()): string[] {
  const out: string[] = [];
  const counted = new Map<string, { items: number; takes: number; wishes: number }>();
  const count = (member: string) => {
    const tally = counted.get(member) ?? { items: 0, takes: 0, wishes: 0 };
    counted.set(member, tally);
    return tally;
  };
  for (const [id, item] of state.exchange.items) {
    out.push(...ofItem(state, id, item));
    if (item.ended === null) count(item.by).items += 1;
    for (const claim of item.claims.filter(live)) count(claim.by)[item.side === 'need' ? 'takes' : 'wishes'] += 1;
  }
  for (const [member, { items, takes, wishes }] of state.exchange.tallies) {
    const real = counted.get(member) ?? { items: 0, takes: 0, wishes: 0 };
    if (real.items !== items || real.takes !== takes || real.wishes !== wishes) out.push(`[X7] ${member}: miscounted`);
    if (takes > limits.takeOns || wishes > limits.wishes || items > limits.openItems)
      out.push(`[X7] ${member}: more than the charter allows`);
    counted.delete(member);
  }
  if ([...counted.values()].some(({ items, takes, wishes }) => items + takes + wishes > 0)) out.push('[X7] somebody is not counted');
  out.push(...ofMembers(state, rolls));
  return out;
}
