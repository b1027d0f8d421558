import { leave, setProfile } from '@awna/core';
import { companyOn, hurried, must, plainSocket, relayAt, type Someone } from '@awna/testkit';
import { decodeRequest, type SocketFactory } from '@awna/wire';
import { expect, test } from 'vitest';

/** Tells of every word on a door that is given to the relay. */
const listening =
  (inner: SocketFactory, said: (count: number) => void): SocketFactory =>
  (url) => {
    const real = inner(url);
    const { send } = real;
    real.send = (data) => {
      const asked = decodeRequest(data);
      if (asked.ok && asked.value.call.op === 'door') said(asked.value.call.args.record.count);
      send.call(real, data);
    };
    return real;
  };

test('[§12] a keeper’s device says its word once every signature is checked, and once', async () => {
  const words: { readonly count: number; readonly unchecked: number }[] = [];
  let asleep: Someone | null = null;
  const said = (count: number): void => {
    void asleep?.group.status().then(({ unchecked }) => words.push({ count, unchecked }));
  };
  const relay = await relayAt();
  const reach = { url: relay.url, socket: () => listening(plainSocket, said) };
  // The checking of signatures, which is what begins after so short a while, takes its time here.
  const after = (ms: number, then: () => void) => hurried(ms > 50 ? ms : 1_999, then);
  const life = await companyOn(reach, 'keeping', { names: ['ليلى', 'عمر', 'سلمى', 'هند'], after });
  try {
    const [layla, omar, salma, hind] = life.people as [Someone, Someone, Someone, Someone];
    for (const one of [layla, omar]) one.link.cutOff();
    for (let i = 0; i < 12; i++) await hind.does(setProfile(hind.me, { name: `هند ${String(i)}` }));
    await hind.does(leave());
    // سلمى turns; ليلى was a keeper before, and has slept through all of it.
    must(await salma.group.sync());
    await salma.does(setProfile(salma.me, { name: 'سلمى' }));
    salma.link.cutOff();
    const doors = relay.counts()['doors'] ?? 0;
    asleep = layla;
    layla.link.mend();
    must(await layla.group.sync());
    const { door } = (await layla.group.stateAt!())!.state['members'] as { door: { count: number } };
    await expect.poll(async () => (await layla.group.sync(), words.map(({ count }) => count))).toEqual([door.count]);
    expect(words).toEqual([{ count: door.count, unchecked: 0 }]);
    // The relay had one word already: this was the second.
    await expect.poll(() => relay.counts()['doors']).toBeGreaterThan(doors);
  } finally {
    await life.end();
    await relay.end();
  }
});
