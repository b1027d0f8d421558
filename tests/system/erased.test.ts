import type { Bytes } from '@awna/base';
import { epochKeys, signDoor } from '@awna/crypto';
import { chance, handClock, must, plainSocket, platformOf, relayAt, seededDice } from '@awna/testkit';
import { connectRelay, type RelayLink } from '@awna/wire';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('[X6] of six hundred parts of four groups, those whose day has come are in no file of the relay, and the others are whole', async () => {
  const clock = handClock();
  const relay = await relayAt({ clock });
  const dice = seededDice('erased');
  const platform = await platformOf({ dice });
  const groups: { readonly link: RelayLink; readonly space: Bytes }[] = [];
  for (let i = 0; i < 4; i++) {
    const link = must(await connectRelay({ url: relay.url, socket: plainSocket, timers: platform }));
    const space = dice(16);
    const { rpk, wpk, wsk } = await epochKeys(platform.engine, dice(32), space);
    const sign = await signDoor(platform.engine, 'open', wsk, link.hello, space);
    must(await link.call('open', { space, sealed: dice(300), rpk, wpk, control: [rpk], k: 1, sign }));
    groups.push({ link, space });
  }
  const today = (): number => Math.floor(clock.minute() / 1440);
  const fate = chance('erased');
  const parts: { readonly bytes: Bytes; readonly day: number }[] = [];
  for (let i = 0; i < 600; i++) {
    const part = { bytes: dice(fate.whole(300, 1300)), day: today() + fate.whole(30, 90) };
    const { link, space } = fate.pick(groups);
    must(await link.call('append', { space, sealed: dice(400), part }));
    parts.push(part);
  }
  const lying = async (some: typeof parts): Promise<number> => {
    const files = await Promise.all(
      (await readdir(relay.folder)).map((name) => readFile(join(relay.folder, name)).catch(() => Buffer.alloc(0))),
    );
    const all = Buffer.concat(files);
    return some.filter(({ bytes }) => [0, 100, 200].some((at) => all.includes(bytes.subarray(at, at + 40)))).length;
  };
  for (const days of [35, 10, 10, 10, 10]) {
    clock.wind(days * 86_400_000);
    await relay.sweep();
    const gone = parts.filter(({ day }) => day <= today());
    expect(gone.length).toBeGreaterThan(0);
    expect(await lying(gone), `after ${String(days)} days more`).toBe(0);
    expect(await lying(parts)).toBe(parts.length - gone.length);
  }
  for (const { link } of groups) link.close();
  await relay.end();
});
