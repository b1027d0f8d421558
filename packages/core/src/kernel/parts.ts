import type { Id, ValueMap } from '@awna/base';

/**
 * What this device can read of a fact's part, merged with what was sealed to me: `gone` was forgotten, `locked` is
 * there and not readable here. The device hands this to the views; rules never see it.
 */
export interface Part {
  readonly state: 'open' | 'gone' | 'locked';
  readonly fields: ValueMap;
}

export type Parts = (fact: Id) => Part;

/** A text field of a part, or null. Parts are written by other people's devices: never trust their shape. */
export function textIn(fields: ValueMap, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

/** A whole number in a part, or null. */
export function numberIn(fields: ValueMap, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' ? value : null;
}

/** The texts of a list field; anything else in it is left out. */
export function textsIn(fields: ValueMap, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A map field of a part, or an empty map. */
export function mapIn(fields: ValueMap, name: string): ValueMap {
  const value = fields[name];
  return isMap(value) ? value : {};
}

const isMap = (value: unknown): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
