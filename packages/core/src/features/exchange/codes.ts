import { fromBase64url, type Id } from '@awna/base';

/** The scripts a code is spoken and written in. */
export type Script = 'latin' | 'arabic';

// Sixteen letters a script, none taken for another by ear or eye, nor for a digit; digits without 0 and 1. Letter and
// digit take turns, so that digits never form a number that a right-to-left line would turn around.
export const letters: Readonly<Record<Script, string>> = { latin: 'ACDEFHJKMNPRTWXY', arabic: 'ابجدرسطعفقكلمنوي' };
const digits = '23456789';

/** 21 bits of an id, highest first: 4 for a letter, 3 for a digit, three times. */
function bitsOf(id: Id): number {
  // Four letters are three bytes.
  const bytes = fromBase64url(id.slice(0, 4));
  return bytes ? (((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) >> 3 : 0;
}

/** X3: six characters to say or write by hand. Digits are ASCII; a screen shows them in its reader's own. */
export function codeOf(id: Id, script: Script): string {
  const bits = bitsOf(id);
  let code = '';
  for (const shift of [14, 7, 0]) code += letters[script].charAt((bits >> (shift + 3)) & 15) + digits.charAt((bits >> shift) & 7);
  return code;
}
