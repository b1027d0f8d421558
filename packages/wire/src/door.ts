import { hex } from '@awna/base';
import * as v from 'valibot';
import { bytes, count } from './shapes.ts';

/** Key keepers of a space at most, and how many of them may have to agree (PROTOCOL §12). */
const maxKeepers = 12;
const maxAgreeing = 3;

/** Identity keys of the key keepers, none twice. */
export const controlShape = v.pipe(
  v.array(bytes(32)),
  v.minLength(1),
  v.maxLength(maxKeepers),
  v.check((keys) => new Set(keys.map(hex)).size === keys.length),
  v.readonly(),
);

export const agreeingShape = v.pipe(count, v.minValue(1), v.maxValue(maxAgreeing));

/** Whether there are as many keepers as have to agree; fewer would shut everybody out. */
export const isReachable = ({ control, k }: { readonly control: readonly Uint8Array[]; readonly k: number }): boolean =>
  k <= control.length;

export const recordShape = v.pipe(
  v.strictObject({ count, rpk: bytes(32), wpk: bytes(32), place: count, control: controlShape, k: agreeingShape }),
  v.check((given) => isReachable(given)),
);
