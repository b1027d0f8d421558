import type { Bytes, Id, ValueMap } from '@awna/base';
import type { GenericSchema, InferOutput } from 'valibot';

/** What a member did, in the past tense, as it stands in the log. `data` has the shape its feature declares. */
export interface Fact<T extends string = string, D = ValueMap> {
  readonly id: Id;
  readonly type: T;
  readonly data: D;
}

/** Fact types by name, each with the schema of its data. */
export type FactSchemas = Readonly<Record<string, GenericSchema>>;

/** The union of a feature's facts, told apart by `type`. */
export type FactsOf<S extends FactSchemas> = {
  [T in keyof S & string]: Fact<T, InferOutput<S[T]>>;
}[keyof S & string];

/**
 * What a member is about to do. `part` is read by the whole group and can be forgotten; each of `sealed` is read by
 * the named members only (the author among them, if named). Days the part is kept: 30, 90, 365, or 0 for ever.
 */
export interface Draft {
  readonly type: string;
  readonly data: ValueMap;
  readonly part?: ValueMap;
  readonly sealed?: readonly { readonly to: readonly Id[]; readonly fields: ValueMap }[];
  readonly keep?: 0 | 30 | 90 | 365;
}

/**
 * Where, when and by whom a fact stands. `place` is null while it waits on its author's device. Minutes since 1970 UTC.
 * What a fact brings about by itself stands where that fact does; `member` is then what decided it, and no person.
 */
export interface Stamp {
  readonly place: number | null;
  readonly time: number;
  readonly member: Id;
  readonly device: Id;
  readonly authority: 'member' | 'decision';
  /** Index of the fact in its message. */
  readonly index: number;
  /** How many facts its message has. */
  readonly of: number;
}

/** Something about a fact that is checked outside the fold, on bytes alone; the fold gets the verdict. */
export type Claim =
  | { readonly kind: 'signature'; readonly key: Bytes; readonly message: Bytes; readonly signature: Bytes }
  /** An Ed25519 key that enters the log. */
  | { readonly kind: 'signing-key'; readonly key: Bytes }
  /** An X25519 key that enters the log. */
  | { readonly kind: 'sealing-key'; readonly key: Bytes };

/** Which log a claim is about: signatures bind both. */
export interface SpaceNames {
  readonly space: Id;
  readonly genesis: Bytes;
}
