import { advance, judge, type Item } from '../src/index.ts';
import { realFold, type Fold } from './histories.ts';

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
];
