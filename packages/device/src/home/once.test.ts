import { deviceOn, must, plainSocket, relayAt, settled } from '@awna/testkit';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { expect, test } from 'vitest';

/** A disk that takes its time over who is in which group. */
function slowStore(): Store {
  const store = memoryStore();
  return {
    ...store,
    async write(batch) {
      await store.write(batch);
      if (batch.some(([key]) => key.startsWith('space/'))) await new Promise((done) => setTimeout(done, 600));
    },
  };
}

test('[M2] whoever waits at the door and looks by themselves comes in once: one session, one line to the relay', async () => {
  const relay = await relayAt();
  const layla = await deviceOn({ live: true });
  const { space } = must(await layla.found({ relay: relay.url, group: 'جيران', name: 'ليلى' }));
  const { link } = must(await layla.group(space).invite({ mode: 'instant', uses: 5, hours: 24 }));
  await settled(layla.group(space));

  const open = new Set<unknown>();
  const socket: typeof plainSocket = (url) => {
    const made = plainSocket(url) as WebSocket;
    open.add(made);
    made.addEventListener('close', () => open.delete(made));
    return made;
  };
  const omar = await deviceOn({ live: true, store: slowStore(), socket });
  const [one, two] = await Promise.all([
    omar.join({ link, name: 'عمر', waitMs: 20_000 }),
    omar.join({ link, name: 'عمر', waitMs: 20_000 }),
  ]);
  expect([must(one).state, must(two).state]).toEqual(['joined', 'joined']);
  expect(must(one).member).toBe(must(two).member);
  await settled(omar.group(space));
  await expect.poll(() => open.size, { timeout: 5_000 }).toBe(1);
  expect((await layla.group(space).view('members', {})).map(({ name }) => name).toSorted()).toEqual(['عمر', 'ليلى'].toSorted());
  // He opens the door to the next one, and his own book still joins the group's.
  await layla.close();
  const salma = await deviceOn();
  must(await salma.join({ link, name: 'سلمى', waitMs: 20_000 }));
  await settled(omar.group(space));
  expect((await omar.group(space).status()).alarm).toBeNull();
  for (const home of [omar, salma]) await home.close();
  await expect.poll(() => open.size, { timeout: 5_000 }).toBe(0);
  await relay.end();
});
