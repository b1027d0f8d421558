import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { apart } from './build/apart.ts';
import { offline } from './build/offline.ts';
import { pack } from './build/pack.ts';
import { sprite } from './build/sprite.ts';

/** A plain single-page app: one small shell, a lazy chunk a route, a worker with everything that knows keys. */
export default defineConfig({
  plugins: [svelte(), sprite(), offline(), pack()],
  worker: {
    format: 'es',
    plugins: () => [apart()],
    // What the worker begins with is one file; only what is loaded later stands apart.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'device', tags: ['$initial'], test: (id) => !/[\\/]actions\.ts$/.test(id), includeDependenciesRecursively: false }] } } },
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
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
});
