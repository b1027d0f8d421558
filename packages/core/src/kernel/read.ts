import type { ValueMap } from '@awna/base';
import { safeParse, type GenericSchema } from 'valibot';

/** A fact's data in the declared shape, or nothing. Schemas are strict: a field that the rules version does not know is refused. */
export function readData(schema: GenericSchema, data: unknown): ValueMap | undefined {
  const parsed = safeParse(schema, data);
  return parsed.success ? (parsed.output as ValueMap) : undefined;
}
