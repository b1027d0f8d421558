import type { ValueMap } from '@awna/base';
import { getDotPath, safeParse, type GenericSchema } from 'valibot';

/** A fact's data in the declared shape, or nothing. Schemas are strict: a field that the rules version does not know is refused. */
export function readData(schema: GenericSchema, data: unknown): ValueMap | undefined {
  const parsed = safeParse(schema, data);
  return parsed.success ? (parsed.output as ValueMap) : undefined;
}

/** Where data departs from the declared shape, as a path such as `amount.n`, empty for the whole; null where it does not. */
export function faultIn(schema: GenericSchema, data: unknown): string | null {
  const parsed = safeParse(schema, data, { abortEarly: true });
  return parsed.success ? null : (getDotPath(parsed.issues[0]) ?? '');
}
