import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Rolldown } from 'vite';
import { apart } from './build/apart.ts';
import { offline } from './build/offline.ts';
import { pack } from './build/pack.ts';
import { sprite } from './build/sprite.ts';

/** What barrels only pass on to what is loaded later, and the service worker, which stands alone. */
const later =
  /src[\\/](features[\\/]\w+[\\/](actions|kind-sheets|board|page|may|find|log)|search[\\/]\w+|(sentences|views|codec-relay|requests|blob|letter|sw))\.ts$/;

/** What an entry begins with is one file. */
const first = (name: string): Rolldown.CodeSplittingOptions => ({
  groups: [{ name, tags: ['$initial'], test: (id) => !later.test(id), includeDependenciesRecursively: false }],
});

/** A plain single-page app: one small shell, a lazy chunk a route, a worker with everything that knows keys. */
export default defineConfig({
  plugins: [svelte(), sprite(), offline(), pack()],
  worker: {
    format: 'es',
    plugins: () => [apart()],
    rolldownOptions: { output: { codeSplitting: first('device'), comments: false } },
  },
  css: { transformer: 'lightningcss' },
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    cssTarget: ['chrome109', 'firefox115', 'safari16'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One small sheet for the whole app: less in all than a sheet a screen, and nothing flickers.
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: 'index.html', sw: 'src/sw.ts' },
      output: {
        codeSplitting: first('shell'),
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
