import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Tells the service worker which built files to keep, and under which name of this build. */
export function offline(): Plugin {
  return {
    name: 'awna-offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
        if (worker.imports.length > 0) throw new Error('the service worker must stand alone');
        const files = Object.keys(bundle)
          .filter((name) => name !== 'sw.js' && !name.endsWith('.map'))
          .sort();
        const kept = [
          ...files.filter((name) => name !== 'index.html').map((name) => `/${name}`),
          '/',
          '/icon.svg',
          '/manifest.webmanifest',
        ];
        const hash = createHash('sha256');
        for (const name of files) {
          const file = bundle[name];
          if (file) hash.update(file.type === 'chunk' ? file.code : file.source);
        }
        worker.code = worker.code
          .replace('__FILES__', JSON.stringify(kept))
          .replace('__BUILD__', JSON.stringify(hash.digest('hex').slice(0, 12)));
      },
    },
  };
}
