import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay, type Relay, type RelayOptions } from '@awna/relay';

/** A relay of this process, in a folder of its own unless one is given. */
export interface TestRelay {
  readonly url: string;
  readonly folder: string;
  counts(): Readonly<Record<string, number>>;
  sweep(): Promise<void>;
  /** Stops it and keeps its folder. */
  stop(): Promise<void>;
  /** Stops it and starts it again at the same address, on the same folder. */
  restart(): Promise<void>;
  /** Stops it and erases the folder where it was made here. */
  end(): Promise<void>;
}

/** Starts a relay on loopback. Its clock may be a hand-wound one; its timers are the machine's. */
export async function relayAt(options: Partial<RelayOptions> = {}): Promise<TestRelay> {
  const folder = options.data ?? (await mkdtemp(join(tmpdir(), 'awna-relay-')));
  // Devices of a whole cast come from one address and in one breath.
  const calm = { addressRate: { burst: 1_000_000, perSecond: 1_000_000 }, callRate: { burst: 1_000_000, perSecond: 1_000_000 } };
  let relay: Relay | null = await startRelay({ ...calm, ...options, data: folder });
  const { url } = relay;
  const port = Number(new URL(url).port);
  const stop = async (): Promise<void> => {
    await relay?.close();
    relay = null;
  };
  return {
    url,
    folder,
    counts: () => relay?.counts() ?? {},
    sweep: async () => relay?.sweep(),
    stop,
    async restart() {
      await stop();
      relay = await startRelay({ ...calm, ...options, data: folder, port });
    },
    async end() {
      await stop();
      if (options.data === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
