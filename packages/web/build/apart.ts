import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const late = /@noble[\\/]curves[\\/]|[\\/]crypto[\\/]src[\\/]ed25519\.ts$/;
const mark = '?apart';

/**
 * Gives the cryptography that is loaded only where the platform has none its own copy of the hashes: SHA-512 stands in
 * one file with SHA-256, which everybody needs at once, and a file goes whole to whoever needs it first.
 */
export function apart(): Plugin {
  return {
    name: 'awna-apart',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      const isLate = importer !== undefined && (source.startsWith('@noble/hashes/') ? late.test(importer) : importer.endsWith(mark));
      if (!isLate) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found && `${found.id}${mark}`;
    },
    load: (id) => (id.endsWith(mark) ? readFileSync(id.slice(0, -mark.length), 'utf8') : null),
  };
}
