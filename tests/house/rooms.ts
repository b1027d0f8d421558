/** What a room may lean on (2-house, rooms and arrows). */
export interface Room {
  /** Doors of other rooms, by the name they are imported under. */
  readonly doors: readonly string[];
  /** Libraries it may depend on at run time. */
  readonly libraries: readonly string[];
  /** Whether it may name the platform (`node:…`): everywhere, nowhere, or only where browsers never look. */
  readonly platform: 'all' | 'none' | 'apart';
}

/** The table of 2-house. The relay is blind because its row has no eyes. */
export const rooms: Readonly<Record<string, Room>> = {
  base: { doors: [], libraries: ['@noble/hashes'], platform: 'none' },
  core: { doors: ['@awna/base'], libraries: ['valibot'], platform: 'none' },
  crypto: {
    doors: ['@awna/base'],
    libraries: ['@noble/ciphers', '@noble/curves', '@noble/ed25519', '@noble/hashes', 'hpke'],
    platform: 'none',
  },
  wire: { doors: ['@awna/base'], libraries: ['valibot'], platform: 'none' },
  device: {
    doors: ['@awna/base', '@awna/core', '@awna/crypto', '@awna/crypto/verify', '@awna/crypto/head', '@awna/wire'],
    libraries: ['valibot'],
    platform: 'apart',
  },
  relay: {
    doors: ['@awna/base', '@awna/wire', '@awna/crypto/verify', '@awna/crypto/head'],
    libraries: ['@hono/node-server', 'hono', 'valibot', 'ws'],
    platform: 'all',
  },
  words: { doors: ['@awna/base'], libraries: ['@messageformat/runtime'], platform: 'none' },
  web: {
    doors: ['@awna/base', '@awna/core', '@awna/device', '@awna/device/browser', '@awna/device/page', '@awna/words'],
    libraries: ['qr', 'svelte'],
    platform: 'none',
  },
  cli: {
    doors: ['@awna/base', '@awna/core', '@awna/device', '@awna/device/node', '@awna/words'],
    libraries: ['commander', 'csv-parse'],
    platform: 'all',
  },
  testkit: {
    doors: [
      '@awna/base',
      '@awna/core',
      '@awna/crypto',
      '@awna/crypto/verify',
      '@awna/crypto/head',
      '@awna/wire',
      '@awna/device',
      '@awna/device/node',
      '@awna/relay',
      '@awna/words',
    ],
    libraries: ['fast-check'],
    platform: 'all',
  },
};

/** What tests and benches of any room may import besides. */
export const testDoors = ['@awna/testkit', '@awna/relay', '@awna/device/node', '@awna/base'];

/** What only builds a room, beside its run time: files outside `src`, and what the bundler gives to the screens. */
export const buildLibraries = [
  'vite',
  'svelte',
  '@sveltejs/vite-plugin-svelte',
  '@messageformat/core',
  'lucide-static',
  '@fontsource-variable/vazirmatn',
];
