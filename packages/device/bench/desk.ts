import { base64url, deviceIdOf, factIdOf, idBytes, type Bytes, type Id } from '@awna/base';
import { admit, emptyGroup, openInvite, type Draft } from '@awna/core';
import { epochKeys, inviteKeyOf, openMessage, signDoor, signJoin, type EpochKeys } from '@awna/crypto';
import { must, platformOf } from '@awna/testkit';
import { connectRelay, type Head, type RelayLink } from '@awna/wire';
import { compose, type Author, type Composed } from '../src/group/compose.ts';
import type { SpaceRecord } from '../src/group/record.ts';
import { found, freshSeeds } from '../src/home/found.ts';
import { linkOf, noPrev, saltOf } from '../src/log/body.ts';
import type { Tip } from '../src/log/replica.ts';
import type { Platform } from '../src/platform.ts';

/** A member who writes straight to the relay, as fast as messages can be made. */
export interface Hand {
  readonly author: Author;
  readonly record: SpaceRecord;
  tip: Tip;
  salts: number;
}

const minuteNow = (): number => Math.floor(Date.now() / 60_000);
const together = 200;

/** A new group at a relay and a connection that stands in it: what a crowd of members writes through. */
export class Desk {
  head: Head;
  readonly platform: Platform;
  readonly link: RelayLink;
  readonly keys: EpochKeys;
  readonly founder: Hand;
  /** Sealing keys by member: all that is asked of a state when something is sealed to somebody. */
  readonly #roster = emptyGroup();
  readonly #record: SpaceRecord;
  readonly #underWay: Promise<void>[] = [];
  #invite: { readonly id: Id; readonly seed: Bytes; readonly key: string } | null = null;

  private constructor(platform: Platform, link: RelayLink, keys: EpochKeys, record: SpaceRecord, head: Head, founder: Hand) {
    this.platform = platform;
    this.link = link;
    this.keys = keys;
    this.founder = founder;
    this.head = head;
    this.#record = record;
  }

  static async at(relay: string): Promise<Desk> {
    const platform = await platformOf();
    const { engine, dice } = platform;
    const link = must(await connectRelay({ url: relay, socket: platform.socket, timers: platform }));
    const { record, member } = must(await found(platform, link, { relay, group: 'جيران', name: 'ليلى', sandbox: false }));
    const { space, genesis } = record;
    const keys = await epochKeys(engine, record.epochs[0] ?? new Uint8Array(), space);
    const [read, write] = await Promise.all([
      signDoor(engine, 'read', keys.rsk, link.hello, space),
      signDoor(engine, 'write', keys.wsk, link.hello, space),
    ]);
    must(await link.call('enter', { space, read, write }));
    const { frames, head } = must(await link.call('read', { space, from: 0 }));
    const { signature, body } = must(await openMessage(engine, keys, space, frames[0]?.sealed ?? new Uint8Array()));
    const device = deviceIdOf(await engine.publicKeyOf(record.device));
    const author: Author = { engine, dice, keys, space, genesis, deviceSeed: record.device, device, me: member };
    const founder: Hand = { author, record, tip: { n: 1, prev: linkOf(signature, body), headSize: 0, at: 0 }, salts: 0 };
    const desk = new Desk(platform, link, keys, record, head, founder);
    desk.#know(member, await engine.sealingKeyOf(record.sealing));
    return desk;
  }

  #know(member: Id, sealing: Bytes): void {
    const { people } = this.#roster.members;
    const place = { left: null, how: null, since: 0, nth: people.size, by: null, case: null };
    people.set(member, { ...place, identity: '', sealing: base64url(sealing), devices: [], told: [] });
  }

  /** A message of one hand, not yet given to the relay. */
  async make(hand: Hand, drafts: readonly Draft[]): Promise<Composed> {
    const facts = drafts.map((draft) => {
      const salt = saltOf(++hand.salts, this.platform.dice(10));
      return { seq: 0, id: factIdOf(hand.author.device, salt), salt, draft, hold: 0 };
    });
    const minute = minuteNow();
    const made = await compose(hand.author, facts, { state: this.#roster, tip: hand.tip, head: this.head, minute });
    const { engine, keys, space } = hand.author;
    const { signature, body } = must(await openMessage(engine, keys, space, made.sealed));
    hand.tip = { n: hand.tip.n + 1, prev: linkOf(signature, body), headSize: this.head.size, at: minute };
    return made;
  }

  /** Gives a message to the relay without waiting for each answer: the connection keeps their order. */
  async give({ sealed, part }: Composed): Promise<void> {
    const given = this.link.call('append', { space: this.#record.space, sealed, ...(part ? { part } : {}) });
    this.#underWay.push(
      given.then((answer) => {
        const { head } = must(answer);
        if (head.size > this.head.size) this.head = head;
      }),
    );
    if (this.#underWay.length >= together) await this.flush();
  }

  async flush(): Promise<void> {
    await Promise.all(this.#underWay.splice(0));
  }

  /** One fact, one message, given. */
  async say(hand: Hand, draft: Draft): Promise<Id> {
    const made = await this.make(hand, [draft]);
    await this.give(made);
    return made.ids[0] ?? '';
  }

  /** M2 without the letter: somebody new, let in by the founder. */
  async letIn(name: string): Promise<Hand> {
    const { engine } = this.platform;
    const { space, genesis } = this.#record;
    const { id, seed, key } = (this.#invite ??= await this.#openInvite());
    const seeds = freshSeeds(this.platform);
    const [identity, device] = await Promise.all([engine.publicKeyOf(seeds.identity), engine.publicKeyOf(seeds.device)]);
    const sealing = await engine.sealingKeyOf(seeds.sealing);
    const proof = base64url(await signJoin(engine, seed, { space, genesis, invite: idBytes(id), identity, sealing, device }));
    const keys = { identity: base64url(identity), sealing: base64url(sealing), device: base64url(device) };
    const me = await this.say(this.founder, admit({ invite: id, key, keys, proof, name }));
    this.#know(me, sealing);
    const author = { ...this.founder.author, deviceSeed: seeds.device, device: deviceIdOf(device), me };
    const record = { ...this.#record, ...seeds, name, relayKey: null };
    return { author, record, tip: { n: 0, prev: noPrev, headSize: 0, at: 0 }, salts: 0 };
  }

  async #openInvite() {
    const { engine, dice } = this.platform;
    const { seed, publicKey } = await inviteKeyOf(engine, dice(16), this.#record.space);
    const boxSeed = dice(32);
    const box = base64url(await engine.sealingKeyOf(boxSeed));
    const key = base64url(publicKey);
    const how = { key, box, boxSeed: base64url(boxSeed), until: minuteNow() + 600, uses: 500, mode: 'instant' as const };
    return { id: await this.say(this.founder, openInvite(how)), seed, key };
  }
}
