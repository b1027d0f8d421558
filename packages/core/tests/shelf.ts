import { advance, judge, type Case, type GroupState, type Item } from '../src/index.ts';
import { realFold, type Fold } from './histories.ts';

/** The case that a fact is about. */
const caseOf = ({ members }: GroupState, id: unknown): Case | undefined => (typeof id === 'string' ? members.cases.get(id) : undefined);

const lastItem = (items: Map<string, Item>, id: unknown): Item | undefined => (typeof id === 'string' ? items.get(id) : undefined);

/** Folds that are wrong on purpose. The properties must catch each of them; `law` says by which complaint. */
export const shelf: readonly { readonly name: string; readonly law: RegExp; readonly fold: () => Fold }[] = [
  {
    name: 'lets anybody act as the founder',
    law: /stranger/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        const { space, devices } = state.members;
        if (space === null || devices.get(stamp.device)?.member === stamp.member) return judge(state, read, stamp, proven);
        return judge(state, read, { ...stamp, member: space, device: state.members.people.get(space)?.devices[0] ?? '' }, proven);
      },
    }),
  },
  {
    name: 'gives what was asked, not what is left',
    law: /X3/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        const verdict = judge(state, read, stamp, proven);
        const claim =
          verdict === null ? lastItem(state.exchange.items, read.fact?.data['item'])?.claims.find(({ id }) => id === read.id) : undefined;
        if (claim) claim.step = 'held';
        return verdict;
      },
    }),
  },
  {
    name: 'lets a salt stand twice',
    law: /repeated/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        state.salts.clear();
        return judge(state, read, stamp, proven);
      },
    }),
  },
  {
    name: 'stumbles over what it does not know',
    law: /threw/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        if (read.fact === null) throw new TypeError(read.type);
        return judge(state, read, stamp, proven);
      },
    }),
  },
  {
    name: 'lets nothing fall due',
    law: /X6|X10/,
    fold: () => ({ ...realFold, advance: (state, time) => void (state.time = Math.max(state.time, time)) }),
  },
  {
    name: 'counts by a counter of its own',
    law: /differ/,
    fold: () => {
      let counter = 0;
      return {
        ...realFold,
        judge(state, read, stamp, proven) {
          counter += 1;
          return judge(state, read, stamp.time % 2 === 0 ? { ...stamp, time: stamp.time + (counter % 3) } : stamp, proven);
        },
      };
    },
  },
  {
    name: 'keeps the promises of those who left',
    law: /M6/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        const before = read.type === 'members/left@1' ? structuredClone(state.exchange) : undefined;
        const verdict = judge(state, read, stamp, proven);
        if (before) state.exchange = before;
        return verdict;
      },
    }),
  },
  {
    name: 'moves nobody up',
    law: /X4|X6/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven) {
        const item = lastItem(state.exchange.items, read.fact?.data['item']);
        const waiting =
          read.type === 'exchange/released@1' ? item?.claims.filter(({ step }) => step === 'waiting').map(({ id }) => id) : undefined;
        const verdict = judge(state, read, stamp, proven);
        for (const claim of item?.claims ?? []) if (waiting?.includes(claim.id) && claim.step === 'held') claim.step = 'waiting';
        return verdict;
      },
    }),
  },
  {
    name: 'forgets to count a take-on out',
    law: /X7/,
    fold: () => ({
      judge: realFold.judge,
      advance(state, time) {
        const before = [...state.exchange.tallies].map(([member, { takes }]) => [member, takes] as const);
        advance(state, time);
        for (const [member, takes] of before) {
          const tally = state.exchange.tallies.get(member);
          if (tally) tally.takes = Math.max(takes, tally.takes);
        }
      },
    }),
  },
  {
    name: 'lets those who were removed go on',
    law: /stranger/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const person = state.members.people.get(stamp.member);
        if (person?.how !== 'removed') return judge(state, read, stamp, proven, hear);
        const { left } = person;
        person.left = null;
        const verdict = judge(state, read, stamp, proven, hear);
        person.left = left;
        return verdict;
      },
    }),
  },
  {
    name: 'lets whoever came since join a case',
    law: /M6.*(roll|same day)/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const one = caseOf(state, read.fact?.data['case']);
        if (one) one.roll = state.members.people.size;
        return judge(state, read, stamp, proven, hear);
      },
    }),
  },
  {
    name: 'counts in whom a case is about',
    law: /M6.*counted/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const verdict = judge(state, read, stamp, proven, hear);
        const one = read.type === 'members/case-opened@1' && verdict === null ? state.members.cases.get(read.id) : undefined;
        if (one) one.n += 1;
        return verdict;
      },
    }),
  },
  {
    name: 'lets whom a case is about join it',
    law: /M6.*others have joined/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const verdict = judge(state, read, stamp, proven, hear);
        if (verdict === 'own-case') caseOf(state, read.fact?.data['case'])?.joined.push(stamp.member);
        return verdict;
      },
    }),
  },
  {
    name: 'leaves links open after a removal',
    law: /M6.*open although/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const open = [...state.members.invites.values()].filter(({ closed }) => closed === null);
        return judge(state, read, stamp, proven, (...heard) => {
          for (const invite of open) invite.closed = null;
          hear?.(...heard);
        });
      },
    }),
  },
  {
    name: 'removes by one tap',
    law: /M6.*by a tap/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const [id, one] =
          [...state.members.cases].find(([, { about, ended }]) => about === read.fact?.data['member'] && ended === null) ?? [];
        if (read.type !== 'members/removed@1' || !id || !one) return judge(state, read, stamp, proven, hear);
        one.joined.push(...state.members.people.keys());
        return judge(state, read, { ...stamp, member: id, authority: 'decision' }, proven, hear);
      },
    }),
  },
  {
    name: 'owes no turn when somebody has gone',
    law: /K.*no turn/,
    fold: () => ({
      ...realFold,
      judge(state, read, stamp, proven, hear) {
        const verdict = judge(state, read, stamp, proven, hear);
        state.members.epoch.owed = false;
        return verdict;
      },
    }),
  },
];
