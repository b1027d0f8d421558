import { decode, encode, type Value } from '@awna/base';
import { asValue } from '../group/record.ts';
import type { Platform } from '../platform.ts';

/** How long an answer is kept for a tab that might ask again (milliseconds). */
const keptMs = 86_400_000;
const table = 'asked/';

interface Page {
  readonly at: number;
  /** What was known when it began, for whoever has to find out whether it happened. */
  readonly before: Value;
  /** One item: the answer, once there was one. */
  readonly answer: readonly Value[];
}

/** Calls that must happen once, by their request: written before they begin and when they are answered, sealed at rest. */
export class Ledger {
  readonly #platform: Platform;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Forgets what nobody will ask about any more. */
  async tidy(): Promise<void> {
    const old: string[] = [];
    for (const [key] of await this.#platform.store.list(table)) {
      const page = await this.#read(key);
      if (!page || page.at + keptMs < this.#platform.now()) old.push(key);
    }
    if (old.length > 0) await this.#platform.store.write(old.map((key) => [key, null]));
  }

  /** Joins a call that is under way; two of the same request never run side by side. */
  alone<T>(request: string, run: () => Promise<T>): Promise<T> {
    const running = this.#running.get(request);
    // The same request is the same call, and so has an answer of the same shape.
    if (running) return running as Promise<T>;
    const started = run().finally(() => this.#running.delete(request));
    this.#running.set(request, started);
    return started;
  }

  /**
   * Runs a call once. Asked again, it gives the first answer; where it began and its answer was lost with the tab that
   * gave it, `recover` finds out from what was there before. Only good answers are kept: a refusal changed nothing.
   */
  once<B extends Value, R extends { readonly ok: boolean } | readonly string[]>(
    request: string,
    how: { before: () => Promise<B>; run: () => Promise<R>; recover: (before: B) => Promise<R | undefined> },
  ): Promise<R> {
    return this.alone(request, async () => {
      const key = `${table}${request}`;
      const known = await this.#read(key);
      // Sealed by this device's own key: only `run` of the same method wrote it.
      if (known && known.answer.length > 0) return known.answer[0] as unknown as R;
      if (known) {
        const found = await how.recover(known.before as B);
        if (found !== undefined) return found;
      } else {
        await this.#write(key, { at: this.#platform.now(), before: await how.before(), answer: [] });
      }
      const answer = await how.run();
      const isRefusal = 'ok' in answer && !answer.ok;
      await this.#write(key, isRefusal ? null : { at: this.#platform.now(), before: null, answer: [asValue(answer)] });
      return answer;
    });
  }

  /** Forgets an answer that was heard: some, as an invitation, are nothing to leave lying about. */
  async heard(request: string): Promise<void> {
    const key = table + request;
    if ((await this.#platform.store.get(key)) !== undefined) await this.#platform.store.write([[key, null]]);
  }

  async #read(key: string): Promise<Page | undefined> {
    const sealed = await this.#platform.store.get(key);
    const plain = sealed && (await this.#platform.local.open(sealed));
    const decoded = plain && decode(plain);
    return decoded?.ok ? (decoded.value as unknown as Page) : undefined;
  }

  async #write(key: string, page: Page | null): Promise<void> {
    const { store, local } = this.#platform;
    await store.write([[key, page && (await local.seal(encode(asValue(page))))]]);
  }
}
