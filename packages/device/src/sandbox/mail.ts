import { decode, encode, equal, err, idOf, ok, sha256, type Bytes, type Result, type Value } from '@awna/base';
import { slotOf } from '@awna/crypto';
import { limits, type Answer, type Args, type Letter, type RelayError } from '@awna/wire';
import type { Store } from '../store/port.ts';

const seqText = (seq: number): string => String(seq).padStart(12, '0');

/** Letter boxes and blobs of the sandbox groups. */
export class SandboxMail {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async #list(key: string): Promise<readonly Value[] | undefined> {
    const bytes = await this.#store.get(key);
    const decoded = bytes && decode(bytes);
    return decoded?.ok && Array.isArray(decoded.value) ? (decoded.value as readonly Value[]) : undefined;
  }

  /** The group a box belongs to. */
  async groupOf(box: Uint8Array): Promise<Bytes | undefined> {
    const [space] = (await this.#list(`box/${idOf(box)}`)) ?? [];
    return space instanceof Uint8Array ? new Uint8Array(space) : undefined;
  }

  async open({ space, box, until }: Args<'box-open'>): Promise<void> {
    await this.#store.write([[`box/${idOf(box)}`, encode([space, until])]]);
  }

  async #letters(space: Uint8Array, box: Uint8Array): Promise<readonly Letter[]> {
    const rows = await this.#store.list(`letter/${idOf(space)}/${idOf(box)}/`);
    return rows.flatMap(([key, bytes]) => {
      const decoded = decode(bytes);
      const [slot, letter] = decoded.ok && Array.isArray(decoded.value) ? (decoded.value as readonly Value[]) : [];
      return slot instanceof Uint8Array && letter instanceof Uint8Array ? [{ seq: Number(key.slice(-12)), slot, bytes: letter }] : [];
    });
  }

  /** True where the letter is new. */
  async put({ box, slot, bytes }: Args<'letter-put'>): Promise<Result<boolean, RelayError>> {
    const space = await this.groupOf(box);
    if (!space) return err('unknown-box');
    const letters = await this.#letters(space, box);
    const same = letters.find((letter) => equal(letter.slot, slot));
    if (same) return equal(same.bytes, bytes) ? ok(false) : err('taken');
    if (letters.length >= limits.letters) return err('box-full');
    const counter = `letters/${idOf(space)}/${idOf(box)}`;
    const [last] = (await this.#list(counter)) ?? [];
    const seq = (typeof last === 'number' ? last : 0) + 1;
    await this.#store.write([
      [`letter/${idOf(space)}/${idOf(box)}/${seqText(seq)}`, encode([slot, bytes])],
      [counter, encode([seq])],
    ]);
    return ok(true);
  }

  async letters({ space, box, after = 0 }: Args<'letters'>): Promise<Answer<'letters'>> {
    return { letters: (await this.#letters(space, box)).filter(({ seq }) => seq > after) };
  }

  async reply({ space, box, slot, bytes }: Args<'reply-put'>): Promise<Result<Record<never, never>, RelayError>> {
    const key = `reply/${idOf(space)}/${idOf(box)}/${idOf(slot)}`;
    const known = await this.#store.get(key);
    if (known) return equal(known, bytes) ? ok({}) : err('taken');
    const answered = (await this.#letters(space, box)).filter((letter) => equal(letter.slot, slot));
    await this.#store.write([
      [key, new Uint8Array(bytes)],
      ...answered.map(({ seq }) => [`letter/${idOf(space)}/${idOf(box)}/${seqText(seq)}`, null] as const),
    ]);
    return ok({});
  }

  async replyFor({ box, key }: Args<'reply-get'>): Promise<Result<Answer<'reply-get'>, RelayError>> {
    const space = await this.groupOf(box);
    if (!space) return err('unknown-box');
    return ok({ bytes: (await this.#store.get(`reply/${idOf(space)}/${idOf(box)}/${idOf(slotOf(key))}`)) ?? null });
  }

  async putBlob({ space, bytes, day }: Args<'blob-put'>): Promise<Answer<'blob-put'>> {
    const blob = sha256(bytes);
    await this.#store.write([[`blob/${idOf(space)}/${idOf(blob)}`, encode([day, bytes])]]);
    return { blob };
  }

  async blob({ space, blob, from = 0, length }: Args<'blob-get'>, today: number): Promise<Result<Answer<'blob-get'>, RelayError>> {
    const [day, bytes] = (await this.#list(`blob/${idOf(space)}/${idOf(blob)}`)) ?? [];
    if (!(bytes instanceof Uint8Array) || typeof day !== 'number' || (day > 0 && day <= today)) return err('unknown-blob');
    return ok({ bytes: bytes.slice(from, length === undefined ? undefined : from + length), size: bytes.length });
  }

  /** Erases everything of a group. */
  async forget(space: Uint8Array): Promise<void> {
    const boxes = (await this.#store.list('box/')).map(([key]) => key);
    for (const key of boxes) {
      const [owner] = (await this.#list(key)) ?? [];
      if (owner instanceof Uint8Array && equal(owner, space)) await this.#store.write([[key, null]]);
    }
    for (const table of ['letter', 'letters', 'reply', 'blob']) await this.#store.clear(`${table}/${idOf(space)}/`);
  }
}
