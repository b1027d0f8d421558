import { decode, encode, idBytes, idOf, type Bytes, type Id, type Value, type ValueMap } from '@awna/base';

/** What a part holds of one fact: what the group reads, and what is sealed to single members. */
export interface PartEntry {
  /** Index of the fact in its message. */
  readonly index: number;
  readonly fields: ValueMap;
  readonly sealed: readonly { readonly to: Id; readonly box: Bytes }[];
}

const isMap = (value: Value | undefined): value is ValueMap =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array);

export const encodeEntries = (entries: readonly PartEntry[]): Bytes =>
  encode(
    entries.map(({ index, fields, sealed }) => [
      index,
      sealed.length === 0 ? fields : { ...fields, sealed: sealed.map(({ to, box }) => [idBytes(to), box]) },
    ]),
  );

function parseSealed(value: Value | undefined): PartEntry['sealed'] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).flatMap((one) => {
    const [to, box] = Array.isArray(one) ? (one as readonly Value[]) : [];
    return to instanceof Uint8Array && to.length === 16 && box instanceof Uint8Array ? [{ to: idOf(to), box: new Uint8Array(box) }] : [];
  });
}

/** Reads the entries of a part. What is not in shape is left out: rules never look here, so nothing hangs on it. */
export function parseEntries(bytes: Uint8Array): readonly PartEntry[] {
  const decoded = decode(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return [];
  return (decoded.value as readonly Value[]).flatMap((one) => {
    const [index, map] = Array.isArray(one) ? (one as readonly Value[]) : [];
    if (typeof index !== 'number' || !isMap(map)) return [];
    const { sealed, ...fields } = map;
    return [{ index, fields, sealed: parseSealed(sealed) }];
  });
}
