import * as v from 'valibot';

/** A whole number, 0 ≤ n < 2⁵³. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const isBytes = (min: number, max: number) => (input: unknown) => input instanceof Uint8Array && input.length >= min && input.length <= max;

/** Exactly `n` bytes. */
export const bytes = (n: number) => v.custom<Uint8Array>(isBytes(n, n));

/** Between one and `max` bytes. */
export const upTo = (max: number) => v.custom<Uint8Array>(isBytes(1, max));

/** Any bytes, none too. */
export const anyBytes = v.custom<Uint8Array>(isBytes(0, Number.MAX_SAFE_INTEGER));

export const id = bytes(16);
export const hash = bytes(32);
export const signature = bytes(64);
