import type { Id } from '@awna/base';
import type { Write } from '../store/port.ts';
import { openMap, sealMap } from './record.ts';
import type { Space } from './space.ts';

/** How long it is remembered what a request did (milliseconds): whoever asks again does so when they wake. */
const keptMs = 86_400_000;

const tableOf = (space: Space): string => `did/${space.id}/`;

/** The facts that this request has brought, where it was heard before. */
export async function doneBefore(space: Space, request: string): Promise<readonly Id[] | undefined> {
  const { store, local } = space.platform;
  const sealed = await store.get(tableOf(space) + request);
  const ids = sealed && (await openMap(local, sealed))?.['ids'];
  return Array.isArray(ids) ? ids.filter((id): id is Id => typeof id === 'string') : undefined;
}

/** What is written together with the facts of a request, so that asking again does nothing more. */
export async function doneWrite(space: Space, request: string, ids: readonly Id[]): Promise<Write> {
  const at = space.platform.now();
  return [tableOf(space) + request, await sealMap(space.platform.local, { at, ids: [...ids] })];
}

/** Forgets requests that nobody will repeat any more. */
export async function tidyRequests(space: Space): Promise<void> {
  const { store, local } = space.platform;
  const old: Write[] = [];
  for (const [key, sealed] of await store.list(tableOf(space))) {
    const at = (await openMap(local, sealed))?.['at'];
    if (typeof at !== 'number' || at + keptMs < space.platform.now()) old.push([key, null]);
  }
  if (old.length > 0) await store.write(old);
}
