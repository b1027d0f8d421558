import type { Draft } from '@awna/core';
import type { Group } from '@awna/device/page';
import { group } from './home.svelte.ts';
import { once } from './once.svelte.ts';
import { sayToast } from './toast.svelte.ts';
import { problemText, t } from './words.svelte.ts';

/** Time to take something back, in milliseconds. */
export const holdMs = 10_000;

/**
 * Does something in the group and says so, with ten seconds to take it back. Gives the ids where it was done; where it
 * was not, says why and gives null. A second tap while the first is under way gives null as well.
 */
export const act = (drafts: readonly Draft[], said: string, how: How = {}): Promise<readonly string[] | null> =>
  once(() => actNow(drafts, said, how));

interface How {
  readonly undo?: () => void;
  readonly hold?: boolean;
}

async function actNow(drafts: readonly Draft[], said: string, how: How): Promise<readonly string[] | null> {
  const hold = how.hold ?? true;
  const here = group();
  const done = await here.act(drafts, hold ? { holdMs } : {});
  if (!done.ok) {
    sayToast(problemText(done.error.reason), { tone: 'warn', ms: 8000 });
    return null;
  }
  const { ids } = done.value;
  sayToast(said, hold ? { ms: holdMs, action: { label: t.app.do.undo(), run: () => void takeBack(here, ids, how.undo) } } : {});
  return ids;
}

async function takeBack(here: Group, ids: readonly string[], then: (() => void) | undefined): Promise<void> {
  const back = await here.takeBack(ids);
  if (back.length === 0) return;
  sayToast(t.app.takenBack());
  then?.();
}
