import { open, rm, stat } from 'node:fs/promises';

/** A file of nothing that is given up when the disk is full, so that there is room to erase. */
export class Ballast {
  readonly #path: string;
  readonly #bytes: number;

  constructor(path: string, bytes: number) {
    this.#path = path;
    this.#bytes = bytes;
  }

  /** Lays it down if it is not there and there is room. */
  async lay(): Promise<void> {
    const size = await stat(this.#path).then(
      (found) => found.size,
      () => 0,
    );
    if (size === this.#bytes) return;
    try {
      const file = await open(this.#path, 'w', 0o600);
      try {
        // Random-looking would be no better: file systems that squeeze zeros away only make the ballast lighter.
        const chunk = Buffer.alloc(65_536, 0xa5);
        for (let left = this.#bytes; left > 0; left -= chunk.length) await file.write(chunk, 0, Math.min(left, chunk.length));
      } finally {
        await file.close();
      }
    } catch {
      await this.drop();
    }
  }

  async drop(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
