import { err } from '@awna/base';
import type { Home } from '../api.ts';
import { openHome } from '../home.ts';
import type { Platform } from '../platform.ts';
import { sandboxAddress } from './address.ts';
import type { Inside } from './inside.ts';

/** Opens a person's device with room for sandboxes: groups on a relay inside it, with invented neighbours if they are named. */
export async function openHomeWithSandbox(platform: Platform, how: { readonly live?: boolean } = {}): Promise<Home> {
  let opening: Promise<Inside> | null = null;
  // Loaded and made only where somebody tries: most devices never need one.
  const inside = (): Promise<Inside> =>
    (opening ??= import('./inside.ts')
      .then(({ goInside }) => goInside(platform))
      .catch((error: unknown) => {
        opening = null;
        throw error;
      }));
  const home = await openHome(platform, { ...how, sandbox: async () => (await inside()).link() });
  if ((await home.spaces()).some(({ sandbox }) => sandbox)) await (await inside()).neighbours.wakeAll();
  return {
    spaces: () => home.spaces(),
    watchSpaces: (seen) => home.watchSpaces(seen),
    readLink: (link) => home.readLink(link),
    async found({ neighbours = [], ...given }) {
      if (given.sandbox !== true) return home.found(given);
      const founded = await home.found({ ...given, relay: sandboxAddress });
      if (founded.ok) await (await inside()).neighbours.invite(home, founded.value.space, founded.value.member, neighbours);
      return founded;
    },
    async join(given) {
      const link = await home.readLink(given.link);
      // A sandbox is nobody else's: its link leads nowhere from another device.
      if (link.ok && link.value.relay === sandboxAddress) return err('invite-unknown');
      return home.join(given);
    },
    async forget(space) {
      const card = (await home.spaces()).find((one) => one.space === space);
      if (card?.sandbox === true) await (await inside()).neighbours.forget(space);
      await home.forget(space);
    },
    handOver: (space) => home.handOver(space),
    takeOver: (carried) => home.takeOver(carried),
    group: (space) => home.group(space),
    keep: (key, value) => home.keep(key, value),
    kept: (key) => home.kept(key),
    async close() {
      if (opening) await (await opening).neighbours.close();
      await home.close();
    },
  };
}
