import type { Value } from '@awna/base';
import * as v from 'valibot';
import { limits } from './limits.ts';
import { count, hash, signature, upTo } from './shapes.ts';

/** What the relay signed: the tree's root over the first `size` frames of a space, at a minute of its clock. */
export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
  readonly minute: number;
  readonly signature: Uint8Array;
}

/** A frame as served. `part` is null where there is none or it was forgotten; then `partHash` tells which. `day` 0 = kept for ever. */
export interface Frame {
  readonly place: number;
  readonly minute: number;
  readonly sealed: Uint8Array;
  readonly partHash: Uint8Array | null;
  readonly part: Uint8Array | null;
  readonly day: number;
}

/** A part as handed to the relay: its bytes and the day on which they are erased (0 = never). */
export interface PartGiven {
  readonly bytes: Uint8Array;
  readonly day: number;
}

export interface Letter {
  readonly seq: number;
  readonly slot: Uint8Array;
  readonly bytes: Uint8Array;
}

export const headShape = v.pipe(
  v.strictTuple([count, hash, count, signature]),
  v.transform(([size, root, minute, sign]): Head => ({ size, root, minute, signature: sign })),
);

export const frameShape = v.pipe(
  v.strictTuple([count, count, upTo(limits.sealed), v.nullable(hash), v.nullable(upTo(limits.part)), count]),
  v.check(([, , , partHash, part]) => part === null || partHash !== null),
  v.transform(([place, minute, sealed, partHash, part, day]): Frame => ({ place, minute, sealed, partHash, part, day })),
);

export const partShape = v.pipe(
  v.strictTuple([upTo(limits.part), count]),
  v.transform(([given, day]): PartGiven => ({ bytes: given, day })),
);

export const headValue = (head: Head): Value => [head.size, head.root, head.minute, head.signature];

export const frameValue = (frame: Frame): Value => [frame.place, frame.minute, frame.sealed, frame.partHash, frame.part, frame.day];

export const partValue = (part: PartGiven): Value => [part.bytes, part.day];

/** A head that somebody kept or sent as CBOR values; nothing where it is not one. */
export function parseHead(value: unknown): Head | undefined {
  const parsed = v.safeParse(headShape, value);
  return parsed.success ? parsed.output : undefined;
}
