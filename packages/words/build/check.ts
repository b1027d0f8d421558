import { languages, messagesOf, source, type Language, type Tree } from './catalogue.ts';
import { shapeOf, type Shape, type Slot } from './read.ts';

const slotText = (slot: Slot): string => (typeof slot === 'string' ? slot : slot.join('|'));
const slotsText = (shape: Shape): string =>
  [...shape.slots]
    .map(([name, slot]) => `${name}:${slotText(slot)}`)
    .sort()
    .join(' ');

/** Everything that is wrong with the catalogues, as sentences; empty where nothing is. */
export function faultsOf(catalogues: Readonly<Record<Language, Tree>>): readonly string[] {
  const faults: string[] = [];
  const shapes = new Map<Language, Map<string, Shape>>();
  for (const language of languages) {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const own = new Map<string, Shape>();
    for (const [path, message] of messagesOf(catalogues[language])) {
      try {
        const shape = shapeOf(message);
        own.set(path, shape);
        for (const forms of shape.plurals) {
          for (const form of needed) if (!forms.includes(form)) faults.push(`${language} ${path}: the plural form “${form}” is missing`);
        }
        if (message.trim() === '') faults.push(`${language} ${path}: has no words`);
      } catch (error) {
        faults.push(`${language} ${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    shapes.set(language, own);
  }
  const original = shapes.get(source) ?? new Map<string, Shape>();
  for (const language of languages) {
    if (language === source) continue;
    const other = shapes.get(language) ?? new Map<string, Shape>();
    for (const [path, shape] of original) {
      const twin = other.get(path);
      if (!twin) faults.push(`${language} ${path}: is missing`);
      else if (slotsText(twin) !== slotsText(shape))
        faults.push(`${language} ${path}: has {${slotsText(twin)}} where ${source} has {${slotsText(shape)}}`);
    }
    for (const path of other.keys()) if (!original.has(path)) faults.push(`${language} ${path}: ${source} has no such words`);
  }
  return faults;
}
