import { encode, fromBase64url, idBytes, type Bytes, type Id, type ValueMap } from '@awna/base';
import { sealingKeyOf, type Draft, type GroupState } from '@awna/core';
import { checkSealingKey, sealMessage, sealPart, sealTo, signMessage, type Dice, type Engine, type EpochKeys } from '@awna/crypto';
import type { Head } from '@awna/wire';
import { encodeBody, maxBody, maxFacts, type Body, type PartNamed } from '../log/body.ts';
import { encodeEntries, type PartEntry } from '../log/entries.ts';
import type { Tip } from '../log/replica.ts';
import { asValue } from './record.ts';
import type { Waiting } from './outbox.ts';

/** Who writes, and what it takes to. */
export interface Author {
  readonly engine: Engine;
  readonly dice: Dice;
  readonly keys: EpochKeys;
  readonly space: Bytes;
  /** Zeros for the message that founds the group. */
  readonly genesis: Bytes;
  readonly deviceSeed: Bytes;
  readonly device: Bytes;
  readonly me: Id;
}

/** A message ready to be given to the relay, and the facts it carries. */
export interface Composed {
  readonly sealed: Bytes;
  readonly part: { readonly bytes: Bytes; readonly day: number } | null;
  readonly ids: readonly Id[];
  readonly body: Bytes;
}

/** Bytes a message may hold beside its facts. */
const overhead = 512;
/** The most a part's entries may take before sealing: the relay's limit less padding and salt. */
export const maxPart = 60_000;

const carriesPart = (draft: Draft): boolean => draft.part !== undefined || (draft.sealed?.length ?? 0) > 0;

export const sizeOfData = (draft: Draft): number => encode([draft.type, draft.data]).length + 20;

/** Bytes the draft's part will take, sealing included. */
export const sizeOfPart = (draft: Draft): number =>
  encode(asValue(draft.part ?? {})).length +
  (draft.sealed ?? []).reduce((sum, { to, fields }) => sum + to.length * (encode(asValue(fields)).length * 1.2 + 400), 0);

/** Facts after which somebody may have gone: what follows them in their message would be refused, for a turn is owed first. */
const last = new Set(['members/left@1', 'members/case-joined@1']);

/** The first facts that fit into one message. One part speaks of one fact, so that forgetting it forgets nothing else. */
export function firstBatch(waiting: readonly Waiting[], nowMs: number): readonly Waiting[] {
  const batch: Waiting[] = [];
  let size = overhead;
  let parts = 0;
  for (const fact of waiting) {
    if (fact.hold > nowMs || batch.length === maxFacts) break;
    size += sizeOfData(fact.draft);
    if (carriesPart(fact.draft)) parts++;
    if (batch.length > 0 && (size > maxBody || parts > 1)) break;
    batch.push(fact);
    if (last.has(fact.draft.type)) break;
  }
  return batch;
}

async function entryOf(author: Author, state: GroupState | null, fact: Waiting, index: number): Promise<PartEntry> {
  const sealed: { to: Id; box: Bytes }[] = [];
  for (const { to, fields } of fact.draft.sealed ?? []) {
    for (const member of to) {
      const text = state && sealingKeyOf(state.members, member);
      const key = text ? fromBase64url(text) : undefined;
      // Who left meanwhile, or has a key nobody can seal to, gets nothing; the others do.
      if (!key || !checkSealingKey(key)) continue;
      const binding = { space: author.space, type: fact.draft.type, fact: idBytes(fact.id), from: idBytes(author.me), to: idBytes(member) };
      sealed.push({ to: member, box: await sealTo(author.engine, author.dice, key, binding, encode(asValue(fields))) });
    }
  }
  return { index, fields: asValue(fact.draft.part ?? {}) as ValueMap, sealed };
}

/** Makes a message of waiting facts, from the log as read up to `head`: signed, sealed, padded. */
export async function compose(
  author: Author,
  facts: readonly Waiting[],
  from: { readonly state: GroupState | null; readonly tip: Tip; readonly head: Head | null; readonly minute: number },
): Promise<Composed> {
  const { engine, dice, keys, space } = author;
  let named: PartNamed | null = null;
  let part: Composed['part'] = null;
  const entries: PartEntry[] = [];
  for (const [index, fact] of facts.entries()) if (carriesPart(fact.draft)) entries.push(await entryOf(author, from.state, fact, index));
  if (entries.length > 0) {
    const sealed = await sealPart(engine, dice, keys, space, encodeEntries(entries));
    const keep = Math.max(...facts.filter(({ draft }) => carriesPart(draft)).map(({ draft }) => draft.keep ?? 90));
    const forEver = facts.some(({ draft }) => carriesPart(draft) && draft.keep === 0);
    named = { hash: sealed.hash, day: forEver ? 0 : Math.floor(from.minute / 1440) + keep + 1 };
    part = { bytes: sealed.part, day: named.day };
  }
  const body: Body = {
    device: author.device,
    n: from.tip.n,
    prev: from.tip.prev,
    head: from.head,
    at: from.minute,
    part: named,
    facts: facts.map(({ id, salt, draft }) => ({ id, salt, type: draft.type, data: asValue(draft.data) as ValueMap })),
  };
  const bytes = encodeBody(body);
  const signature = await signMessage(engine, author.deviceSeed, space, author.genesis, keys.tag, bytes);
  return { sealed: await sealMessage(engine, dice, keys, space, signature, bytes), part, ids: facts.map(({ id }) => id), body: bytes };
}
