import type { DeviceProblem } from '@awna/device/page';
import { home } from '../../shell/home.svelte.ts';
import { blank, readWriting, writingToKeep, type Side, type Writing } from './asking.ts';

/** What is being written on one side; it stays on this device until it is sent or erased. */
export interface Desk {
  readonly now: Writing;
  /** Whether the draft was looked up yet, and whether there was one. */
  readonly state: 'looking' | 'new' | 'found';
  /** Why the last change could not be kept here; null where it could. */
  readonly trouble: DeviceProblem | null;
  set(change: Partial<Writing>): void;
  /** Brings back what was sent or erased; it is kept again before this ends. */
  restore(writing: Writing): Promise<void>;
  clear(): Promise<void>;
}

const desks = new Map<string, Desk>();

function openDesk(key: string): Desk {
  let now = $state.raw<Writing>(blank);
  let state = $state<Desk['state']>('looking');
  let trouble = $state<DeviceProblem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touched = false;
  let last = 0;
  const save = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    last = Date.now();
    const kept = await home.keep(key, writingToKeep(now));
    trouble = kept.ok ? null : kept.error;
  };
  /** What was typed last is kept before the field or the page is left. */
  const flush = (): void => {
    if (timer !== undefined) void save();
  };
  for (const leaving of ['focusout', 'visibilitychange', 'pagehide']) addEventListener(leaving, flush);
  void home.kept(key).then((kept) => {
    if (kept && !touched) now = readWriting(kept);
    state = kept ? 'found' : 'new';
  });
  return {
    get now() {
      return now;
    },
    get state() {
      return state;
    },
    get trouble() {
      return trouble;
    },
    set(change) {
      now = { ...now, ...change };
      touched = true;
      clearTimeout(timer);
      // The first letter is kept at once, the rest of a burst together.
      if (Date.now() - last > 250) void save();
      else timer = setTimeout(() => void save(), 250);
    },
    async restore(writing) {
      now = writing;
      touched = true;
      await save();
    },
    async clear() {
      clearTimeout(timer);
      timer = undefined;
      now = blank;
      touched = true;
      state = 'new';
      trouble = null;
      await home.keep(key, null);
    },
  };
}

/** The draft of a side in a group. */
export function desk(space: string, side: Side): Desk {
  const key = `draft/${space}/${side}`;
  let found = desks.get(key);
  if (!found) desks.set(key, (found = openDesk(key)));
  return found;
}
