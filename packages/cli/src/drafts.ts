import { err, isId, ok, type Result, type Value, type ValueMap } from '@awna/base';
import { faultOf, type Draft } from '@awna/core';
import type { Words } from '@awna/words';
import { wrong, type Failure } from './failure.ts';
import { linesOfItems } from './lines.ts';
import { brief } from './print.ts';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether JSON stays within what a fact may hold: whole numbers, no deeper than 16. */
function isValue(value: unknown, level = 0): value is Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (level >= 12) return false;
  if (Array.isArray(value)) return value.every((item) => isValue(item, level + 1));
  return isMap(value) && !Object.hasOwn(value, '__proto__') && Object.values(value).every((item) => isValue(item, level + 1));
}

const isValueMap = (value: unknown): value is ValueMap => isMap(value) && isValue(value);

const days = [0, 30, 90, 365] as const;

function sealedOf(value: unknown): NonNullable<Draft['sealed']> | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: { to: string[]; fields: ValueMap }[] = [];
  for (const one of value) {
    if (!isMap(one) || !Array.isArray(one['to']) || !isValueMap(one['fields'])) return undefined;
    const to = one['to'].filter((id): id is string => typeof id === 'string' && isId(id));
    if (to.length === 0 || to.length !== one['to'].length) return undefined;
    out.push({ to, fields: one['fields'] });
  }
  return out;
}

/** A fact as somebody wrote it: `type` and `data` as in the log, and perhaps `part`, `sealed`, `keep`. Else which field is in the way. */
function draftOf(value: unknown): Result<Draft, string> {
  if (!isMap(value)) return err('{}');
  const { type, data, part, sealed, keep, ...rest } = value;
  const [stranger] = Object.keys(rest);
  if (typeof type !== 'string') return err('type');
  if (!isValueMap(data)) return err('data');
  if (stranger !== undefined) return err(brief(stranger));
  if (part !== undefined && !isValueMap(part)) return err('part');
  const to = sealed === undefined ? undefined : sealedOf(sealed);
  if (sealed !== undefined && !to) return err('sealed');
  const kept = days.find((day) => day === keep);
  if (keep !== undefined && kept === undefined) return err('keep');
  const fault = faultOf(type, data);
  if (fault !== null) return err(brief(fault));
  return ok({
    type,
    data,
    ...(part === undefined ? {} : { part }),
    ...(to ? { sealed: to } : {}),
    ...(kept === undefined ? {} : { keep: kept }),
  });
}

/** One fact or an array of them out of JSON; says on which line one could not be read, and which of its fields. */
export function readDrafts(words: Words, bytes: Uint8Array): Result<readonly Draft[], Failure> {
  let text: string;
  let given: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    given = JSON.parse(text);
  } catch {
    return err(wrong('not-json', words.cli.wrong.notJson(), 'FILE'));
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const drafts: Draft[] = [];
  for (const [index, value] of list.entries()) {
    const draft = draftOf(value);
    if (!draft.ok) {
      const line = linesOfItems(text)[index] ?? 1;
      const message = words.cli.wrong.notAFact({ line, n: index + 1, field: draft.error });
      return err({ ...wrong('malformed', message, draft.error), index, line });
    }
    drafts.push(draft.value);
  }
  return drafts.length === 0 ? err(wrong('text-missing', words.cli.wrong.empty({ field: 'FILE' }), 'FILE')) : ok(drafts);
}
