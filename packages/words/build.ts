import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, readCatalogue, type Language, type Tree } from './build/catalogue.ts';
import { faultsOf } from './build/check.ts';
import { generate } from './build/compile.ts';

// node packages/words/build.ts — compiles the catalogues; says what is missing and stops.
const folder = join(import.meta.dirname, 'src');
const catalogues = Object.fromEntries(languages.map((language) => [language, readCatalogue(folder, language)])) as Record<Language, Tree>;
const faults = faultsOf(catalogues);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
mkdirSync(join(folder, 'generated'), { recursive: true });
for (const [name, text] of generate(catalogues)) writeFileSync(join(folder, 'generated', name), text);
