import { base64url, fromBase64url, idBytes, idOf, type Bytes, type Id } from '@awna/base';
import { admit, declineLetter, deviceNamed, invitesOf, type Draft, type GroupState, type InviteView } from '@awna/core';
import { boxIdOf, openLetter, sealWelcome } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import type { Refused, WaitingLetter } from '../api.ts';
import type { Result } from '@awna/base';
import { readLetter, type Letter } from './letter.ts';
import { openMap, sealMap } from './record.ts';
import type { Space } from './space.ts';
import { writeRefusal, writeWelcome, type Turned } from './welcome.ts';

type Act = (drafts: readonly Draft[]) => Promise<Result<{ ids: readonly Id[] }, Refused>>;

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

/** Opens the door: reads the letters of open invites, lets in by their rule, and hands the keys over once the log has said yes. */
export class Doorway {
  readonly #space: Space;
  readonly #act: Act;
  readonly #shown: () => GroupState;
  readonly #changed: () => void;
  readonly #knocks = new Map<string, Knock>();
  readonly #after = new Map<string, number>();
  readonly #opened = new Set<string>();

  constructor(space: Space, act: Act, shown: () => GroupState, changed: () => void) {
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

  /** Looks at every box whose private key is still here; done on each connection and whenever a letter is announced. */
  async attend(link: RelayLink): Promise<void> {
    for (const invite of this.#invites()) {
      const seed = invite.boxSeed === null ? undefined : fromBase64url(invite.boxSeed);
      const key = fromBase64url(invite.box);
      if (!seed || !key) continue;
      const box = boxIdOf(key);
      if (invite.state === 'open' && !this.#opened.has(invite.id)) {
        const opened = await link.call('box-open', { space: this.#space.record.space, box, until: invite.until + 1440 });
        if (opened.ok) this.#opened.add(invite.id);
      }
      await this.#read(link, invite, box, seed);
    }
    await this.#answer(link);
  }

  async #read(link: RelayLink, invite: InviteView, box: Bytes, seed: Bytes): Promise<void> {
    const { space } = this.#space.record;
    for (;;) {
      const got = await link.call('letters', { space, box, after: this.#after.get(invite.id) ?? 0 });
      if (!got.ok || got.value.letters.length === 0) return;
      for (const { seq, slot, bytes } of got.value.letters) {
        this.#after.set(invite.id, seq);
        await this.#open(link, invite, box, seed, slot, bytes);
      }
    }
  }

  async #open(link: RelayLink, invite: InviteView, box: Bytes, seed: Bytes, slot: Uint8Array, bytes: Uint8Array): Promise<void> {
    const { platform, record } = this.#space;
    const name = idOf(slot);
    if (this.#knocks.has(name) || invite.declined.includes(name)) return;
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
    const fact = typeof kept?.['fact'] === 'string' ? kept['fact'] : null;
    const knock: Knock = { invite: invite.id, box, letter: read.value, fact, state: fact ? 'admitting' : 'waiting' };
    const inside =
      deviceNamed(base64url(read.value.device)) !== null &&
      this.#shown().members.devices.has(deviceNamed(base64url(read.value.device)) ?? '');
    if (inside && !fact) return;
    this.#knocks.set(name, knock);
    if (fact) return;
    if (invite.state !== 'open') return this.#turn(link, name, knock, turnedBy[invite.state]);
    if (invite.mode === 'instant') await this.admit(name);
    this.#changed();
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
    await this.#keep(slot, knock);
    this.#changed();
    return { ok: true, value: { member: fact } };
  }

  async decline(slot: string, link: RelayLink | null): Promise<Result<null, Refused>> {
    const knock = this.#knocks.get(slot);
    if (!knock || knock.state !== 'waiting') return { ok: false, error: { reason: 'invite-unknown' } };
    const done = await this.#act([declineLetter(knock.invite, slot)]);
    if (!done.ok) return done;
    if (link) await this.#turn(link, slot, knock, 'invite-declined');
    this.#changed();
    return { ok: true, value: null };
  }

  async #keep(slot: string, knock: Knock): Promise<void> {
    const { store, local } = this.#space.platform;
    await store.write([[this.#slotKey(slot), await sealMap(local, { state: knock.state, fact: knock.fact })]]);
  }

  /** Hands the keys to those whose admission stands in the log. */
  async #answer(link: RelayLink): Promise<void> {
    const { replica, head, judged } = this.#space;
    for (const [slot, knock] of this.#knocks) {
      const { fact } = knock;
      if (knock.state !== 'admitting' || fact === null || !head) continue;
      const frame = judged.find((one) => one.facts.some(({ id }) => id === fact));
      if (!frame || frame.place >= head.size) continue;
      if (replica.state.members.people.has(fact)) await this.#welcome(link, slot, knock, frame.place);
      else {
        knock.state = 'answered';
        await this.#keep(slot, knock);
      }
    }
  }

  async #welcome(link: RelayLink, slot: string, knock: Knock, place: number): Promise<void> {
    const { platform, record, keys, device, head } = this.#space;
    const K = record.epochs.at(-1);
    if (!K || !head) return;
    const greeter = { space: record.space, genesis: record.genesis, deviceSeed: record.device, device };
    const cbor = await writeWelcome(platform.engine, greeter, { place, epochs: [[keys.tag, K]], head });
    await this.#reply(link, slot, knock, cbor);
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
