import { base64url, decode, deviceIdOf, encode, equal, fromBase64url, idOf, type Bytes, type Id } from '@awna/base';
import { rosterDevice, type SpaceNames } from '@awna/core';
import { checkHead, epochKeys, type EpochKeys } from '@awna/crypto';
import { headValue, parseHead, type Frame, type Head } from '@awna/wire';
import { hashesOf } from '../log/hashes.ts';
import { openFrames, signatureHolds, uncheckedOf, type Content, type Opener, type Unchecked } from '../log/open.ts';
import { Replica, type Judged } from '../log/replica.ts';
import type { Platform } from '../platform.ts';
import type { Write } from '../store/port.ts';
import { frameWrites, readFrames } from './frames.ts';
import { PartBook } from './parts.ts';
import { recordKey, sealRecord, type SpaceRecord } from './record.ts';
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

/** The log folded: what it comes to, what its parts say, what became of every frame by place. */
interface Folded {
  readonly replica: Replica;
  readonly parts: PartBook;
  readonly judged: Judged[];
  /** Signatures that a later message speaks for and nobody has checked, in the order of their places. */
  unchecked: Unchecked[];
}

/** One group's log on this device: frames at rest, the folded replica, what its parts say. Calls do not overlap. */
export class Space {
  record: SpaceRecord;
  head: Head | null = null;
  /** The key a relay gave itself, until the founding frame says which it must be. */
  tentativeRelay: Bytes | null = null;
  readonly platform: Platform;
  readonly id: Id;
  readonly device: Bytes;
  readonly deviceId: Id;
  readonly keys: EpochKeys;
  #log: Folded;

  private constructor(platform: Platform, record: SpaceRecord, keys: EpochKeys, deviceKey: Bytes) {
    this.platform = platform;
    this.record = record;
    this.keys = keys;
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
    const K = record.epochs.at(-1);
    if (!K) throw new TypeError('a space opens with its keys');
    const keys = await epochKeys(platform.engine, K, record.space);
    const space = new Space(platform, record, keys, await platform.engine.publicKeyOf(record.device));
    await space.load();
    return space;
  }

  get me(): Id | null {
    return this.#meIn(this.replica);
  }

  #meIn(replica: Replica): Id | null {
    return rosterDevice(replica.state.members, this.deviceId)?.member ?? null;
  }

  get names(): SpaceNames {
    return { space: this.id, genesis: this.record.genesis };
  }

  get minute(): number {
    return Math.floor(this.platform.now() / 60_000);
  }

  #nothing(): Folded {
    const { engine } = this.platform;
    const replica = new Replica(this.record.space, (head) => this.signedByRelay(head));
    const me = () => this.#meIn(replica);
    const parts = new PartBook({ engine, keys: this.keys, space: this.record.space, sealing: this.record.sealing, me });
    return { replica, parts, judged: [], unchecked: [] };
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
      if (frames.length === 0) break;
      await this.#fold(log, frames, 'tips');
    }
    const kept = await this.platform.store.get(`head/${this.id}`);
    const decoded = kept && decode(kept);
    this.#log = log;
    this.head = (decoded?.ok && parseHead(decoded.value)) || null;
  }

  opener(replica: Replica = this.replica): Opener {
    return {
      engine: this.platform.engine,
      keys: this.keys,
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
      const kept = run.map((frame) => (frame.part && !this.parts.holds(frame.place) ? { ...frame, part: null } : frame));
      const writes = kept.flatMap((frame) => frameWrites(this.id, frame));
      const along = also(folded);
      await this.platform.store.write([...writes, ...along.writes]);
      along.written();
      judged.push(...folded);
      const proof = folded.find((one) => one.contradicts);
      const frame = proof && run.find(({ place }) => place === proof.place);
      if (proof?.contradicts && frame) contradicts = { head: proof.contradicts, frame };
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

  async #fold(log: Folded, frames: readonly Frame[], how: 'tips' | 'every'): Promise<Judged[]> {
    const { replica, parts } = log;
    const opener = this.opener(replica);
    const opened = await openFrames(opener, frames, how);
    // All at once, before anything is judged: nobody sees a fact without its words.
    const plains = await Promise.all(frames.map(async (frame, i) => opened[i] && parts.open(frame, opened[i])));
    const judged: Judged[] = [];
    const check = (place: number) => (content: Content, key: Bytes) => signatureHolds(opener, place, content, key);
    for (const [i, frame] of opened.entries()) {
      const one = await replica.take(frame, check(frame.place));
      judged.push(one);
      log.judged.push(one);
      if (frame.place === 0) await this.#learnRelay(replica.state.members.relay);
      if (frame.content?.signature === 'vouched') log.unchecked.push(uncheckedOf(opener, frame.place, frame.content));
      const given = frames[i];
      if (given) await parts.take(given, frame, one, plains[i]);
    }
    return judged;
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
