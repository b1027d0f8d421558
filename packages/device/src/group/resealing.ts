import { base64url, decode, equal, fromBase64url, hex, idBytes, idOf, type Bytes, type Value, type ValueMap } from '@awna/base';
import { isIn, rosterDevice, sealingKeyOf } from '@awna/core';
import { boxIdOf, openAsk, reseal, resealBoxOf, verifyAsk } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { Turn } from '../log/turn.ts';
import type { Space } from './space.ts';

/** How long after a turn its keys can be asked for, in minutes: as long as a relay keeps a box. */
const kept = 400 * 1440;
/** Turns whose boxes are looked into at each connection. */
const most = 64;

const isBytes = (value: Value | undefined, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;

/** The device that asks, where these are the words of an ask for this turn. */
function askerIn(cbor: Bytes, { tag }: Turn): { readonly device: Bytes; readonly sign: Bytes } | undefined {
  const decoded = decode(cbor);
  const map = decoded.ok && decoded.value !== null && typeof decoded.value === 'object' ? (decoded.value as ValueMap) : {};
  const { v, tag: named, device, sign } = map;
  return v === 1 && isBytes(named, 8) && equal(named, tag) && isBytes(device, 16) && isBytes(sign, 64) ? { device, sign } : undefined;
}

interface Box {
  readonly seed: Bytes;
  readonly id: Bytes;
}

/** Hands keys to members whose seal in a turn did not open: to whoever is in, under their own sealing key, and to nobody else. */
export class Resealing {
  readonly #space: Space;
  readonly #boxes = new Map<string, Box>();
  /** Up to which letter each box was read on this line. */
  readonly #read = new Map<string, number>();
  #link: RelayLink | null = null;

  constructor(space: Space) {
    this.#space = space;
  }

  /** Looks into the boxes: all of them once on each line, and that of which a letter was announced. */
  async attend(link: RelayLink, announced: ReadonlySet<string>): Promise<void> {
    if (this.#link !== link) this.#read.clear();
    this.#link = link;
    const { replica, minute } = this.#space;
    for (const turn of replica.turns.slice(-most)) {
      const box = turn.minute + kept > minute ? await this.#boxOf(turn) : undefined;
      if (box && (!this.#read.has(hex(box.id)) || announced.has(hex(box.id)))) await this.#answerAll(link, turn, box);
    }
  }

  async #boxOf({ before }: Turn): Promise<Box | undefined> {
    const { ring, platform, record } = this.#space;
    const epoch = ring.byTag(before);
    if (!epoch) return undefined;
    const known = this.#boxes.get(hex(before));
    if (known) return known;
    const { seed, publicKey } = await resealBoxOf(platform.engine, epoch.K, record.space);
    const box = { seed, id: boxIdOf(publicKey) };
    this.#boxes.set(hex(before), box);
    return box;
  }

  async #answerAll(link: RelayLink, turn: Turn, box: Box): Promise<void> {
    const { space } = this.#space.record;
    const name = hex(box.id);
    const open = async (): Promise<void> => {
      await link.call('box-open', { space, box: box.id, until: turn.minute + kept });
    };
    // A relay that was restored from an old copy may not know the others any more.
    if (!this.#read.has(name) && turn === this.#space.replica.turns.at(-1)) await open();
    for (;;) {
      const after = this.#read.get(name) ?? 0;
      const got = await link.call('letters', { space, box: box.id, after });
      if (!got.ok) return got.error.error === 'unknown-box' ? open() : undefined;
      this.#read.set(name, got.value.letters.at(-1)?.seq ?? after);
      if (got.value.letters.length === 0) return;
      for (const { slot, bytes } of got.value.letters) await this.#answer(link, turn, box, new Uint8Array(slot), bytes);
    }
  }

  async #answer(link: RelayLink, turn: Turn, box: Box, slot: Bytes, bytes: Uint8Array): Promise<void> {
    const { platform, record, replica, ring } = this.#space;
    const { engine, dice } = platform;
    const { space, genesis } = record;
    const cbor = await openAsk(engine, box.seed, space, turn.tag, bytes);
    const asker = cbor && askerIn(cbor, turn);
    const key = asker && replica.keyOf(base64url(asker.device));
    if (!asker || !key || !(await verifyAsk(engine, key, asker.sign, { space, genesis, tag: turn.tag, slot }))) return;
    const { members } = replica.state;
    const member = rosterDevice(members, idOf(asker.device))?.member;
    const sealing = member === undefined ? undefined : fromBase64url(sealingKeyOf(members, member) ?? '');
    const epoch = ring.byTag(turn.tag);
    // Who is gone gets nothing, whatever they knew before.
    if (member === undefined || !isIn(members, member) || !sealing || !epoch) return;
    const answer = await reseal(engine, dice, sealing, { space, commit: turn.commit, member: idBytes(member) }, epoch.K);
    await link.call('reply-put', { space, box: box.id, slot, bytes: answer });
  }
}
