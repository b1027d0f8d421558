import type { Home } from '../api.ts';
import { StoreLost } from '../store/port.ts';
import { answer } from './calls.ts';
import type { Ledger } from './ledger.ts';
import type { FromPage, Look, ToPage } from './messages.ts';
import { diff } from './patch.ts';

/** One tab's page, as the leader sees it. */
export interface Client {
  readonly tab: string;
  tell(message: ToPage): void;
}

/** Where the leading tab serves every tab's page out of the one home. */
export class Desk {
  readonly #home: Home;
  readonly #ledger: Ledger;
  readonly #lost: () => void;
  /** What each tab looks at: how to stop. */
  readonly #looks = new Map<string, Map<number, () => void>>();
  #over = false;

  /** `lost` is called when it turns out that another tab leads. */
  constructor(home: Home, ledger: Ledger, lost: () => void) {
    this.#home = home;
    this.#ledger = ledger;
    this.#lost = lost;
  }

  hear(client: Client, message: Exclude<FromPage, { kind: 'close' }>): void {
    if (this.#over) return;
    const { id } = message;
    const request = `${client.tab}/${String(id)}`;
    if (message.kind === 'call') void this.#call(client, id, () => answer(this.#home, this.#ledger, request, message.call));
    else if (message.kind === 'look') void this.#call(client, id, () => this.#look(client, id, message.look), true);
    else if (message.kind === 'unlook') this.#unlook(client.tab, id);
    else void this.#ledger.heard(request).catch(() => undefined);
  }

  async #call(client: Client, id: number, run: () => unknown, silent = false): Promise<void> {
    try {
      const value = await run();
      if (!this.#over && !silent) client.tell({ kind: 'answer', id, value });
    } catch (error) {
      // The one who leads now will be asked the same again and knows whether it was done.
      if (error instanceof StoreLost) return this.#lost();
      if (!this.#over) client.tell({ kind: 'threw', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #look(client: Client, id: number, look: Look): void {
    this.#unlook(client.tab, id);
    let last: { readonly value: unknown } | null = null;
    const seen = (value: unknown): void => {
      if (this.#over) return;
      const patch = last && diff(last.value, value);
      if (!last) client.tell({ kind: 'seen', id, value });
      else if (patch) client.tell({ kind: 'patch', id, patch });
      last = { value };
    };
    const stop = this.#watch(look, seen);
    const looks = this.#looks.get(client.tab) ?? new Map<number, () => void>();
    looks.set(id, stop);
    this.#looks.set(client.tab, looks);
  }

  #watch(look: Look, seen: (value: unknown) => void): () => void {
    if (look.on === null) return this.#home.watchSpaces(seen);
    const group = this.#home.group(look.on);
    if (look.what === 'status') return group.watchStatus(seen);
    // The name and its arguments were typed together where the page asked; a message loses the tie between them.
    return (group.watch as (name: string, args: unknown, seen: (value: unknown) => void) => () => void).call(
      group,
      look.name,
      look.args,
      seen,
    );
  }

  #unlook(tab: string, id: number): void {
    const looks = this.#looks.get(tab);
    looks?.get(id)?.();
    looks?.delete(id);
    if (looks?.size === 0) this.#looks.delete(tab);
  }

  /** A tab has gone. */
  leave(tab: string): void {
    for (const stop of this.#looks.get(tab)?.values() ?? []) stop();
    this.#looks.delete(tab);
  }

  /** Serves nobody any more; nothing said from here on is heard. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    for (const tab of [...this.#looks.keys()]) this.leave(tab);
    await this.#home.close();
  }
}
