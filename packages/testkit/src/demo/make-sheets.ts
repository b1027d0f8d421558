import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sheet, spoiled } from './sheet.ts';

// node packages/testkit/src/demo/make-sheets.ts: writes the fixtures of `awna import` anew, always the same bytes.
const folder = join(import.meta.dirname, '..', '..', '..', 'cli', 'fixtures');
mkdirSync(folder, { recursive: true });
const lines = sheet('fixture', 200);
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
write('neighbours.csv', `\ufeff${lines.join('\r\n')}\r\n`);

const [header, ...body] = sheet('spoiled', 60);
const mixed = [header ?? ''];
body.forEach((line, i) => {
  mixed.push(line);
  const bad = i % 6 === 5 ? spoiled[(i - 5) / 6]?.[1] : undefined;
  if (bad !== undefined) mixed.push(bad);
});
write('neighbours-with-bad-lines.csv', `${mixed.join('\n')}\n`);

write(
  'airtable.csv',
  [
    'Name,Type,Category,Description,Phone,Email,Neighborhood,Quantity,Needed by,Priority,Status,Created,Attachments',
    'Rania,Need,"Food, Transport","Groceries for two and a ride back from the clinic",+1 (555) 010-0199,,North side,2,12/24/2099,High,Open,3/9/2026 9:14am,',
    'Sam,Offer,Errands,"I can pick things up on Saturdays, anywhere in walking distance.",,sam@example.org,Old town,,,,Open,3/10/2026 7:02pm,',
    'Noor,Need,Childcare,Two hours with a four-year-old,="0555010042",,Old town,2 hours,,Medium,Done,3/11/2026 11:30am,photo.jpg (https://dl.example/1)',
    'Idris,Need,Household items,A desk lamp and a chair,555 010 0123,,Hill,2,,Low,Open,3/12/2026 8:45am,',
    'Maya,Offer,Legal,I read rental contracts with you before you sign.,,maya@example.org,Hill,3 pages,,,Open,3/12/2026 5:00pm,',
    '',
  ].join('\n'),
);
