import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AtGroup, Desk } from './desk.ts';
import type { Failure } from './failure.ts';

/** The alarm of a group as a failure, with its evidence written beside the device; null while all is well. */
export async function alarmOf(desk: Desk, { group }: Pick<AtGroup, 'group'>): Promise<Failure | null> {
  const { alarm } = await group.status();
  if (!alarm) return null;
  const bytes = await group.evidence();
  const file = join(desk.folder, `evidence-${alarm.kind}-${String(alarm.place)}.cbor`);
  if (bytes) {
    await mkdir(desk.folder, { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600 });
  }
  const { words } = desk;
  const message = `${words.problems['stopped-by-alarm']()} ${words.cli.alarm[alarm.kind]()}`;
  return { exit: 4, reason: alarm.kind, message, ...(bytes ? { evidence: file } : {}) };
}
