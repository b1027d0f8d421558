import { factIdOf, type Bytes, type Id, type ValueMap } from '@awna/base';
import type { Draft } from '@awna/core';
import type { LocalSeal } from '../platform.ts';
import { counterOf, saltText } from '../log/body.ts';
import type { Store, Write } from '../store/port.ts';
import { asValue, openMap, sealMap } from './record.ts';

/** A fact that is durably on this device and waits for its place. */
export interface Waiting {
  readonly seq: number;
  readonly id: Id;
  readonly salt: Bytes;
  readonly draft: Draft;
  /** Not sent before this moment (ms), so that it can be taken back. */
  readonly hold: number;
}

const outKey = (space: Id, seq: number): string => `out/${space}/${String(seq).padStart(12, '0')}`;

/** What I will read of it myself: the group's part and everything sealed. */
export const ownFields = (draft: Draft): ValueMap =>
  Object.assign({}, draft.part, ...(draft.sealed ?? []).map(({ fields }) => fields)) as ValueMap;

/** The facts that wait, in the order of their taps; sealed at rest. */
export class Outbox {
  #waiting: Waiting[] = [];
  readonly #store: Store;
  readonly #local: LocalSeal;
  readonly #space: Id;

  constructor(store: Store, local: LocalSeal, space: Id) {
    this.#store = store;
    this.#local = local;
    this.#space = space;
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** The highest salt counter in here, or -1. */
  get counter(): number {
    const last = this.#waiting.at(-1);
    return last ? counterOf(last.salt) : -1;
  }

  async load(device: Bytes): Promise<void> {
    const waiting: Waiting[] = [];
    for (const [key, sealed] of await this.#store.list(`out/${this.#space}/`)) {
      const map = await openMap(this.#local, sealed);
      const salt = map?.['salt'];
      const draft = map?.['draft'];
      const hold = map?.['hold'];
      if (!(salt instanceof Uint8Array) || typeof hold !== 'number' || typeof draft !== 'object' || draft === null) continue;
      waiting.push({
        seq: Number(key.slice(-12)),
        id: factIdOf(device, salt),
        salt: new Uint8Array(salt),
        draft: draft as unknown as Draft,
        hold,
      });
    }
    this.#waiting = waiting;
  }

  /** Keeps new facts durably, and `also` in the same write; resolves when the word is on this device. */
  async add(facts: readonly Omit<Waiting, 'seq'>[], also: readonly Write[] = []): Promise<void> {
    let seq = (this.#waiting.at(-1)?.seq ?? 0) + 1;
    const added = facts.map((fact) => ({ ...fact, seq: seq++ }));
    const writes = await Promise.all(
      added.map(async ({ seq: at, salt, draft, hold }): Promise<Write> => {
        const map = { salt, hold, draft: asValue(draft) };
        return [outKey(this.#space, at), await sealMap(this.#local, map)];
      }),
    );
    await this.#store.write([...writes, ...also]);
    this.#waiting.push(...added);
  }

  /** What must be written to let these go; `gone` makes it so in memory after the write. */
  removal(ids: ReadonlySet<Id>): Write[] {
    return this.#waiting.filter(({ id }) => ids.has(id)).map(({ seq }): Write => [outKey(this.#space, seq), null]);
  }

  gone(ids: ReadonlySet<Id>): void {
    this.#waiting = this.#waiting.filter(({ id }) => !ids.has(id));
  }
}

/** Whether a salt is after another of the same device. */
export const isAfter = (salt: Uint8Array, last: string | undefined): boolean => last === undefined || saltText(salt) > last;
