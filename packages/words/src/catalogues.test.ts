import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, messagesOf, readCatalogue, type Language, type Tree } from '../build/catalogue.ts';
import { faultsOf } from '../build/check.ts';
import { generate } from '../build/compile.ts';

const catalogues = Object.fromEntries(languages.map((language) => [language, readCatalogue(import.meta.dirname, language)])) as Record<
  Language,
  Tree
>;

describe('the catalogues', () => {
  it('have every message, form and placeholder in every language', () => {
    expect(faultsOf(catalogues)).toEqual([]);
  });

  it('are compiled as they stand: run `node packages/words/build.ts` after changing one', () => {
    for (const [name, text] of generate(catalogues)) {
      expect(readFileSync(join(import.meta.dirname, 'generated', name), 'utf8'), name).toBe(text);
    }
  });

  it('say no sentence longer than twelve words in Arabic, and never that something failed', () => {
    for (const [path, message] of messagesOf(catalogues.ar)) {
      if (message.includes(', plural')) continue;
      // What chooses between two ways to say it is not said.
      const said = message.replaceAll(/\{\w+, select,|\b(?:yes|no|other) \{/g, '');
      for (const sentence of said.split(/[.؟!]/)) expect(sentence.trim().split(/\s+/).length, path).toBeLessThanOrEqual(12);
      expect(message, path).not.toMatch(/فشل|مستفيد|متبرع|حالة إنسانية|تشفير|مشفّ?ر|خطأ/);
    }
    for (const [path, message] of messagesOf(catalogues.en)) expect(message, path).not.toMatch(/fail|error|encrypt|beneficiar|donor/i);
  });
});

describe('a fault planted in a catalogue', () => {
  const planted = (ar: Tree, en: Tree): readonly string[] => faultsOf({ ar, en });
  it.each([
    ['a missing key', { a: 'نعم', b: 'لا' }, { a: 'yes' }, 'en b: is missing'],
    ['a key too many', { a: 'نعم' }, { a: 'yes', b: 'no' }, 'en b: ar has no such words'],
    ['another placeholder', { a: 'من {name}' }, { a: 'by {who}' }, 'en a: has {who:text} where ar has {name:text}'],
    [
      'a missing Arabic form',
      { a: '{n, plural, one {واحد} other {#}}' },
      { a: '{n, plural, one {#} other {#}}' },
      'ar a: the plural form “two” is missing',
    ],
    ['no words', { a: ' ' }, { a: 'x' }, 'ar a: has no words'],
  ])('%s is told', (_, ar, en, fault) => {
    expect(planted(ar as Tree, en as Tree)).toContain(fault);
  });

  it('a broken message is told', () => {
    expect(planted({ a: 'من {name' }, { a: 'by {name}' }).join()).toMatch(/^ar a: /);
  });
});
