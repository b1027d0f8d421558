import type { Result } from '@awna/base';
import type { Refusal, RelayLink } from '@awna/wire';
import type { Platform } from '../platform.ts';
import { sandboxLink } from './link.ts';
import { Neighbours } from './neighbours.ts';
import { SandboxRelay } from './relay.ts';

/** What lives inside a device where somebody tries: a relay, and the neighbours who answer. */
export interface Inside {
  readonly neighbours: Neighbours;
  link(): Promise<Result<RelayLink, Refusal>>;
}

/** Wakes the relay inside. */
export async function goInside(platform: Platform): Promise<Inside> {
  const relay = await SandboxRelay.open(platform);
  return { neighbours: new Neighbours(platform, relay), link: () => sandboxLink(platform, relay) };
}
