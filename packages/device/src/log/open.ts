import { deviceIdOf, equal, fromBase64url, idOf, sha256, type Bytes, type Id } from '@awna/base';
import { readFact, type ReadFact, type SpaceNames } from '@awna/core';
import { messageDigestInput, openMessage, tagOf, verifyMessage, type Engine } from '@awna/crypto';
import type { Frame } from '@awna/wire';
import { proven } from './claims.ts';
import { linkOf, parseBody, saltText, type Body } from './body.ts';
import type { Keyring } from './keyring.ts';
import { hashesOf } from './hashes.ts';

/** Why a frame is void (PROTOCOL §7). */
export type VoidReason =
  | 'wrong-tag'
  | 'not-open'
  | 'not-canonical'
  | 'too-large'
  | 'unknown-device'
  | 'bad-signature'
  | 'chain-broken'
  | 'head-ahead'
  | 'head-behind'
  | 'forged-head'
  | 'fork'
  | 'author-gone'
  | 'turn-owed'
  | 'rules-unknown';

/** What is known of a frame before its place in the fold: everything that takes keys or signatures. */
export interface OpenFrame {
  readonly place: number;
  readonly minute: number;
  readonly sealedHash: Bytes;
  readonly leaf: Bytes;
  readonly partHash: Bytes | null;
  readonly sealedBytes: number;
  /** The epoch it claims; null where it is no frame of this version. */
  readonly tag: Bytes | null;
  readonly content: Content | null;
  /** Why it cannot be read as a message; null where `content` is there. */
  readonly unread: VoidReason | null;
}

/** `signature`: checked by itself; spoken for by a later message of its device; or still to be asked. */
export interface Content {
  readonly body: Body;
  readonly device: Id;
  readonly link: Bytes;
  readonly facts: readonly ReadFact[];
  /** One verdict a fact. */
  readonly proven: readonly boolean[];
  readonly raw: { readonly signature: Bytes; readonly body: Bytes };
  /** The epoch it was signed and sealed in. */
  readonly tag: Bytes;
  signature: 'good' | 'bad' | 'vouched' | 'unasked';
}

/** What opening needs to know of the log. */
export interface Opener {
  readonly engine: Engine;
  readonly ring: Keyring;
  readonly space: Bytes;
  readonly names: SpaceNames;
  /** Signing key of a device already in the roster. */
  keyOf(device: Id): Bytes | undefined;
  /** Places whose signature is known to be bad although a later message speaks for it. */
  readonly bad: ReadonlySet<number>;
  /** Places below this were checked by this device before. */
  readonly checked: number;
}

const zeros: Bytes = new Uint8Array(32);

async function openOne(opener: Opener, frame: Frame): Promise<OpenFrame> {
  const { sealed: sealedHash, leaf } = hashesOf(frame);
  const outside = {
    place: frame.place,
    minute: frame.minute,
    sealedHash,
    leaf,
    partHash: frame.partHash && new Uint8Array(frame.partHash),
    sealedBytes: frame.sealed.length,
    tag: tagOf(frame.sealed) ?? null,
  };
  if (!outside.tag) return { ...outside, content: null, unread: 'not-open' };
  // Of any epoch that is known here; whether it is the one current at its place is judged there.
  const epoch = opener.ring.byTag(outside.tag);
  if (!epoch) return { ...outside, content: null, unread: 'wrong-tag' };
  const message = await openMessage(opener.engine, epoch.keys, opener.space, frame.sealed);
  if (!message.ok) return { ...outside, content: null, unread: message.error };
  const parsed = parseBody(message.value.body);
  if (!parsed.ok) return { ...outside, content: null, unread: parsed.error };
  const body = parsed.value;
  const facts = body.facts.map((fact) => readFact(fact.id, saltText(fact.salt), fact.type, fact.data));
  const verdicts: boolean[] = [];
  for (const { fact } of facts) verdicts.push(await proven(opener.engine, fact, opener.names));
  const link = linkOf(message.value.signature, message.value.body);
  return {
    ...outside,
    unread: null,
    content: { body, device: idOf(body.device), link, facts, proven: verdicts, raw: message.value, tag: outside.tag, signature: 'unasked' },
  };
}

/** Keys that facts in this batch bring in. A device's name is a hash of its key, so who else would claim it cannot. */
function keysBrought(frames: readonly OpenFrame[]): Map<Id, Bytes> {
  const keys = new Map<Id, Bytes>();
  for (const { content } of frames) {
    for (const { fact } of content?.facts ?? []) {
      const text = fact?.data['device'];
      const key = typeof text === 'string' ? fromBase64url(text) : undefined;
      if (key?.length === 32) keys.set(idOf(deviceIdOf(key)), key);
    }
  }
  return keys;
}

/** Whether the author's signature on a frame is good. The message at place 0 signs before there is a genesis. */
export async function signatureHolds(opener: Opener, place: number, content: Content, key: Bytes): Promise<boolean> {
  const { raw } = content;
  const genesis = place === 0 ? zeros : opener.names.genesis;
  if (place === 0 && !equal(sha256(raw.body), opener.names.genesis)) return false;
  return verifyMessage(opener.engine, key, raw.signature, opener.space, genesis, content.tag, raw.body);
}

/** A signature that a later message spoke for: all that it takes to check it, without opening its frame again. */
export interface Unchecked {
  readonly place: number;
  readonly device: Id;
  readonly signature: Bytes;
  /** What was signed. */
  readonly input: Bytes;
}

/** What is to be checked of a message that was taken on its device's later word; never the one at place 0. */
export const uncheckedOf = ({ space, names }: Opener, place: number, { device, raw, tag }: Content): Unchecked => ({
  ...{ place, device, signature: raw.signature },
  input: messageDigestInput(space, names.genesis, tag, raw.body),
});

/** Whether a message is a turn and nothing else. */
export const isTurn = ({ facts }: Content): boolean => facts.length === 1 && facts[0]?.type === 'members/keys-turned@1';

/**
 * Opens a run of frames. `tips`: only the last signature of each device is checked and speaks, through `prev`, for the
 * messages it chains to (amortised verification, good for showing); otherwise every signature is checked. That of a turn
 * always is: what is sent afterwards is sealed with what it brought.
 */
export async function openFrames(opener: Opener, frames: readonly Frame[], how: 'tips' | 'every'): Promise<OpenFrame[]> {
  const opened: OpenFrame[] = [];
  // A few at a time: the engine works beside us, and memory stays bounded.
  for (let at = 0; at < frames.length; at += 64)
    opened.push(...(await Promise.all(frames.slice(at, at + 64).map((frame) => openOne(opener, frame)))));
  const brought = keysBrought(opened);
  const chains = new Map<Id, { place: number; content: Content }[]>();
  for (const { place, content } of [...opened].reverse()) {
    if (!content) continue;
    const chain = chains.get(content.device);
    if (chain) chain.push({ place, content });
    else chains.set(content.device, [{ place, content }]);
  }
  const checkChain = async (device: Id, chain: readonly { place: number; content: Content }[]): Promise<void> => {
    const key = opener.keyOf(device) ?? brought.get(device);
    let spokenFor: Bytes | undefined;
    for (const { place, content } of chain) {
      if (opener.bad.has(place)) content.signature = 'bad';
      else if (place < opener.checked) content.signature = 'good';
      else if (how === 'tips' && place > 0 && !isTurn(content) && spokenFor && equal(spokenFor, content.link))
        content.signature = 'vouched';
      else if (key) content.signature = (await signatureHolds(opener, place, content, key)) ? 'good' : 'bad';
      if (content.signature === 'good' || content.signature === 'vouched') spokenFor = content.body.prev;
      else spokenFor = undefined;
    }
  };
  await Promise.all([...chains].map(([device, chain]) => checkChain(device, chain)));
  return opened;
}
