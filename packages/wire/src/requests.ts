import * as v from 'valibot';
import { agreeingShape, controlShape, isReachable, recordShape } from './door.ts';
import { frameShape, headShape, partShape } from './frame.ts';
import { limits } from './limits.ts';
import { bytes, count, hash, id, signature, upTo } from './shapes.ts';

const space = { space: id };

/** What each operation is asked with (PROTOCOL §10). Unknown keys are refused. */
export const requestShapes = {
  hello: v.strictObject({ versions: v.pipe(v.array(count), v.minLength(1), v.maxLength(16), v.readonly()) }),
  open: v.pipe(
    v.strictObject({
      ...space,
      sealed: upTo(limits.sealed),
      part: v.exactOptional(partShape),
      rpk: bytes(32),
      wpk: bytes(32),
      control: controlShape,
      k: agreeingShape,
      sign: signature,
    }),
    v.check((given) => isReachable(given)),
  ),
  enter: v.strictObject({
    ...space,
    read: v.exactOptional(signature),
    rpk: v.exactOptional(bytes(32)),
    write: v.exactOptional(signature),
  }),
  door: v.strictObject({ ...space, record: recordShape, key: bytes(32), sign: signature }),
  append: v.strictObject({ ...space, sealed: upTo(limits.sealed), part: v.exactOptional(partShape) }),
  read: v.strictObject({ ...space, from: count, max: v.exactOptional(v.pipe(count, v.minValue(1))) }),
  follow: v.strictObject({ ...space, from: count }),
  show: v.strictObject({ ...space, head: headShape }),
  heal: v.strictObject({ ...space, frames: v.pipe(v.array(frameShape), v.minLength(1), v.maxLength(limits.frames), v.readonly()) }),
  prove: v.strictObject({ ...space, first: count, size: count }),
  'blob-put': v.strictObject({ ...space, bytes: upTo(limits.blob), day: count }),
  'blob-get': v.strictObject({ ...space, blob: hash, from: v.exactOptional(count), length: v.exactOptional(v.pipe(count, v.minValue(1))) }),
  'box-open': v.strictObject({ ...space, box: id, until: count }),
  letters: v.strictObject({ ...space, box: id, after: v.exactOptional(count) }),
  'reply-put': v.strictObject({ ...space, box: id, slot: id, bytes: upTo(limits.letter) }),
  'letter-put': v.strictObject({ box: id, slot: id, bytes: upTo(limits.letter) }),
  'reply-get': v.strictObject({ box: id, key: bytes(32) }),
} as const;

export type Op = keyof typeof requestShapes;
export type Args<O extends Op> = v.InferOutput<(typeof requestShapes)[O]> & object;

/** Every operation, in the order of the protocol's table. */
export const ops = Object.keys(requestShapes) as readonly Op[];

export const isOp = (text: unknown): text is Op => typeof text === 'string' && Object.hasOwn(requestShapes, text);

/** The operations that need no door, and so may be called without a socket. */
export const withoutSocket: ReadonlySet<Op> = new Set<Op>(['hello', 'door', 'letter-put', 'reply-get']);
