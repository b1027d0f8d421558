import { askFor, cancel } from '@awna/core';
import { cast, deviceOn, must, relayAt } from '@awna/testkit';
import { describe, expect, test } from 'vitest';
import { unpackDevice } from './carry.ts';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

describe('a device goes on elsewhere', () => {
  test('as the same member, with all it wrote before; the old place knows nothing any more', async () => {
    const relay = await relayAt();
    const { people, space, end } = await cast(relay, ['ليلى', 'عمر']);
    const [layla, omar] = people;
    if (!layla || !omar) throw new Error('somebody is missing');
    const [need] = await omar.does(askFor(omar.me, { kind: 'food', text: 'خبز', until: soon() }));
    const carried = must(await omar.home.handOver(space));
    expect(await omar.home.spaces()).toEqual([]);

    const elsewhere = await deviceOn();
    const known: (string | null | undefined)[] = [];
    elsewhere.watchSpaces((cards) => known.push(cards[0]?.me));
    must(await elsewhere.takeOver(carried));
    expect(await elsewhere.takeOver(carried)).toEqual({ ok: false, error: 'already-member' });
    const group = elsewhere.group(space);
    must(await group.sync());
    expect((await elsewhere.spaces())[0]).toMatchObject({ me: omar.me, state: 'member' });
    expect(known.at(-1)).toBe(omar.me);
    expect((await group.view('item', { id: need ?? '' }))?.mine).toBe(true);
    must(await group.act([cancel(need ?? '', 'enough')]));
    must(await group.sync());
    expect((await group.status()).alarm).toBeNull();
    await layla.group.sync();
    expect((await layla.group.roots()).stateRoot).toBe((await group.roots()).stateRoot);
    await elsewhere.close();
    await end();
    await relay.end();
  });

  test('two that go on at once are noticed by the one that did not write', async () => {
    const relay = await relayAt();
    const { people, space, end } = await cast(relay, ['ليلى', 'عمر']);
    const [, omar] = people;
    if (!omar) throw new Error('somebody is missing');
    await omar.group.sync();
    const carried = must(await omar.home.handOver(space));
    const [one, two] = [await deviceOn(), await deviceOn()];
    for (const home of [one, two]) must(await home.takeOver(carried));
    must(await one.group(space).sync());
    must(await one.group(space).act([askFor(omar.me, { kind: 'food', text: 'خبز', until: soon() })]));
    must(await one.group(space).sync());
    expect(await two.group(space).sync()).toEqual({ ok: false, error: 'stopped-by-alarm' });
    expect((await two.group(space).status()).alarm?.kind).toBe('chain-lost');
    for (const home of [one, two]) await home.close();
    await end();
    await relay.end();
  });

  test('what is no device is refused', () => {
    for (const text of ['', 'x', 'AAAA', 'g'.repeat(70_000)]) expect(unpackDevice(text)).toEqual({ ok: false, error: 'not-a-link' });
  });
});
