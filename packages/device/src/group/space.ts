import { base64url, decode, deviceIdOf, encode, equal, fromBase64url, idOf, type Bytes, type Id } from '@awna/base';
import { isIn, rosterDevice, type SpaceNames } from '@awna/core';
import { checkHead, type EpochKeys } from '@awna/crypto';
import { headValue, parseHead, type Frame, type Head, type RelayLink } from '@awna/wire';
import { hashesOf } from '../log/hashes.ts';
import { Keyring } from '../log/keyring.ts';
import type { Opener, Unchecked } from '../log/open.ts';
import { Replica, type Judged } from '../log/replica.ts';
import type { Turn } from '../log/turn.ts';
import type { Platform } from '../platform.ts';
import type { Write } from '../store/port.ts';
import { foldEpoch, unknownTurn, type Folded } from './fold.ts';
import { frameWrites, readFrames } from './frames.ts';
import { PartBook } from './parts.ts';
import { erased, recordKey, sealRecord, type SpaceRecord } from './record.ts';
import type { Along } from './sending.ts';

/** Frames folded at a time: large enough for one pass of the engine, small enough to let a tap in between. */
const stride = 512;

/** What a run of frames did. */
export interface Taken {
  readonly judged: readonly Judged[];
  /** A head of the relay that contradicts this log, and the frame that named it. */
  readonly contradicts: { readonly head: Head; readonly frame: Frame } | null;
}

/** Frames that go on from a place without a gap, each part only where it is the one its frame names. */
function runFrom(frames: readonly Frame[], size: number): Frame[] {
  const run: Frame[] = [];
  for (const frame of frames) {
    if (frame.place < size + run.length) continue;
    if (frame.place !== size + run.length) break;
    run.push(frame.part && !hashesOf(frame).isPart ? { ...frame, part: null } : frame);
  }
  return run;
}

const nothingAlong = (): Along => ({ writes: [], written: () => undefined });

/** One group's log on this device: frames at rest, the folded replica, what its parts say. Calls do not overlap. */
export class Space {
  record: SpaceRecord;
  head: Head | null = null;
  /** The key a relay gave itself, until the founding frame says which it must be. */
  tentativeRelay: Bytes | null = null;
  /** The line to the relay, while there is one. */
  link: RelayLink | null = null;
  /** By how many minutes the relay's clock was ahead of this device's, or behind it. */
  relayAhead = 0;
  readonly platform: Platform;
  readonly id: Id;
  readonly device: Bytes;
  readonly deviceId: Id;
  ring: Keyring;
  #log: Folded;

  private constructor(platform: Platform, record: SpaceRecord, ring: Keyring, deviceKey: Bytes) {
    this.platform = platform;
    this.record = record;
    this.ring = ring;
    this.id = idOf(record.space);
    this.device = deviceIdOf(deviceKey);
    this.deviceId = idOf(this.device);
    this.#log = this.#nothing();
  }

  get replica(): Replica {
    return this.#log.replica;
  }

  get parts(): PartBook {
    return this.#log.parts;
  }

  get judged(): readonly Judged[] {
    return this.#log.judged;
  }

  get unchecked(): readonly Unchecked[] {
    return this.#log.unchecked;
  }

  static async open(platform: Platform, record: SpaceRecord): Promise<Space> {
    if (record.epochs.length === 0) throw new TypeError('a space opens with its keys');
    const ring = await Keyring.of(platform.engine, record.space, record.epochs);
    const space = new Space(platform, record, ring, await platform.engine.publicKeyOf(record.device));
    await space.load();
    return space;
  }

  get me(): Id | null {
    return this.#meIn(this.replica);
  }

  #meIn(replica: Replica): Id | null {
    return rosterDevice(replica.state.members, this.deviceId)?.member ?? null;
  }

  /** Whether I was in and am no more. */
  get gone(): boolean {
    const { me } = this;
    return me !== null && !isIn(this.replica.state.members, me);
  }

  /** The keys that what is said next is sealed with; null while this device lacks them. */
  get keys(): EpochKeys | null {
    return this.ring.byTag(this.replica.tag)?.keys ?? null;
  }

  /** The turn whose keys this device waits for, and does not read past; who is gone waits for none. */
  get lacking(): Turn | null {
    return this.gone ? null : this.#log.lacking;
  }

  /** Whether the log goes on without me: I am gone, and the keys were turned. */
  get ended(): boolean {
    return this.gone && this.#log.lacking !== null;
  }

  get names(): SpaceNames {
    return { space: this.id, genesis: this.record.genesis };
  }

  get minute(): number {
    return Math.floor(this.platform.now() / 60_000);
  }

  #nothing(): Folded {
    const { engine } = this.platform;
    const { space, sealing } = this.record;
    const replica = new Replica(this.record.space, (head) => this.signedByRelay(head));
    const me = () => this.#meIn(replica);
    const parts = new PartBook({ engine, ring: this.ring, space, sealing, me });
    return { replica, parts, judged: [], unchecked: [], lacking: null };
  }

  /** Whether a head is the relay's own. */
  async signedByRelay(head: Head): Promise<boolean> {
    const key = this.record.relayKey ?? this.tentativeRelay;
    return key !== null && checkHead(this.platform.engine, key, { space: this.record.space, ...head }, head.signature);
  }

  async change(change: Partial<SpaceRecord>, also: readonly Write[] = []): Promise<void> {
    this.record = { ...this.record, ...change };
    await this.platform.store.write([[recordKey(this.id), await sealRecord(this.platform.local, this.record)], ...also]);
  }

  /** Folds the log from what is at rest: at the start, and again where a signature turned out bad. Until it is done the old one is shown. */
  async load(): Promise<void> {
    const log = this.#nothing();
    for (;;) {
      const frames = await readFrames(this.platform.store, this.id, log.replica.size, stride);
      if (frames.length === 0 || (await this.#fold(log, frames, 'tips')).length < frames.length) break;
    }
    const kept = await this.platform.store.get(`head/${this.id}`);
    const decoded = kept && decode(kept);
    this.#log = log;
    this.head = (decoded?.ok && parseHead(decoded.value)) || null;
  }

  opener(replica: Replica = this.replica): Opener {
    return {
      engine: this.platform.engine,
      ring: this.ring,
      space: this.record.space,
      names: this.names,
      keyOf: (device) => replica.keyOf(device),
      bad: new Set(this.record.bad),
      checked: this.record.checked,
    };
  }

  /**
   * Takes frames that go on where the log ends, up to a gap; others are passed over. They are at rest when this
   * resolves. Where it rejects (a full disk), what is in memory is ahead of the disk: `load` again.
   */
  async take(frames: readonly Frame[], also: (judged: readonly Judged[]) => Along = nothingAlong): Promise<Taken> {
    const judged: Judged[] = [];
    let contradicts: Taken['contradicts'] = null;
    const whole = runFrom(frames, this.replica.size);
    for (let at = 0; at < whole.length && !contradicts; at += stride) {
      const run = whole.slice(at, at + stride);
      const folded = await this.#fold(this.#log, run, run.length > 1 ? 'tips' : 'every');
      // What does not stand leaves nothing behind that somebody would have to remember to forget.
      const kept = run
        .slice(0, folded.length)
        .map((frame) => (frame.part && !this.parts.holds(frame.place) ? { ...frame, part: null } : frame));
      const writes = kept.flatMap((frame) => frameWrites(this.id, frame));
      const along = also(folded);
      await this.platform.store.write([...writes, ...along.writes]);
      along.written();
      judged.push(...folded);
      const proof = folded.find((one) => one.contradicts);
      const frame = proof && run.find(({ place }) => place === proof.place);
      if (proof?.contradicts && frame) contradicts = { head: proof.contradicts, frame };
      if (folded.length < run.length) break;
    }
    return { judged, contradicts };
  }

  /** Whether frames that end where a head does lead to its root. Where they end before it, nobody can say yet. */
  leadsTo(frames: readonly Frame[], head: Head): boolean {
    const { tree } = this.replica;
    const size = tree.size;
    const run = runFrom(frames, size);
    if (run.length === 0 || size + run.length !== head.size) return this.meets(head);
    for (const frame of run) tree.append(hashesOf(frame).leaf);
    const same = equal(tree.root(), head.root);
    tree.cut(size);
    return same;
  }

  /** Folds frames as far as their keys are here. Who lacks those of a turn stops behind it, and skips nothing. */
  async #fold(log: Folded, frames: readonly Frame[], how: 'tips' | 'every'): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (;;) {
      const isKnown = await this.#learn(log);
      if (!isKnown || judged.length === frames.length) return judged;
      judged.push(...(await foldEpoch(log, this.opener(log.replica), frames.slice(judged.length), how)));
      await this.#learnRelay(log.replica.state.members.relay);
    }
  }

  /** Whether the keys of the last turn are here, or can be had from its seals now. */
  async #learn(log: Folded): Promise<boolean> {
    const turn = unknownTurn(log.replica, this.ring);
    const me = this.#meIn(log.replica);
    // What cannot be fetched now (the code that opens seals too) is tried again.
    const sealed = turn && (await import('./seals.ts').catch(() => null));
    const K = sealed && (await sealed.keyInSeals(this, turn, log.replica.state.members, me));
    if (K) await this.learn(K);
    log.lacking = turn && !K ? turn : null;
    return log.lacking === null;
  }

  /** Looks again for the keys of the turn that this device stopped behind. */
  async lookForKeys(): Promise<boolean> {
    return this.#learn(this.#log);
  }

  /** Keeps the key of the epoch that was looked for, before anything that is sealed with it. */
  async learn(K: Bytes): Promise<void> {
    await this.change({ epochs: [...this.record.epochs, K], turning: null, asking: null }, erased(this));
    await this.ring.learn(K);
    if (!unknownTurn(this.replica, this.ring)) this.#log.lacking = null;
  }

  async #learnRelay(relay: string | null): Promise<void> {
    if (this.record.relayKey || !relay) return;
    await this.change({ relayKey: fromBase64url(relay) ?? null });
  }

  /** Keeps the newest head that the relay signed and this log meets. */
  async keepHead(head: Head): Promise<void> {
    if (this.head && head.size < this.head.size) return;
    this.head = head;
    await this.platform.store.write([[`head/${this.id}`, encode(headValue(head))]]);
  }

  /** Whether a head fits this log; a size beyond it is not known yet. */
  meets(head: Head): boolean {
    return head.size > this.replica.size || equal(head.root, this.replica.tree.root(head.size));
  }

  /**
   * Checks signatures that later messages spoke for. Returns whether the fold stands; where one was bad, the log was
   * folded again without it.
   */
  async checkSome(most: number): Promise<boolean> {
    const some = this.unchecked.slice(0, most);
    if (some.length === 0) return true;
    const bad = (await Promise.all(some.map((one) => this.#isBad(one)))).flatMap((isBad, i) => (isBad && some[i] ? [some[i].place] : []));
    if (bad.length > 0) {
      await this.change({ bad: [...new Set([...this.record.bad, ...bad])] });
      await this.load();
      return false;
    }
    this.#log.unchecked = this.unchecked.slice(some.length);
    const next = this.unchecked[0];
    if (next === undefined && this.replica.size > this.record.checked) {
      // From now on nobody asks below here: what was found bad by itself has to be remembered too.
      const found = this.judged.flatMap(({ void: reason, place: at }) => (reason === 'bad-signature' ? [at] : []));
      await this.change({ checked: this.replica.size, bad: [...new Set([...this.record.bad, ...found])] });
    }
    return true;
  }

  async #isBad({ device, signature, input }: Unchecked): Promise<boolean> {
    const key = this.replica.keyOf(device);
    return key !== undefined && !(await this.platform.engine.verify(key, signature, input));
  }

  roots(): { size: number; root: string } {
    return { size: this.replica.size, root: base64url(this.replica.tree.root()) };
  }
}
