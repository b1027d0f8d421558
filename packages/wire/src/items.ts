import { decode, type Value } from '@awna/base';

/** The items of an array in canonical CBOR, of this many where that is asked; nothing where it is none. Total. */
export const arrayOf = (bytes: Uint8Array, length?: number): readonly Value[] | undefined => {
  const decoded = decode(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return undefined;
  const items: readonly Value[] = decoded.value;
  return length === undefined || items.length === length ? items : undefined;
};

/** Whether a value can be the number of a call. */
export const isCallId = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
