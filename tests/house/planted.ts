import { engineFree } from './engine.ts';
import { featureWalls, sameFurniture } from './features.ts';
import { honest, names, nowhere, size } from './manners.ts';
import { type House } from './model.ts';
import { everywhere, explained, few, still } from './supply.ts';
import { arrows, browserReach, manifests } from './walls.ts';

/** One violation, planted to see a wall catch it. */
export interface Planted {
  readonly wall: string;
  readonly check: (house: House) => string[];
  readonly files: Readonly<Record<string, string>>;
  /** What the complaint must say. */
  readonly says: RegExp;
}

const long = 'export const line = 1;\n'.repeat(301);
const group = 'packages/core/src/group.ts';
const feature = (name: string): string => `packages/core/src/features/${name}`;
const one = (path: string, text: string): Record<string, string> => ({ [path]: text });
const forbid = (wall: string, path: string, text: string, says: RegExp): Planted => ({ wall, check: arrows, files: one(path, text), says });
const inCore = (wall: string, text: string, says: RegExp): Planted => ({
  wall: `no engine in the answer: ${wall}`,
  check: engineFree,
  files: one(`${feature('members')}/rules.ts`, text),
  says,
});
const lock = (packages: object): string => JSON.stringify({ packages });
const depend = (room: string, ...libraries: string[]): Record<string, string> =>
  one(`packages/${room}/package.json`, JSON.stringify({ dependencies: Object.fromEntries(libraries.map((name) => [name, '1.0.0'])) }));

const arrowsPlanted: readonly Planted[] = [
  forbid('base leans on nobody', 'packages/base/src/a.ts', `import '@awna/core';`, /base may not lean on @awna\/core/),
  forbid('core → crypto', 'packages/core/src/a.ts', `import { seal } from '@awna/crypto';`, /core may not lean/),
  forbid('core → any side effect', 'packages/core/src/a.ts', `import { readFileSync } from 'node:fs';`, /does not know the platform/),
  forbid('crypto → core', 'packages/crypto/src/a.ts', `export * from '@awna/core';`, /crypto may not lean/),
  forbid('wire → core', 'packages/wire/src/a.ts', `import type { Fact } from '@awna/core';`, /wire may not lean/),
  forbid('wire → crypto', 'packages/wire/src/a.ts', `const c = await import('@awna/crypto');`, /wire may not lean/),
  forbid('relay → core', 'packages/relay/src/a.ts', `import '@awna/core';`, /relay may not lean on @awna\/core/),
  forbid('relay → device', 'packages/relay/src/a.ts', `import '@awna/device';`, /relay may not lean on @awna\/device/),
  forbid(
    'relay → any secret-key function',
    'packages/relay/src/a.ts',
    `import { open } from '@awna/crypto';`,
    /relay may not lean on @awna\/crypto$/,
  ),
  forbid('relay → crypto by a type', 'packages/relay/src/a.ts', `type Key = import('@awna/crypto').Key;`, /relay may not lean/),
  forbid('relay → crypto by a path', 'packages/relay/src/a.ts', `import '../../crypto/src/message.ts';`, /by its doors/),
  forbid(
    'web → crypto',
    'packages/web/src/A.svelte',
    `<p>x</p>\n<script lang="ts">\n  import '@awna/crypto';\n</script>`,
    /web may not lean on @awna\/crypto/,
  ),
  forbid('web → wire', 'packages/web/src/a.ts', `import '@awna/wire';`, /web may not lean on @awna\/wire/),
  forbid('web → the device’s disk', 'packages/web/src/a.ts', `import '@awna/device/node';`, /web may not lean/),
  forbid('cli → crypto', 'packages/cli/src/a.ts', `import '@awna/crypto/verify';`, /cli may not lean/),
  forbid('cli → relay', 'packages/cli/src/a.ts', `import '@awna/relay/main';`, /cli may not lean on @awna\/relay/),
  forbid('device → UI', 'packages/device/src/a.ts', `import { mount } from 'svelte';`, /device may not use svelte/),
  forbid('device → relay', 'packages/device/src/a.ts', `import '@awna/relay';`, /device may not lean/),
  forbid('words → core', 'packages/words/src/a.ts', `import '@awna/core';`, /words may not lean/),
  forbid('production → testkit', 'packages/cli/src/a.ts', `import '@awna/testkit';`, /cli may not lean on @awna\/testkit/),
  forbid('a library nobody agreed to', 'packages/relay/src/a.ts', `import lodash from 'lodash';`, /relay may not use lodash/),
  forbid('a test tool in production', 'packages/core/src/a.ts', `import fc from 'fast-check';`, /core may not use fast-check/),
  forbid('production → a contract suite', 'packages/relay/src/a.ts', `import './store/contract.ts';`, /does not lean on tests/),
  forbid('a room left by a path', 'packages/core/src/a.ts', `import '../../base/src/index.ts';`, /by its doors/),
  forbid(
    'a worker left by a path',
    'packages/web/src/a.ts',
    `new Worker(new URL('../../crypto/src/x.ts', import.meta.url));`,
    /by its doors/,
  ),
  forbid('a room nobody knows', 'packages/magic/src/a.ts', `import '@awna/base';`, /no room is called magic/),
  { wall: 'a manifest with eyes', check: manifests, files: depend('relay', '@awna/core'), says: /relay may not depend on @awna\/core/ },
  { wall: 'a manifest with a stranger', check: manifests, files: depend('core', 'lodash'), says: /core may not depend on lodash/ },
  {
    wall: 'browsers reach the platform on a long way',
    check: browserReach,
    files: {
      'packages/device/src/browser.ts': `export { a } from './a.ts';`,
      'packages/device/src/a.ts': `export { b as a } from './b/b.ts';`,
      'packages/device/src/b/b.ts': `import { DatabaseSync } from 'node:sqlite';\nexport const b = DatabaseSync;`,
    },
    says: /b\/b\.ts → node:sqlite/,
  },
];

const featuresPlanted: readonly Planted[] = [
  {
    wall: 'a feature → another feature’s inside',
    check: featureWalls,
    files: one(`${feature('exchange')}/rules.ts`, `import { who } from '../members/state.ts';`),
    says: /entered by its index/,
  },
  {
    wall: 'a screen → another feature’s inside',
    check: featureWalls,
    files: one('packages/web/src/features/exchange/Board.svelte', `<script>import Row from '../members/Row.svelte';</script>`),
    says: /entered by its index/,
  },
  {
    wall: 'the kernel → a feature’s inside',
    check: featureWalls,
    files: one('packages/core/src/kernel/fold.ts', `import { empty } from '../features/members/state.ts';`),
    says: /entered by its index/,
  },
  {
    wall: 'a feature → one to its right',
    check: featureWalls,
    files: one(`${feature('members')}/rules.ts`, `import { exchange } from '../exchange/index.ts';`),
    says: /members reads only to its left/,
  },
  { wall: 'a feature outside the list', check: sameFurniture, files: one(`${feature('fund')}/facts.ts`, ''), says: /fund does not stand/ },
  {
    wall: 'a feature without its furniture',
    check: sameFurniture,
    files: one(group, 'export const features = [members, exchange, fund] as const;'),
    says: /features\/fund has no rules\.ts/,
  },
];

const enginePlanted: readonly Planted[] = [
  inCore('Date', 'export const now = () => Date.now();', /Date is the engine's/),
  inCore('Intl', `new Intl.Collator('ar');`, /Intl is/),
  inCore('Temporal', 'Temporal.Now.instant();', /Temporal is/),
  inCore('Math.random', 'Math.random();', /Math\.random/),
  inCore('Math.sqrt', 'export const d = (x: number) => Math.sqrt(x);', /Math\.sqrt/),
  inCore('a float', 'export const half = 0.5;', /0\.5 is a float/),
  inCore('a division', 'export const mean = (a: number, b: number) => (a + b) / 2;', /not rounded/),
  inCore('localeCompare', 'export const order = (a: string, b: string) => a.localeCompare(b);', /localeCompare/),
  inCore('normalize', `export const same = (a: string) => a.normalize('NFC');`, /normalize/),
  inCore('\\p{…}', 'export const word = /\\p{L}+/u;', /Unicode tables/),
  inCore('search', `import { fold } from '../../search/fold.ts';`, /what judges/),
  inCore('console', 'console.log(1);', /console is/),
];

const mannersPlanted: readonly Planted[] = [
  { wall: 'a long file', check: size, files: one('packages/web/src/app.css', long), says: /301 lines/ },
  {
    wall: 'a class that says nothing',
    check: names,
    files: one('packages/core/src/a.ts', 'export class NeedManager {}'),
    says: /NeedManager/,
  },
  {
    wall: 'a type that says nothing',
    check: names,
    files: one('packages/core/src/a.ts', 'export interface NeedInfo { a: 1 }'),
    says: /NeedInfo/,
  },
  { wall: 'a file that says nothing', check: names, files: one('packages/core/src/date-utils.ts', ''), says: /says nothing/ },
  { wall: 'a file in camels', check: names, files: one('packages/core/src/needList.ts', ''), says: /lower-case/ },
  { wall: 'any', check: honest, files: one('packages/core/src/a.ts', 'export const a = (b: any) => b;'), says: /any says nothing/ },
  {
    wall: 'a silenced compiler',
    check: honest,
    files: one('packages/core/src/a.ts', `// @ts-${'ignore'}\nexport const a: string = 1;`),
    says: /silenced/,
  },
  { wall: 'a skipped test', check: honest, files: one('packages/core/src/a.test.ts', `test.skip('x', () => {});`), says: /passed over/ },
  { wall: 'a lonely test', check: honest, files: one('tests/a.test.ts', `describe.only('x', () => {});`), says: /passed over/ },
  { wall: 'something left for later', check: honest, files: one('packages/core/src/a.ts', `// ${'TO'}DO: later`), says: /left for later/ },
  { wall: 'the path of a machine', check: nowhere, files: one('docs/a.md', `see /${'home'}/somebody/awna`), says: /path of a machine/ },
  {
    wall: 'the host of a registry',
    check: nowhere,
    files: one('docs/a.md', `https://registry.${'npmjs'}.org/x`),
    says: /host of a registry/,
  },
];

const many = Array.from({ length: 11 }, (_, i) => `lib${i}`);
const supplyPlanted: readonly Planted[] = [
  {
    wall: 'a relay that needs too much, counted to the leaves',
    check: few,
    files: {
      ...depend('relay', 'lib0'),
      'package-lock.json': lock({
        'node_modules/lib0': { dependencies: Object.fromEntries(many.map((name) => [name, '1'])) },
        ...Object.fromEntries(many.slice(1).map((name) => [`node_modules/${name}`, {}])),
      }),
    },
    says: /relay brings 11 packages/,
  },
  {
    wall: 'a crypto path that needs too much',
    check: few,
    files: {
      ...depend('crypto', ...many.slice(0, 6)),
      'package-lock.json': lock(Object.fromEntries(many.map((name) => [`node_modules/${name}`, {}]))),
    },
    says: /crypto brings 6 packages/,
  },
  { wall: 'a dependency without a paragraph', check: explained, files: depend('web', 'leftpad'), says: /no paragraph for leftpad/ },
  {
    wall: 'a version that drifts',
    check: still,
    files: one('package.json', '{"devDependencies":{"vite":"^8.0.0"}}'),
    says: /vite@\^8\.0\.0 is not exact/,
  },
  {
    wall: 'a script at install',
    check: still,
    files: one('package.json', '{"scripts":{"postinstall":"x"}}'),
    says: /postinstall runs at install/,
  },
  {
    wall: 'a package’s script at install',
    check: still,
    files: { 'package-lock.json': lock({ 'node_modules/x': { hasInstallScript: true } }) },
    says: /node_modules\/x wants to run/,
  },
  {
    wall: 'a lockfile that names a host',
    check: still,
    files: { 'package-lock.json': lock({ 'node_modules/x': { resolved: 'https://example.org/x.tgz' } }) },
    says: /names the host/,
  },
  {
    wall: 'a lockfile for one platform only',
    check: everywhere,
    files: { 'package-lock.json': lock({ 'node_modules/x': { optionalDependencies: { 'x-darwin': '1' } } }) },
    says: /may need x-darwin/,
  },
  { wall: 'scripts allowed at install', check: still, files: one('.npmrc', 'fund=false\n'), says: /lets packages run/ },
];

export const planted: readonly Planted[] = [...arrowsPlanted, ...featuresPlanted, ...enginePlanted, ...mannersPlanted, ...supplyPlanted];

const clean = 'export const x = 1;\n';
const furnished = ['members', 'exchange'].flatMap((name) =>
  ['facts.ts', 'state.ts', 'rules.ts', 'apply.ts', 'views.ts', 'index.ts', `${name}.md`, `${name}.test.ts`].map(
    (file) => [`${feature(name)}/${file}`, clean] as const,
  ),
);

/** A small house with nothing wrong in it, so that what a wall then catches is what was planted. */
export const cleanHouse: House = {
  files: new Map<string, string>([
    ...furnished,
    [group, 'export const features = [members, exchange] as const;'],
    ['.npmrc', 'ignore-scripts=true\n'],
    ['package.json', '{"devDependencies":{"fast-check":"4.0.0","vitest":"5.0.0"}}'],
    ['docs/dependencies.md', `**\`fast-check\`** ${'why '.repeat(30)}\n\n**\`vitest\`** ${'why '.repeat(30)}\n`],
    ['packages/core/src/whole.ts', 'export const half = (n: number) => Math.floor((n + 1) / 2);'],
    ['packages/core/src/whole.test.ts', `import fc from 'fast-check';\nimport '@awna/testkit';\nimport { test } from 'vitest';`],
  ]),
};
