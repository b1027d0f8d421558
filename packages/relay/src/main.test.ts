import { describe, expect, it } from 'vitest';
import { childRelay } from '../bench/child.ts';
import { killUnderLoad } from '../bench/kill.ts';
import { bytes, connect, enterSpace, founded, inFolder, must } from '../bench/people.ts';

describe('[relay] as a process', () => {
  it('killed in the middle of writing, 5 times: nothing acknowledged is lost, no place is given twice', async () => {
    const found = await killUnderLoad(5);
    expect(found).toMatchObject({ lost: 0, twice: 0, wrongRoots: 0 });
    expect(found.acknowledged).toBeGreaterThan(400);
  });

  it('told to stop: answers what is under way, keeps it, ends with 0', () =>
    inFolder(async (folder) => {
      const first = await childRelay(folder);
      const { link, at } = await founded(first.url);
      const under = Array.from({ length: 100 }, () => link.call('append', { space: at.space, sealed: bytes(300) }));
      await under[0];
      expect(await first.stop()).toBe(0);
      const acknowledged = (await Promise.all(under)).flatMap((one) => (one.ok ? [one.value.place] : []));
      const second = await childRelay(folder);
      const again = await connect(second.url);
      const { head } = must(await enterSpace(again, at));
      expect(acknowledged.every((place) => place < head.size)).toBe(true);
      expect(await second.stop()).toBe(0);
    }));

  it('a second relay on the same folder does not start', () =>
    inFolder(async (folder) => {
      const first = await childRelay(folder);
      await expect(childRelay(folder)).rejects.toThrow('ended with 1');
      await first.stop();
    }));
});
