import { relayAt } from '@awna/testkit';
import { coldFeed, coldMaps, writePeerLog } from '../packages/device/bench/cojson.ts';
import { freshDevice, open as openDevice, writeLog, type Opened } from '../packages/device/bench/cold.ts';
import { median, ms, times, whole, type Area, type Row } from './table.ts';

const facts = 10_000;
const runs = 3;

interface Measured {
  readonly first: readonly Opened[];
  readonly again: readonly Opened[];
  readonly feed: readonly number[];
  readonly maps: readonly number[];
}

/** Ours and the peer's turn by turn, so that what else the machine does falls on both. */
async function measured(authors: number, say: (what: string) => void): Promise<Measured> {
  const relay = await relayAt();
  try {
    say(`writing ${whole(facts)} facts by ${String(authors)}, one message each`);
    const written = await writeLog(relay.url, authors, facts);
    say('writing the same into cojson');
    const peer = await writePeerLog(written.plain, authors);
    const found = { first: [] as Opened[], again: [] as Opened[], feed: [] as number[], maps: [] as number[] };
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

function rowsOf(who: string, sessions: boolean, { first, again, feed, maps }: Measured): Row[] {
  const usable = median(first.map((one) => one.usable));
  const every = median(first.map((one) => one.every));
  const [asFeed, asMaps] = [median(feed), median(maps)];
  return [
    {
      what: `${who}: usable, tips first`,
      figure: ms(usable),
      beside: `cojson, one feed: ${ms(asFeed)}`,
      ratio: times(asFeed / usable),
      ...(sessions ? { gate: { says: '≥ 4 × as soon, verification', passes: asFeed / usable >= 4 } } : {}),
    },
    { what: '', figure: '', beside: `cojson, a map a need: ${ms(asMaps)}`, ratio: times(asMaps / usable) },
    {
      what: `${who}: every signature`,
      figure: ms(every),
      gate: { says: `≤ ${ms((15_000 * facts) / 100_000)} (15 s for 100,000)`, passes: every <= (15_000 * facts) / 100_000 },
    },
    { what: `${who}: opened again from its store`, figure: ms(median(again.map((one) => one.usable))) },
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
