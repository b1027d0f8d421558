import { err, ok, type Result } from '@awna/base';
import type { Home } from '@awna/device';
import { HomeBusy, KeyUnreadable, openNodeHome } from '@awna/device/node';
import type { Words } from '@awna/words';
import type { Failure } from './failure.ts';
import { shown } from './print.ts';

/** Opens the person's device in its folder; another process that holds it, or a folder that cannot be one, is a failure in words. */
export async function openHomeAt(folder: string, live: boolean, words: Words): Promise<Result<Home, Failure>> {
  try {
    return ok(await openNodeHome(folder, { live }));
  } catch (error) {
    if (error instanceof HomeBusy) return err({ exit: 1, reason: 'home-busy', message: words.cli.wrong.homeBusy() });
    if (error instanceof KeyUnreadable)
      return err({ exit: 2, reason: 'not-readable', message: words.cli.wrong.homeBroken({ why: shown(error.message) }), field: '--home' });
    if (error instanceof Error && 'code' in error)
      return err({ exit: 2, reason: 'home-unusable', message: words.cli.wrong.homeBroken({ why: shown(error.message) }), field: '--home' });
    throw error;
  }
}
