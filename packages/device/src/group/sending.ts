import { decode, encode, equal, fromBase64url, sha256, type Bytes, type Id } from '@awna/base';
import { turnMay, turnOwed, type RefusalReason } from '@awna/core';
import { tagOf } from '@awna/crypto';
import type { Refusal, RelayLink } from '@awna/wire';
import type { Standing } from '../api.ts';
import type { Judged } from '../log/replica.ts';
import type { Write } from '../store/port.ts';
import { compose, firstBatch } from './compose.ts';
import { Outbox, ownFields, type Waiting } from './outbox.ts';
import type { Turning } from './record.ts';
import type { Space } from './space.ts';

/** The one message on its way: stored first, repeated byte for byte until its fate is known. */
interface Flight {
  readonly sealed: Bytes;
  readonly part: { readonly bytes: Bytes; readonly day: number } | null;
  readonly ids: readonly Id[];
  /** It is a turn; its facts are nobody's words. */
  readonly turn: boolean;
  /** The relay has given it a place. */
  placed: boolean;
}

/** What goes to the disk together with frames, and what is so in memory once it is there. */
export interface Along {
  readonly writes: readonly Write[];
  written(): void;
}

/** A fact of mine that has its place. */
interface Placed {
  readonly place: number;
  readonly reason: RefusalReason | null;
}

export type SendTrouble = 'closed' | 'full' | 'too-fast' | 'missing-tail' | 'refused';

/** What a relay's refusal means for what waits. */
function troubleOf({ error, status }: Refusal, link: RelayLink, other: SendTrouble): SendTrouble {
  // The relay's door has changed: whoever comes back enters by the new one.
  if (error === 'door-shut') link.close();
  if (status === 0 || error === 'door-shut') return 'closed';
  if (error === 'missing-tail') return 'missing-tail';
  if (status === 507 || status === 503) return 'full';
  return status === 429 ? 'too-fast' : other;
}

/** What this device has to say and how far it got: the outbox, one message in flight, what became of each fact. */
export class Sending {
  readonly outbox: Outbox;
  readonly placed = new Map<Id, Placed>();
  flight: Flight | null = null;
  /** Messages of mine in the log that I did not write: this device was copied, or restored from an old copy. */
  strange = false;
  /** The log refused a turn of mine: until the next connection only one that is owed is made, and not at once. */
  #isRefused = false;
  readonly #space: Space;

  constructor(space: Space) {
    this.#space = space;
    this.outbox = new Outbox(space.platform.store, space.platform.local, space.id);
  }

  get #flightKey(): string {
    return `flight/${this.#space.id}`;
  }

  /** The log was folded anew: what is known of my facts is read from it again. */
  refolded(): void {
    this.placed.clear();
    for (const { id, draft } of this.outbox.waiting) this.#space.parts.put(id, ownFields(draft));
    for (const judged of this.#space.judged) this.#remember(judged);
  }

  /** What is at rest: at the start, and again where something could not be written. */
  async load(): Promise<void> {
    const kept = await this.#space.platform.store.get(this.#flightKey);
    await this.outbox.load(this.#space.device);
    this.refolded();
    this.flight = null;
    const decoded = kept && decode(kept);
    if (!decoded?.ok || !Array.isArray(decoded.value)) return;
    const [sealed, part, day, ids, turn] = decoded.value as [Bytes, Bytes | null, number, string[], boolean?];
    this.flight = { sealed, part: part && { bytes: part, day }, ids, turn: turn === true, placed: false };
  }

  #remember(judged: Judged): void {
    if (judged.device !== this.#space.deviceId || judged.void !== null) return;
    for (const { id, reason } of judged.facts) this.placed.set(id, { place: judged.place, reason });
  }

  /** Who has left has nothing more to say: it would be void. */
  get silent(): boolean {
    return this.#space.gone;
  }

  /** The counter the next salt takes. */
  nextCounter(): number {
    const last = this.#space.replica.state.salts.get(this.#space.deviceId);
    const logged = last === undefined ? -1 : Number.parseInt(last.slice(0, 12), 16);
    return Math.max(logged, this.outbox.counter) + 1;
  }

  /** Ids that wait and may be taken back: not on their way. */
  held(ids: readonly Id[]): ReadonlySet<Id> {
    const flying = new Set(this.flight?.ids ?? []);
    const waiting = new Set(this.outbox.waiting.map(({ id }) => id));
    return new Set(ids.filter((id) => waiting.has(id) && !flying.has(id)));
  }

  /** Whether this device has to turn the keys although it has nothing to say: what it said last made somebody go. */
  get owesTurn(): boolean {
    const { replica, judged, deviceId, keys } = this.#space;
    if (this.silent || !keys || !turnOwed(replica.state.members)) return false;
    let at = judged.length - 1;
    while (at >= 0 && judged[at]?.void !== null) at--;
    return judged[at]?.device === deviceId;
  }

  /** Whether the keys are to be turned before anything else is said. */
  #turnsFirst(): boolean {
    const { replica, minute, relayAhead } = this.#space;
    const { members, time } = replica.state;
    if (turnOwed(members)) return true;
    // By the relay's clock, which gives frames their minute: by mine alone it might be too early.
    return !this.#isRefused && turnMay(members, Math.max(time, minute + Math.min(0, relayAhead)));
  }

  /** Whether what is in flight can stand no more: somebody has gone, or the keys were turned. Nobody sends it then, for who is gone could read it. */
  #isLate({ sealed, turn }: Flight): boolean {
    const { keys, replica } = this.#space;
    const tag = tagOf(sealed);
    return !keys || !tag || !equal(tag, keys.tag) || (!turn && turnOwed(replica.state.members));
  }

  /**
   * Makes the next message and keeps it as the one in flight; false where nothing is to be sent now, or why it
   * cannot be made.
   */
  async prepare(): Promise<boolean | SendTrouble> {
    if (!this.#space.keys) return false;
    if (!(await this.#clear())) return true;
    const facts = firstBatch(this.outbox.waiting, this.#space.platform.now());
    if (facts.length === 0 && !this.owesTurn) return false;
    return this.#turnsFirst() ? this.#turn() : this.#fly(facts);
  }

  /** An empty message, so that what is due happens although nobody has anything to say. */
  async prepareEmpty(): Promise<boolean | SendTrouble> {
    if (!this.#space.keys) return false;
    if (!(await this.#clear())) return true;
    return this.#turnsFirst() ? this.#turn() : this.#fly([]);
  }

  /** Whether nothing is in flight, once what came too late is let go: its facts are still here. */
  async #clear(): Promise<boolean> {
    if (!this.flight) return true;
    if (!this.#isLate(this.flight)) return false;
    await this.#space.platform.store.write([[this.#flightKey, null]]);
    this.flight = null;
    return true;
  }

  async #turn(): Promise<boolean | SendTrouble> {
    const space = this.#space;
    const { me, replica } = space;
    const before = space.ring.byTag(replica.tag);
    // Nobody is handed keys on the strength of a signature that is only spoken for.
    if (!me || !before || this.silent || space.unchecked.length > 0) return false;
    const turning = await import('./turning.ts').catch(() => null);
    if (!turning) return 'closed';
    if (this.#isRefused) {
      this.#isRefused = false;
      return 'refused';
    }
    const { fact, turning: kept, writes } = await turning.makeTurn(space, me, before.K);
    return this.#fly([fact], { turning: kept, writes });
  }

  async #fly(facts: readonly Waiting[], turned?: { readonly turning: Turning; readonly writes: readonly Write[] }): Promise<boolean> {
    const space = this.#space;
    const { me, head, device, keys } = space;
    if (!me || !head || !keys || this.silent) return false;
    const { genesis, device: deviceSeed, space: bytes } = space.record;
    const { engine, dice, store } = space.platform;
    const from = { state: space.replica.state, tip: space.replica.tipOf(space.deviceId), head, minute: space.minute };
    const made = await compose({ engine, dice, keys, space: bytes, genesis, deviceSeed, device, me }, facts, from);
    const turn = turned !== undefined;
    const flight = encode([made.sealed, made.part?.bytes ?? null, made.part?.day ?? 0, [...made.ids], ...(turn ? [true] : [])]);
    // The key of a turn is on the disk before anybody can hear of it.
    if (turned) await space.change({ turning: turned.turning }, [...turned.writes, [this.#flightKey, flight]]);
    else await store.write([[this.#flightKey, flight]]);
    this.flight = { sealed: made.sealed, part: made.part, ids: made.ids, turn, placed: false };
    return true;
  }

  /** Gives the message in flight to the relay. Its fate is known when it comes back in the log. */
  async give(link: RelayLink): Promise<SendTrouble | null> {
    const { flight } = this;
    if (!flight || flight.placed) return null;
    const part = flight.part ? { part: flight.part } : {};
    const answer = await link.call('append', { space: this.#space.record.space, sealed: flight.sealed, ...part });
    if (answer.ok) {
      flight.placed = true;
      return null;
    }
    return troubleOf(answer.error, link, 'refused');
  }

  /** A new connection knows nothing of what an old one was told. */
  forgetPlaced(): void {
    this.#isRefused = false;
    if (this.flight) this.flight.placed = false;
  }

  /** With frames just judged: facts that have their place leave the outbox, a message that turned void gives its facts back. */
  settle(judged: readonly Judged[]): Along {
    const { flight } = this;
    let landed: Judged | null = null;
    let strange = false;
    for (const one of judged) {
      if (one.device !== this.#space.deviceId) continue;
      if (flight && !landed && equal(sha256(flight.sealed), one.sealedHash)) landed = one;
      // The founding message was written before there was a space to keep it in.
      else if (one.void === null && one.place >= (this.#space.record.ownUpTo ?? 1)) strange = true;
    }
    const ids = new Set(landed?.void === null ? flight?.ids : []);
    return {
      writes: landed ? [[this.#flightKey, null], ...this.outbox.removal(ids)] : [],
      written: () => {
        for (const one of judged) this.#remember(one);
        this.strange ||= strange;
        if (!landed) return;
        this.outbox.gone(ids);
        this.#isRefused = flight?.turn === true && landed.void === null && landed.facts[0]?.reason !== null;
        this.flight = null;
      },
    };
  }

  /** Where facts of mine stand; settled once a head of somebody else covers their place. */
  standings(ids: readonly Id[]): Readonly<Record<Id, Standing>> {
    let settled = 0;
    for (const [device, size] of this.#space.replica.vouched) if (device !== this.#space.deviceId) settled = Math.max(settled, size);
    const standings: Record<Id, Standing> = {};
    for (const id of ids) {
      const standing = this.#standing(id, settled);
      if (standing !== undefined) standings[id] = standing;
    }
    return standings;
  }

  #standing(id: Id, settledSize: number): Standing | undefined {
    const placed = this.placed.get(id);
    if (placed) return placed.reason !== null ? { refused: placed.reason } : placed.place < settledSize ? 'settled' : 'sent';
    if (this.flight?.placed && this.flight.ids.includes(id)) return 'sent';
    return this.outbox.waiting.some((waiting) => waiting.id === id) ? 'device' : undefined;
  }

  /** Photos that wait to be stored at the relay. */
  async giveBlobs(link: RelayLink): Promise<SendTrouble | null> {
    const { store } = this.#space.platform;
    for (const [key, day] of await store.list(`blobout/${this.#space.id}/`)) {
      const name = key.slice(key.lastIndexOf('/') + 1);
      const bytes = await store.get(`blob/${this.#space.id}/${name}`);
      const decoded = decode(day);
      if (bytes && fromBase64url(name) && decoded.ok && typeof decoded.value === 'number') {
        const answer = await link.call('blob-put', { space: this.#space.record.space, bytes, day: decoded.value });
        if (!answer.ok) return troubleOf(answer.error, link, 'full');
      }
      await store.write([[key, null]]);
    }
    return null;
  }

  /** How many facts have not got their place. */
  get waiting(): number {
    return this.outbox.waiting.length;
  }
}
