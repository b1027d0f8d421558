import { askFor } from '@awna/core';
import { companyOn, evilRelay, seededDice, type EvilRelay } from '@awna/testkit';
import { decodeFromRelay, type SocketFactory } from '@awna/wire';
import { expect, test, vi } from 'vitest';

const isAnnounced = (data: unknown): boolean => {
  const said = data instanceof ArrayBuffer ? decodeFromRelay(new Uint8Array(data)) : undefined;
  return said?.ok === true && said.value.kind === 'announcement';
};

/** A way to the relay on which announcements come to nothing for as long as `isDeaf`. */
const deafTo =
  (inner: SocketFactory, isDeaf: () => boolean, lost: () => void): SocketFactory =>
  (url) => {
    const real = inner(url);
    return {
      get binaryType() {
        return real.binaryType;
      },
      set binaryType(type) {
        real.binaryType = type;
      },
      send: (data) => real.send(data),
      close: () => real.close(),
      addEventListener(type, hear) {
        real.addEventListener(type, (event) => {
          if (type === 'message' && isDeaf() && isAnnounced(event.data)) lost();
          else hear(event);
        });
      },
    };
  };

test('[§10] a relay that says how much there is and then keeps it back is left, and asked again', async () => {
  let isDeaf = false;
  let lost = 0;
  const relay = evilRelay(seededDice('withheld')(32));
  const bent: EvilRelay = {
    ...relay,
    socket: (view) =>
      deafTo(
        relay.socket(view),
        () => isDeaf,
        () => lost++,
      ),
  };
  const hasty = (ms: number, then: () => void): (() => void) => {
    const timer = setTimeout(then, ms / 50);
    return () => clearTimeout(timer);
  };
  const life = await companyOn(bent, 'withheld', { names: ['ليلى', 'عمر'], after: hasty });
  const [layla, omar] = life.people;
  omar!.link.cutOff();
  const until = Math.floor(Date.now() / 60_000) + 1440;
  const [id] = await layla!.does(askFor(layla!.me, { kind: 'food', text: 'خبز', until }));
  isDeaf = true;
  omar!.link.mend();
  await vi.waitUntil(() => lost > 0, { timeout: 20_000 });
  expect(await omar!.group.view('item', { id: id! })).toBeNull();
  isDeaf = false;
  // Nobody asks him to: what was kept back is missed.
  await vi.waitUntil(async () => (await omar!.group.view('item', { id: id! })) !== null, { timeout: 20_000 });
  await life.end();
});
