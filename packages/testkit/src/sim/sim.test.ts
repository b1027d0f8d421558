import { nobleEngine } from '@awna/crypto';
import { describe, expect, test } from 'vitest';
import { chance } from '../chance.ts';
import { flowFrom } from './flow.ts';
import { handFor } from './hands.ts';
import { quickEngine } from './quick.ts';

describe('the simulator', () => {
  test('its engine is the one on OpenSSL, and seals, opens, signs and derives as every other does', async () => {
    const quick = await quickEngine();
    expect(quick).not.toBe(nobleEngine);
    const dice = chance('engines');
    for (let i = 0; i < 30; i++) {
      const [seed, info, plain] = [32, dice.whole(0, 90), dice.whole(0, 200)].map((n) =>
        Uint8Array.from({ length: n }, () => dice.whole(0, 255)),
      );
      const thrown = (n: number) => new Uint8Array(n).fill(i);
      const key = await nobleEngine.sealingKeyOf(seed!);
      expect(await quick.sealingKeyOf(seed!)).toEqual(key);
      const sealed = await quick.hpkeSeal(key, info!, plain!, thrown);
      expect(sealed).toEqual(await nobleEngine.hpkeSeal(key, info!, plain!, thrown));
      expect(await quick.hpkeOpen(seed!, info!, sealed)).toEqual(plain);
      expect(await quick.hpkeOpen(seed!, plain!, sealed.with(40, (sealed[40] ?? 0) ^ 1))).toBeUndefined();
      expect(await quick.sign(seed!, plain!)).toEqual(await nobleEngine.sign(seed!, plain!));
      expect(await quick.publicKeyOf(seed!)).toEqual(await nobleEngine.publicKeyOf(seed!));
      expect(await quick.hkdf(seed!, info!, plain!, 32)).toEqual(await nobleEngine.hkdf(seed!, info!, plain!, 32));
    }
  });

  test('time goes on only where it is let, in order, and everything that follows has followed', async () => {
    const flow = flowFrom(0);
    const heard: string[] = [];
    flow.after(30, () => heard.push('third'));
    flow.after(10, () => void Promise.resolve().then(() => flow.after(10, () => heard.push('second'))));
    flow.after(10, () => heard.push('first'));
    const off = flow.after(5, () => heard.push('never'));
    off();
    await flow.pass(29);
    expect(heard).toEqual(['first', 'second']);
    expect(flow.now()).toBe(29);
    flow.sleep(2);
    await flow.pass(1);
    expect(heard).toEqual(['first', 'second', 'third']);
    expect(flow.minute()).toBe(2);
    await expect(flow.until(new Promise(() => undefined), 1_000)).rejects.toThrow('not done');
  });

  test('one seed lives one life, however often, and whatever was lived before', async () => {
    const hand = handFor();
    try {
      const first = await hand.lived('again');
      await hand.lived('something else');
      expect(await hand.lived('again')).toEqual(first);
      expect(first.failed).toEqual([]);
    } finally {
      await hand.end();
    }
  });
});
