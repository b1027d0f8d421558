import { describe, expect, it } from 'vitest';
import { piecesOf } from './phones.ts';

const calls = (text: string): readonly string[] => piecesOf(text).flatMap(({ call }) => (call === null ? [] : [call]));

describe('how to reach somebody', () => {
  it('finds numbers as people write them, in digits of three scripts', () => {
    expect(calls('0900 000 111')).toEqual(['0900000111']);
    expect(calls('واتساب ٠٩٠٠-٠٠٠-١١١ بعد العصر')).toEqual(['0900000111']);
    expect(calls('+963 (900) 000.111, یا ۰۹۰۰۰۰۰۲۲۲')).toEqual(['+963900000111', '0900000222']);
  });

  it('leaves everything else as it is, and loses nothing', () => {
    for (const text of ['', 'باب 12، طابق 3', 'layla@example.org', '123456', 'بعد 0900 000 111 أو 0900 000 222.', '+', '+++1234567+'])
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    expect(calls('باب 12، طابق 3')).toEqual([]);
    expect(calls('123456')).toEqual([]);
  });
});
