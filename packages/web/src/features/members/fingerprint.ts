import { fromBase64url } from '@awna/base';
import { inDigits } from '@awna/words';
import { settings } from '../../shell/settings.ts';

const groups = 6;
const bytesEach = 5;

/** A hash as people read it aloud to each other: six groups of five digits (about 100 bits), the same in every language. */
export function spokenCode(hash: string): string {
  const bytes = fromBase64url(hash) ?? new Uint8Array();
  const code = Array.from({ length: groups }, (_, i) => {
    const part = bytes.subarray(i * bytesEach, (i + 1) * bytesEach);
    return String(part.reduce((sum, byte) => sum * 256 + byte, 0) % 100_000).padStart(5, '0');
  });
  return inDigits(code.join(' '), settings().digits);
}
