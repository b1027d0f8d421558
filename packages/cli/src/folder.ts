import { join } from 'node:path';
import type { Io } from './io.ts';

/** Where a person's device lives unless it is said: the platform's folder for data. */
export function defaultFolder({ env, platform, homeFolder }: Pick<Io, 'env' | 'platform' | 'homeFolder'>): string {
  if (env['AWNA_HOME']) return env['AWNA_HOME'];
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local'), 'Awna');
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Awna');
  return join(env['XDG_DATA_HOME'] ?? join(homeFolder, '.local', 'share'), 'awna');
}
