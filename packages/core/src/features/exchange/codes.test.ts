import { base64url, idOf, sha256, utf8 } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { cast } from '../../../tests/cast.ts';
import { askFor, codeOf, findItems, readCode } from '../../index.ts';

const ids = Array.from({ length: 2000 }, (_, i) => idOf(sha256(utf8(`code ${i}`))));
const digits = (text: string, set: string): string => text.replace(/[0-9]/g, (digit) => set.charAt(Number(digit)));

describe('speakable codes', () => {
  test('[X3] six characters, the same code in both scripts and any of three digit sets', () => {
    for (const id of ids) {
      const latin = codeOf(id, 'latin');
      const arabic = codeOf(id, 'arabic');
      expect(latin).toMatch(/^([A-Z][2-9]){3}$/);
      expect(arabic).toMatch(/^([\u0627-\u064a][2-9]){3}$/u);
      for (const typed of [
        latin,
        latin.toLowerCase(),
        ` ${latin.slice(0, 2)}-${latin.slice(2)} `,
        arabic,
        digits(arabic, '٠١٢٣٤٥٦٧٨٩'),
        digits(arabic, '۰۱۲۳۴۵۶۷۸۹'),
        `\u200f${arabic}`,
      ]) {
        expect(readCode(typed)).toBe(latin);
      }
    }
  });

  test('[X3] other ways to write the same letter are understood', () => {
    expect(readCode('أ2ی3ک4')).toBe(readCode('ا2ي3ك4'));
  });

  test('[X3] anything else is no code', () => {
    for (const text of ['', 'A', 'AAAAAA', '222222', 'A2A2A2A2', 'خ2خ2خ2', 'A1A1A1', '🙂', '\u202e', 'A'.repeat(100_000)])
      expect(readCode(text)).toBeUndefined();
  });

  test('[X3] among a thousand open items hardly any share a code, and those that do are all found', () => {
    const codes = ids.slice(0, 1000).map((id) => codeOf(id, 'latin'));
    expect(new Set(codes).size).toBeGreaterThan(995);
    const { tale, layla } = cast();
    const need = tale.did(layla, askFor(layla.id, { kind: 'food', text: 'خبز', until: tale.now + 60 }));
    const item = tale.state.exchange.items.get(need);
    if (!item) throw new Error('no item');
    const bytes = new Uint8Array(16);
    bytes.set(Buffer.from(need, 'base64url').subarray(0, 3));
    const twin = base64url(bytes);
    tale.state.exchange.items.set(twin, { ...structuredClone(item), ended: 1, ending: 'done' });
    expect(findItems(tale.state, codeOf(need, 'arabic'))).toEqual([need, twin]);
    expect(findItems(tale.state, need)).toEqual([need]);
    expect(tale.sees(layla, 'find', { text: 'لا شيء' })).toEqual([]);
  });
});
