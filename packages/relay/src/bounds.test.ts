import { err } from '@awna/base';
import { encodeCall } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, connect, founded, inFolder, must } from '../bench/people.ts';
import { memoryStore } from './store/memory.ts';
import { type StoreTrouble, type Write } from './store/port.ts';
import { startRelay, type Relay, type RelayOptions } from './start.ts';

const withRelay = (work: (relay: Relay) => Promise<void>, options: Partial<RelayOptions> = {}): Promise<void> =>
  inFolder(async (folder) => {
    const relay = await startRelay({ data: folder, ...options });
    try {
      await work(relay);
    } finally {
      await relay.close();
    }
  });

describe('[relay] bounds', () => {
  it('connections: one too many is told 503', () =>
    withRelay(
      async (relay) => {
        const links = [await connect(relay.url), await connect(relay.url)];
        await expect(connect(relay.url)).rejects.toThrow('unreachable');
        links[0]?.close();
        await expect
          .poll(() =>
            connect(relay.url).then(
              () => true,
              () => false,
            ),
          )
          .toBe(true);
      },
      { maxConnections: 2 },
    ));

  it('calls of one connection: 429 and how long to wait; another connection is not held back', () => {
    let now = 0;
    return withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        const many = await Promise.all(Array.from({ length: 20 }, () => link.call('append', { space: at.space, sealed: bytes(300) })));
        expect(many.filter((one) => one.ok).length).toBe(6);
        expect(many.at(-1)).toMatchObject({ error: { status: 429, error: 'too-fast', wait: 1 } });
        await founded(relay.url);
        now += 1000;
        expect((await link.call('append', { space: at.space, sealed: bytes(300) })).ok).toBe(true);
      },
      { callRate: { burst: 10, perSecond: 5 }, ticks: () => now },
    );
  });

  it('lone calls of one address', () => {
    return withRelay(
      async (relay) => {
        const hello = (): Promise<number> =>
          fetch(`${relay.url}/v1/call`, { method: 'POST', body: encodeCall('hello', { versions: [1] }) }).then((answer) => answer.status);
        expect([await hello(), await hello(), await hello(), await hello()]).toEqual([200, 200, 200, 429]);
      },
      { addressRate: { burst: 3, perSecond: 1 }, ticks: () => 0 },
    );
  });

  it('a space: 507 full', () =>
    withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        must(await link.call('append', { space: at.space, sealed: bytes(3000) }));
        expect(await link.call('append', { space: at.space, sealed: bytes(3000) })).toMatchObject({
          error: { status: 507, error: 'full' },
        });
        expect(must(await link.call('read', { space: at.space, from: 0 })).frames.length).toBe(2);
      },
      { bounds: { spaceBytes: 5000 } },
    ));

  it('no id, address or word of a caller is in what it tells of itself', () =>
    withRelay(async (relay) => {
      await founded(relay.url);
      const health: unknown = await (await fetch(`${relay.url}/v1/health`)).json();
      expect(Object.values(relay.counts()).every((value) => Number.isSafeInteger(value))).toBe(true);
      expect(health).toMatchObject({ ok: true, counts: { connections: 1 } });
    }));

  it('a disk that fails or is full: a clear refusal, nothing given a place, reads go on, and writes too once it is well', () => {
    const whole = memoryStore();
    let trouble: StoreTrouble | undefined;
    const store = { ...whole, commit: async (writes: readonly Write[]) => (trouble ? err(trouble) : whole.commit(writes)) };
    return withRelay(
      async (relay) => {
        const { link, at } = await founded(relay.url);
        for (const [why, status] of [
          ['read-only', 503],
          ['disk-full', 507],
          ['fault', 500],
        ] as const) {
          trouble = why;
          expect(await link.call('append', { space: at.space, sealed: bytes(300) })).toMatchObject({ error: { status, error: why } });
          expect(must(await link.call('read', { space: at.space, from: 0 })).head.size).toBe(1);
        }
        trouble = undefined;
        expect(must(await link.call('append', { space: at.space, sealed: bytes(300) })).place).toBe(1);
      },
      { store },
    );
  });
});
