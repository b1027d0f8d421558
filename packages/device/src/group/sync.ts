import type { DeviceProblem } from '../api.ts';
import type { Keyless } from './keyless.ts';
import type { Line } from './line.ts';
import type { Rounds } from './rounds.ts';
import type { Space } from './space.ts';

/** Waits until everything known to the relay is here and everything said here has its place; else what is in the way. */
export async function syncUp(space: Space, line: Line, rounds: Rounds, keyless: Keyless): Promise<DeviceProblem | null> {
  // Whoever is gone has read what was for them.
  if (space.ended) return null;
  const { tries } = line;
  const { begun } = keyless;
  rounds.trouble = null;
  line.start();
  line.poke();
  rounds.go();
  void keyless.go();
  const size = await line.size();
  rounds.awaitSize(size);
  // Once the head that covers them is kept, frames were taken to their end: what is said next names it.
  const isHere = (): boolean => (space.head?.size ?? 0) >= size;
  while (!space.ended && (space.lacking || !rounds.quiet || !isHere())) {
    if (space.record.alarm) return 'stopped-by-alarm';
    if (line.tries > tries) return line.problem ?? 'relay-unreachable';
    if (rounds.stuck) return rounds.stuck;
    if (space.lacking && keyless.ended > begun) return 'keys-awaited';
    await rounds.stirred();
  }
  return space.record.alarm ? 'stopped-by-alarm' : null;
}
