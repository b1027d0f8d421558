import { decode, idBytes, type Bytes, type Id, type ValueMap } from '@awna/base';
import type { Part, Parts } from '@awna/core';
import { openPart, openTo, type Engine } from '@awna/crypto';
import type { Frame } from '@awna/wire';
import { parseEntries, type PartEntry } from '../log/entries.ts';
import type { Keyring } from '../log/keyring.ts';
import type { OpenFrame } from '../log/open.ts';
import type { Judged } from '../log/replica.ts';

const gone: Part = { state: 'gone', fields: {} };

/** Whose eyes these are. */
export interface Reader {
  readonly engine: Engine;
  readonly ring: Keyring;
  readonly space: Bytes;
  readonly sealing: Bytes;
  /** My member id; null until the log has admitted me. */
  me(): Id | null;
}

const isMap = (value: unknown): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** What this device can read of what can be forgotten, by fact; and what must be erased with what. */
export class PartBook {
  readonly #parts = new Map<Id, Part>();
  /** What each part that is here tells of, by place: facts that stand and that it has something to say about. */
  readonly #at = new Map<number, { readonly facts: readonly Id[]; readonly day: number }>();
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  readonly read: Parts = (fact) => this.#parts.get(fact) ?? gone;

  /** Facts of mine that wait to be sent show what I wrote. */
  put(fact: Id, fields: ValueMap): void {
    this.#parts.set(fact, { state: 'open', fields });
  }

  drop(fact: Id): void {
    this.#parts.delete(fact);
  }

  /** Whether the part at a place is worth keeping: it tells of something that stands. */
  holds(place: number): boolean {
    return (this.#at.get(place)?.facts.length ?? 0) > 0;
  }

  /** The plaintext of a frame's part, where it is here and is the one its message names. */
  async open({ part }: Frame, { content }: OpenFrame): Promise<Bytes | undefined> {
    const named = content?.body.part;
    const { engine, ring, space } = this.#reader;
    const epoch = content && ring.byTag(content.tag);
    return part && named && epoch ? openPart(engine, epoch.keys, space, part, named.hash) : undefined;
  }

  /** Reads the part of a frame that stands, from what `open` gave. Facts that were refused leave nothing to read. */
  async take(frame: Frame, opened: OpenFrame, judged: Judged, plain: Bytes | undefined): Promise<void> {
    if (!frame.part) return;
    const { author } = judged;
    const named = author === null ? null : opened.content?.body.part;
    const told: Id[] = [];
    // Also where nothing stands: it may have stood before a signature was looked at, and is to go then.
    this.#at.set(frame.place, { facts: told, day: named?.day ?? frame.day });
    if (!named || author === null) return;
    for (const entry of plain ? parseEntries(plain) : []) {
      const fact = judged.facts[entry.index];
      const type = opened.content?.facts[entry.index]?.type;
      if (!fact || fact.reason !== null || type === undefined) continue;
      told.push(fact.id);
      this.#parts.set(fact.id, await this.#merge(entry, type, fact.id, author));
    }
  }

  async #merge(entry: PartEntry, type: string, fact: Id, from: Id): Promise<Part> {
    const me = this.#reader.me();
    let fields = entry.fields;
    let locked = false;
    for (const { to, box } of entry.sealed) {
      locked = true;
      if (to !== me) continue;
      const { engine, space, sealing } = this.#reader;
      const plain = await openTo(engine, sealing, { space, type, fact: idBytes(fact), from: idBytes(from), to: idBytes(to) }, box);
      const decoded = plain && decode(plain);
      if (decoded?.ok && isMap(decoded.value)) {
        fields = { ...fields, ...decoded.value };
        locked = false;
        break;
      }
    }
    return { state: locked && Object.keys(fields).length === 0 ? 'locked' : 'open', fields };
  }

  /** Places whose part must go: every fact in it is to be forgotten, or its day has come. Forgets them here at once. */
  forget(facts: ReadonlySet<Id>, today: number): { readonly places: readonly number[]; readonly blobs: readonly string[] } {
    const places: number[] = [];
    const blobs: string[] = [];
    for (const [place, { facts: held, day }] of this.#at) {
      const due = (day !== 0 && day <= today) || held.every((fact) => facts.has(fact));
      if (!due) continue;
      places.push(place);
      for (const fact of held) {
        const photo = this.read(fact).fields['photo'];
        if (isMap(photo) && typeof photo['blob'] === 'string') blobs.push(photo['blob']);
        this.#parts.delete(fact);
      }
      this.#at.delete(place);
    }
    return { places, blobs };
  }
}
