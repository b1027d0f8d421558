import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from './browser.ts';
import { startRelayProcess, type RelayProcess } from './relay.ts';

/** A relay with the app and a browser, there while the stories beside it are told. */
export function stage(): { readonly relay: RelayProcess; readonly browser: Browser; relayAgain(): Promise<void> } {
  let set: readonly [RelayProcess, Browser] | undefined;
  const there = (): readonly [RelayProcess, Browser] => {
    if (!set) throw new Error('the stage is set once the stories begin');
    return set;
  };
  beforeAll(async () => {
    set = await Promise.all([startRelayProcess(), launch()]);
  });
  afterAll(async () => {
    await set?.[1].close();
    await set?.[0].end();
  });
  return {
    get relay() {
      return there()[0];
    },
    get browser() {
      return there()[1];
    },
    /** Starts a relay that was killed, at the same address. */
    async relayAgain() {
      const [relay, browser] = there();
      set = [await relay.again(), browser];
    },
  };
}
