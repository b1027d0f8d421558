import { fromBase64url, isId } from '@awna/base';
import * as v from 'valibot';

/** Days as minutes. */
export const days = (n: number): number => n * 1440;

/** A whole number within bounds. */
export const whole = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

/** Minutes since 1970 UTC; far enough for anything a person plans. */
export const minute = whole(0, 2 ** 40);

/** 16 bytes as base64url text. */
export const id = v.pipe(v.string(), v.check(isId));

const ofLength = (length: number) =>
  v.pipe(
    v.string(),
    v.maxLength(100),
    v.check((text) => fromBase64url(text)?.length === length),
  );

/** 32 bytes as base64url text: a key or a hash. */
export const key = ofLength(32);

/** 8 bytes as base64url text: the tag of an epoch. */
export const tag = ofLength(8);

/** 64 bytes as base64url text: a signature. */
export const signature = ofLength(64);
