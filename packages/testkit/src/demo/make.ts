import type { Home } from '@awna/device';
import { openNodeHome } from '@awna/device/node';
import { must } from '../cast.ts';
import { neighbourhood, type Neighbourhood, type Wanted } from './neighbourhood.ts';
import { visit, type Neighbour } from './neighbour.ts';
import { homeIn, keepRecord, relayIn, type Record, type Summary, type Waiting } from './record.ts';

/** A neighbour's device goes on in a folder, for the terminal. */
async function moveHome(who: Neighbour, folder: string): Promise<void> {
  const home: Home = await openNodeHome(folder, { live: false });
  const { space } = must(await home.takeOver(must(await who.home.handOver(who.space ?? ''))));
  must(await home.group(space).sync());
  await home.close();
}

async function count({ people }: Neighbourhood, begun: number): Promise<Summary> {
  const [first] = people;
  if (!first) throw new Error('nobody lives here');
  return visit(first, async ({ group }) => {
    const { needs, offers } = await group.view('board', { ended: true });
    const { size, stateRoot } = await group.roots();
    const members = await group.view('members', {});
    const { ok, void: voids, refused } = await group.verify({ full: false });
    const seconds = Math.round((Date.now() - begun) / 1000);
    return {
      people: members.length,
      frames: size,
      needs: needs.length,
      offers: offers.length,
      void: voids,
      refused,
      ok,
      stateRoot,
      seconds,
    };
  });
}

/** Lets a neighbourhood live in a folder, and leaves there its relay, a keeper of the door, a terminal's device, and everybody else for browsers. */
export async function make(folder: string, wanted: Omit<Wanted, 'data' | 'until'> & { readonly port: number }): Promise<Record> {
  const begun = Date.now();
  const made = await neighbourhood({ ...wanted, until: Math.floor(begun / 60_000), data: relayIn(folder) });
  const { people, space, relay } = made;
  const staying = people.filter(({ gone, me }) => me !== null && !gone);
  const [keeper, terminal, ...others] = staying;
  if (!keeper || !terminal) throw new Error('too few live here');
  await Promise.all(staying.map((who) => visit(who, () => Promise.resolve())));
  const summary = await count(made, begun);
  await moveHome(keeper, homeIn(folder, 'keeper'));
  await moveHome(terminal, homeIn(folder, 'terminal'));
  const waiting: Waiting[] = [];
  for (const who of others) waiting.push({ name: who.name, carried: must(await who.home.handOver(space)) });
  for (const { home } of people) await home.close();
  await relay.stop();
  const record: Record = { space, url: relay.url, summary, terminal: terminal.name, waiting };
  keepRecord(folder, record);
  return record;
}

/** What of a neighbourhood is told when it is made, and when it is opened again. */
export const toldOf = (data: string, { space, summary, terminal }: Record): object => ({
  ...{ space, ...summary, data, terminal },
  homes: { keeper: homeIn(data, 'keeper'), terminal: homeIn(data, 'terminal') },
});
