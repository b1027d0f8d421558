import * as v from 'valibot';
import { agreeingShape, controlShape } from './door.ts';
import { frameShape, headShape, type Letter } from './frame.ts';
import { limits } from './limits.ts';
import type { Op } from './requests.ts';
import { anyBytes, bytes, count, hash, id, upTo } from './shapes.ts';

const head = { head: headShape };
const frames = v.pipe(v.array(frameShape), v.maxLength(limits.frames), v.readonly());
const missing = v.pipe(v.array(count), v.maxLength(limits.frames), v.readonly());

const letter = v.pipe(
  v.strictTuple([count, id, upTo(limits.letter)]),
  v.transform(([seq, slot, given]): Letter => ({ seq, slot, bytes: given })),
);

const limitShapes = v.object({
  sealed: count,
  part: count,
  blob: count,
  letter: count,
  message: count,
  frames: count,
  letters: count,
});

/** What each operation answers (PROTOCOL §10). Unknown keys are left out: a newer relay may say more. */
export const answerShapes = {
  hello: v.object({ version: count, key: bytes(32), nonce: bytes(32), minute: count, limits: limitShapes }),
  open: v.object({ place: count, minute: count, ...head }),
  enter: v.object({
    ...head,
    door: v.nullable(v.object({ count, control: controlShape, k: agreeingShape })),
    until: v.nullable(count),
  }),
  door: v.object({ count, signed: count }),
  append: v.object({ place: count, minute: count, ...head }),
  read: v.object({ frames, missing, ...head }),
  follow: v.object(head),
  show: v.object(head),
  heal: v.object(head),
  prove: v.object({ proof: v.pipe(v.array(hash), v.maxLength(128), v.readonly()), ...head }),
  'blob-put': v.object({ blob: hash }),
  'blob-get': v.object({ bytes: anyBytes, size: count }),
  'box-open': v.object({}),
  letters: v.object({ letters: v.pipe(v.array(letter), v.maxLength(limits.letters), v.readonly()) }),
  'reply-put': v.object({}),
  'letter-put': v.object({}),
  'reply-get': v.object({ bytes: v.nullable(upTo(limits.letter)) }),
} as const satisfies Record<Op, v.GenericSchema>;

export type Answer<O extends Op> = v.InferOutput<(typeof answerShapes)[O]>;

/** What the relay says unasked. */
export const announcementShapes = {
  frames: v.object({ space: id, frames, missing, ...head }),
  letter: v.object({ space: id, box: id }),
} as const;

export type AnnouncementKind = keyof typeof announcementShapes;
export type Announcement = {
  readonly [K in AnnouncementKind]: { readonly kind: K } & v.InferOutput<(typeof announcementShapes)[K]>;
}[AnnouncementKind];

export const isAnnouncementKind = (text: unknown): text is AnnouncementKind =>
  typeof text === 'string' && Object.hasOwn(announcementShapes, text);
