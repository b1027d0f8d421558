import { base64url, fromBase64url, idBytes, idOf, type Bytes, type Id } from '@awna/base';
import { admit, declineLetter, deviceNamed, invitesOf, isIn, sealingKeyOf, type GroupState, type InviteView } from '@awna/core';
import { boxIdOf, openLetter, sealBlob, sealWelcome } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { Refused, WaitingLetter } from '../api.ts';
import type { Result } from '@awna/base';
import type { Act, Behind } from './door.ts';
import { readLetter, type Letter } from './letter.ts';
import { openMap, sealMap, type Older } from './record.ts';
import type { Space } from './space.ts';
import { encodeOlder, epochsInside, writeRefusal, writeWelcome, type Turned } from './welcome.ts';

/** A letter this device has read, and what became of it. */
interface Knock {
  readonly invite: Id;
  readonly box: Bytes;
  readonly letter: Letter;
  /** The admitting fact once this device has written it. */
  fact: Id | null;
  state: 'waiting' | 'admitting' | 'answered';
}

const turnedBy: Readonly<Record<Exclude<InviteView['state'], 'open'>, Turned>> = {
  over: 'invite-expired',
  'used-up': 'invite-used-up',
  closed: 'invite-closed',
};

/** What a newcomer hears where the rule refused the admission itself; of the other reasons nobody hears. */
const refusedBy: Readonly<Record<string, Turned>> = {
  'invite-over': 'invite-expired',
  'invite-used-up': 'invite-used-up',
  'invite-closed': 'invite-closed',
  'inviter-gone': 'invite-closed',
};

/** A box is looked into this often though nothing was announced (milliseconds): a word may get lost. */
const lookMs = 60_000;

/** Opens the door: reads the letters of open invites, lets in by their rule, and hands the keys over once the log has said yes. */
export class Doorway {
  readonly #space: Space;
  readonly #act: Act;
  readonly #shown: () => GroupState;
  readonly #changed: () => void;
  readonly #knocks = new Map<string, Knock>();
  readonly #after = new Map<string, number>();
  readonly #opened = new Set<string>();
  /** When each box was looked into; what comes into it later is announced. */
  readonly #looked = new Map<string, number>();
  #link: RelayLink | null = null;
  #keys: Space['keys'] | null = null;

  constructor({ space, act, shown, changed }: Behind) {
    this.#space = space;
    this.#act = act;
    this.#shown = shown;
    this.#changed = changed;
  }

  waiting(): readonly WaitingLetter[] {
    return [...this.#knocks].flatMap(([slot, knock]) =>
      knock.state === 'waiting' ? [{ slot, invite: knock.invite, name: knock.letter.name }] : [],
    );
  }

  #slotKey(slot: string): string {
    return `slot/${this.#space.id}/${slot}`;
  }

  #invites(): readonly InviteView[] {
    const { me, parts, minute } = this.#space;
    return me ? invitesOf(this.#shown(), parts.read, me, minute) : [];
  }

  /** Something came into a box. */
  heard(box: Uint8Array): void {
    this.#looked.delete(base64url(box));
  }

  /** Looks at every box whose private key is still here and that may hold something new: on each connection, and where a letter was announced. */
  async attend(link: RelayLink): Promise<void> {
    // Nothing is announced before the reading door is passed, with new keys too.
    if (this.#link !== link || this.#keys !== this.#space.keys) this.#looked.clear();
    this.#keys = this.#space.keys;
    if (this.#link !== link) {
      // A relay that was restored from an old copy may not know the boxes any more, and counts letters anew.
      this.#opened.clear();
      this.#after.clear();
      this.#link = link;
    }
    const before = this.waiting().length;
    for (const invite of this.#invites()) {
      const seed = invite.boxSeed === null ? undefined : fromBase64url(invite.boxSeed);
      const key = fromBase64url(invite.box);
      if (!seed || !key) continue;
      const box = boxIdOf(key);
      if (invite.state === 'open' && !this.#opened.has(invite.id)) {
        const opened = await link.call('box-open', { space: this.#space.record.space, box, until: invite.until + 1440 });
        if (opened.ok) this.#opened.add(invite.id);
      }
      const looked = this.#looked.get(base64url(box));
      if (looked === undefined || this.#space.platform.now() - looked >= lookMs) await this.#read(link, invite, box, seed);
      await this.#review(link, invite);
    }
    await this.#answer(link);
    if (this.waiting().length !== before) this.#changed();
  }

  /** Where those stand who wait at this door: somebody may have let them in, said no, or closed it; or they may come in now. */
  async #review(link: RelayLink, invite: InviteView): Promise<void> {
    for (const [slot, knock] of this.#knocks) {
      if (knock.invite !== invite.id || knock.state !== 'waiting') continue;
      const fact = this.#inside(knock.letter);
      if (fact !== null) {
        // Perhaps by this device before it was switched off: whoever answers first has answered.
        knock.fact = fact;
        knock.state = 'admitting';
      } else if (invite.declined.includes(slot)) {
        await this.#turn(link, slot, knock, 'invite-declined');
      } else if (invite.state !== 'open') {
        await this.#turn(link, slot, knock, turnedBy[invite.state]);
      } else if (invite.mode === 'instant') {
        const done = await this.admit(slot);
        const problem = done.ok ? undefined : refusedBy[done.error.reason];
        if (problem) await this.#turn(link, slot, knock, problem);
      }
    }
  }

  /** The admission of whoever wrote a letter, where they are in already with the very keys it names. */
  #inside({ device, sealing }: Letter): Id | null {
    const { members } = this.#shown();
    const member = members.devices.get(deviceNamed(base64url(device)))?.member;
    return member !== undefined && sealingKeyOf(members, member) === base64url(sealing) ? member : null;
  }

  async #read(link: RelayLink, invite: InviteView, box: Bytes, seed: Bytes): Promise<void> {
    const { space } = this.#space.record;
    const name = base64url(box);
    // Before asking: what comes meanwhile is announced, and looked for again.
    this.#looked.set(name, this.#space.platform.now());
    let isRead = false;
    try {
      for (;;) {
        const got = await link.call('letters', { space, box, after: this.#after.get(invite.id) ?? 0 });
        if (!got.ok) return;
        if (got.value.letters.length === 0) break;
        for (const { seq, slot, bytes } of got.value.letters) {
          this.#after.set(invite.id, seq);
          await this.#open(invite, box, seed, slot, bytes);
        }
      }
      isRead = true;
    } finally {
      if (!isRead) this.#looked.delete(name);
    }
  }

  async #open(invite: InviteView, box: Bytes, seed: Bytes, slot: Uint8Array, bytes: Uint8Array): Promise<void> {
    const { platform, record } = this.#space;
    const name = idOf(slot);
    if (this.#knocks.has(name)) return;
    const known = await platform.store.get(this.#slotKey(name));
    const kept = known && (await openMap(platform.local, known));
    if (kept?.['state'] === 'answered') return;
    const cbor = await openLetter(platform.engine, seed, record.space, idBytes(invite.id), bytes);
    const inviteKey = fromBase64url(this.#shown().members.invites.get(invite.id)?.key ?? '');
    if (!cbor || !inviteKey) return;
    const group = { space: record.space, genesis: record.genesis, invite: idBytes(invite.id), inviteKey };
    const read = await readLetter(platform.engine, cbor, group);
    // Not from anybody who holds the link, or not for this slot: nobody waits for an answer.
    if (!read.ok || idOf(read.value.slot) !== name) return;
    this.#knocks.set(name, { invite: invite.id, box, letter: read.value, fact: null, state: 'waiting' });
  }

  /** Says yes. The newcomer hears it once the log has said yes too. */
  async admit(slot: string): Promise<Result<{ member: Id }, Refused>> {
    const knock = this.#knocks.get(slot);
    if (!knock || knock.state !== 'waiting') return { ok: false, error: { reason: 'invite-unknown' } };
    const { letter } = knock;
    const keys = { identity: base64url(letter.identity), sealing: base64url(letter.sealing), device: base64url(letter.device) };
    const key = this.#shown().members.invites.get(knock.invite)?.key ?? '';
    const done = await this.#act([admit({ invite: knock.invite, key, keys, proof: base64url(letter.proof), name: letter.name })]);
    if (!done.ok) return done;
    const [fact] = done.value.ids;
    if (fact === undefined) return { ok: false, error: { reason: 'invite-unknown' } };
    knock.fact = fact;
    knock.state = 'admitting';
    this.#changed();
    return { ok: true, value: { member: fact } };
  }

  async decline(slot: string, link: RelayLink | null): Promise<Result<null, Refused>> {
    const knock = this.#knocks.get(slot);
    if (!knock || knock.state !== 'waiting') return { ok: false, error: { reason: 'invite-unknown' } };
    const done = await this.#act([declineLetter(knock.invite, slot)]);
    if (!done.ok) return done;
    // Without a connection the log says so first, and this or another device when it has one.
    if (link) await this.#turn(link, slot, knock, 'invite-declined');
    this.#changed();
    return { ok: true, value: null };
  }

  async #keep(slot: string, knock: Knock): Promise<void> {
    const { store, local } = this.#space.platform;
    await store.write([[this.#slotKey(slot), await sealMap(local, { state: knock.state })]]);
  }

  /** Hands the keys to those whose admission stands in the log. */
  async #answer(link: RelayLink): Promise<void> {
    const { replica, head, judged } = this.#space;
    for (const [slot, knock] of this.#knocks) {
      if (knock.state !== 'admitting' || knock.fact === null || !head) continue;
      // Two at the door may both have said yes: the second yes counts for nothing, and the newcomer is in all the same.
      const fact = isIn(replica.state.members, knock.fact) ? knock.fact : (this.#inside(knock.letter) ?? knock.fact);
      const frame = judged.find((one) => one.facts.some(({ id }) => id === fact));
      if (!frame || frame.place >= head.size) continue;
      if (isIn(replica.state.members, fact)) await this.#welcome(link, slot, knock, frame.place);
      else await this.#notAdmitted(link, slot, knock, frame.facts.find(({ id }) => id === fact)?.reason ?? null);
    }
  }

  /** The log said no to what this device had said yes to: somebody else was first. */
  async #notAdmitted(link: RelayLink, slot: string, knock: Knock, reason: string | null): Promise<void> {
    const problem = refusedBy[reason ?? ''];
    if (problem) return this.#turn(link, slot, knock, problem);
    knock.state = 'answered';
    await this.#keep(slot, knock);
  }

  async #welcome(link: RelayLink, slot: string, knock: Knock, place: number): Promise<void> {
    const { platform, record, ring, replica, device, head } = this.#space;
    if (!head) return;
    const greeter = { space: record.space, genesis: record.genesis, deviceSeed: record.device, device };
    const epochs = ring.along(replica.turns).map(({ K, keys }) => [keys.tag, K] as const);
    const older = epochs.length > epochsInside ? await this.#store(link, encodeOlder(epochs.slice(0, -epochsInside))) : null;
    if (older === undefined) return;
    const cbor = await writeWelcome(platform.engine, greeter, { place, epochs: epochs.slice(-epochsInside), older, head });
    await this.#reply(link, slot, knock, cbor);
  }

  /** Stores what a welcome has no room for, under a key of its own; nothing where the relay does not take it now. */
  async #store(link: RelayLink, plain: Bytes): Promise<Older | undefined> {
    const { platform, record, minute } = this.#space;
    const { blob, bytes, key } = await sealBlob(platform.engine, platform.dice, plain);
    const put = await link.call('blob-put', { space: record.space, bytes, day: Math.floor(minute / 1440) + 30 });
    return put.ok ? { blob, key } : undefined;
  }

  #turn(link: RelayLink, slot: string, knock: Knock, problem: Turned): Promise<void> {
    return this.#reply(link, slot, knock, writeRefusal(problem));
  }

  async #reply(link: RelayLink, slot: string, knock: Knock, cbor: Bytes): Promise<void> {
    const { platform, record } = this.#space;
    const bytes = await sealWelcome(platform.engine, platform.dice, knock.letter.sealing, record.space, knock.letter.slot, cbor);
    const put = await link.call('reply-put', { space: record.space, box: knock.box, slot: idBytes(slot), bytes });
    // 409: somebody answered before us.
    if (!put.ok && put.error.status !== 409) return;
    knock.state = 'answered';
    await this.#keep(slot, knock);
  }
}
