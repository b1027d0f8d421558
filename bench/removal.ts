import { peerGroup, peerRemoval, type PeerGroup } from '../packages/device/bench/cojson-removal.ts';
import { filled, mlsGroup, mlsRemoval, type MlsGroup } from '../packages/device/bench/mls.ts';
import { remaining, remove, type Removal } from '../packages/device/bench/removal.ts';
import { median, ms, times, whole, type Area, type Row } from './table.ts';

const runs = 5;
/** A removal of the peers' takes seconds: they are asked less often. */
const peerRuns = 3;
const opens = 20;
/** Who has committed in the peer's group that lives already. Each commit takes it over a second, so it is not everybody. */
const commits = 16;
/** 64 KiB, as everywhere in the design. */
const most = 64 * 1024;

/** What one removal costs, as far as it can be asked of everybody. */
interface Cost {
  readonly made: number;
  readonly taken: number;
  readonly bytes: number;
}

const middle = (all: readonly Cost[]): Cost => ({
  made: median(all.map(({ made }) => made)),
  taken: median(all.map(({ taken }) => taken)),
  bytes: median(all.map(({ bytes }) => bytes)),
});

async function several<T>(many: number, measure: (i: number) => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let i = 0; i < many; i++) all.push(await measure(i));
  return all;
}

const ours = async (size: number): Promise<readonly Removal[]> => {
  const group = await remaining(size);
  return several(runs, () => remove(group, opens));
};

const mls = (group: MlsGroup): Promise<readonly Cost[]> =>
  several(peerRuns, (i) => mlsRemoval(group, 100 + i, Math.floor(group.members.length / 3)));

const cojson = (group: PeerGroup): Promise<readonly Cost[]> => several(peerRuns, () => peerRemoval(group));

function rowsOf(size: number, all: readonly Removal[], within: number, once: number, peers: readonly (readonly [string, Cost])[]): Row[] {
  const one = (of: (removal: Removal) => number): number => median(all.map(of));
  const [made, taken] = [one((removal) => removal.made), one((removal) => removal.taken)];
  const [bytes, fetched] = [one(({ frame, seals }) => frame + seals), one((removal) => removal.fetched)];
  const opened = median(all.flatMap((removal) => removal.opened));
  const who = `one of ${whole(size)}`;
  /** A row and, under it, one for each peer. */
  const beside = (row: Row, ratio: (peer: Cost) => number, spoken: (peer: Cost) => string): Row[] => [
    { ...row, ...(peers[0] ? { beside: `${peers[0][0]}: ${spoken(peers[0][1])}`, ratio: times(ratio(peers[0][1])) } : {}) },
    ...peers.slice(1).map(([name, cost]) => ({ what: '', figure: '', beside: `${name}: ${spoken(cost)}`, ratio: times(ratio(cost)) })),
  ];
  return [
    ...beside(
      { what: `${who}: turn made and judged, door signed`, figure: ms(made), gate: { says: `≤ ${ms(within)}`, passes: made <= within } },
      (peer) => peer.made / made,
      (peer) => ms(peer.made),
    ),
    ...beside(
      {
        what: `${who}: written once (frame and seals)`,
        figure: `${whole(bytes)} B`,
        gate: { says: `≤ ${String(once)} KiB`, passes: bytes <= once * 1024 },
      },
      (peer) => peer.bytes / bytes,
      (peer) => `${whole(peer.bytes)} B`,
    ),
    ...beside(
      {
        what: `${who}: seals a device fetches, at most`,
        figure: `${whole(fetched)} B`,
        gate: { says: '≤ 64 KiB', passes: fetched <= most },
      },
      (peer) => peer.bytes / fetched,
      (peer) => `${whole(peer.bytes)} B`,
    ),
    ...beside(
      { what: `${who}: turn taken on by another member`, figure: ms(taken) },
      (peer) => peer.taken / taken,
      (peer) => ms(peer.taken),
    ),
    {
      what: `${who}: of that, own seal opened and checked`,
      figure: ms(opened),
      gate: { says: '≤ 10 ms', passes: opened <= 10 },
    },
  ];
}

/** Removing somebody: what it takes who does it, the relay, and everybody else. */
export const removal: Area = {
  name: 'removal',
  title: `Removing one member (WebCrypto, medians of ${String(runs)}, of the peers ${String(peerRuns)}; nothing goes over a network)`,
  async measure(say) {
    say('one of 1,000');
    const thousand = await ours(1000);
    say('one of 5,000');
    const five = await ours(5000);
    say('building an MLS group of 1,000 and removing from it');
    const fresh = await mlsGroup(1000);
    const added = middle(await mls(fresh));
    say(`${String(commits)} commits in it, and removing again`);
    const lived = middle(await mls(await filled(fresh, commits)));
    say('building a cojson group of 1,000 and removing from it');
    const peer = middle(await cojson(await peerGroup(1000)));
    return [
      ...rowsOf(1000, thousand, 1000, 100, [
        ['ts-mls, all just added', added],
        [`ts-mls, ${String(commits)} have committed`, lived],
        ['cojson', peer],
      ]),
      ...rowsOf(5000, five, 5000, 400, []),
    ];
  },
};
