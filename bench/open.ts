import { relayAt } from '@awna/testkit';
import { coldFeed, coldMaps, writePeerLog } from '../packages/device/bench/cojson.ts';
import { freshDevice, open as openDevice, writeLog, type Opened, type Spent } from '../packages/device/bench/cold.ts';
import { median, ms, times, whole, type Area, type Row } from './table.ts';

const facts = 10_000;
const runs = 3;
/** What every signature may take, as the gate for 100,000 facts has it. */
const mostForAll = (15_000 * facts) / 100_000;

interface Measured {
  readonly first: readonly Opened[];
  readonly again: readonly Opened[];
  readonly feed: readonly Spent[];
  readonly maps: readonly Spent[];
}

/** Ours and the peer's turn by turn, so that what else the machine does falls on both. */
async function measured(authors: number, say: (what: string) => void): Promise<Measured> {
  const relay = await relayAt();
  try {
    say(`writing ${whole(facts)} facts by ${String(authors)}, one message each`);
    const written = await writeLog(relay.url, authors, facts);
    say('writing the same into cojson');
    const peer = await writePeerLog(written.plain, authors);
    const found = { first: [] as Opened[], again: [] as Opened[], feed: [] as Spent[], maps: [] as Spent[] };
    for (let i = 0; i < runs; i++) {
      say(`opening, ${String(i + 1)} of ${String(runs)}`);
      const device = await freshDevice(written);
      found.first.push(await openDevice(written, device));
      found.feed.push(await coldFeed(peer));
      found.again.push(await openDevice(written, device));
      found.maps.push(await coldMaps(peer));
    }
    written.desk.link.close();
    return found;
  } finally {
    await relay.end();
  }
}

const middle = (all: readonly Spent[]): Spent => ({ clock: median(all.map(({ clock }) => clock)), cpu: median(all.map(({ cpu }) => cpu)) });
const spoken = ({ clock, cpu }: Spent): string => `${ms(clock)}, CPU ${ms(cpu)}`;
/** How many times as long the peer takes, by the clock and in processor time. */
const against = (peer: Spent, ours: Spent): string => `${times(peer.clock / ours.clock)}, CPU ${times(peer.cpu / ours.cpu)}`;

function rowsOf(who: string, sessions: boolean, { first, again, feed, maps }: Measured): Row[] {
  const usable = middle(first.map((one) => one.usable));
  const every = middle(first.map((one) => one.every));
  const [asFeed, asMaps] = [middle(feed), middle(maps)];
  const soon = asFeed.clock / usable.clock;
  return [
    {
      what: `${who}: usable, tips first`,
      figure: spoken(usable),
      beside: `cojson, one feed: ${spoken(asFeed)}`,
      ratio: against(asFeed, usable),
      ...(sessions ? { gate: { says: '≥ 4 × as soon', passes: soon >= 4 } } : {}),
    },
    { what: '', figure: '', beside: `cojson, a map a need: ${spoken(asMaps)}`, ratio: against(asMaps, usable) },
    {
      what: `${who}: every signature`,
      figure: spoken(every),
      gate: { says: `≤ ${ms(mostForAll)} (15 s for 100,000)`, passes: every.clock <= mostForAll },
    },
    { what: `${who}: opened again from its store`, figure: spoken(middle(again.map((one) => one.usable))) },
  ];
}

/** A new device reads a whole log, beside cojson syncing as many. */
export const open: Area = {
  name: 'open',
  title: `Cold open of ${whole(facts)} facts by a new device (relay in this process over loopback; cojson's peer in this process, in memory)`,
  async measure(say) {
    const alone = await measured(1, say);
    const many = await measured(20, say);
    return [...rowsOf('one author', false, alone), ...rowsOf('20 authors', true, many)];
  },
};
