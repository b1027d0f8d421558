import { base64url, decode, deviceIdOf, equal, idBytes, idOf, type Bytes, type Id, type Value, type ValueMap } from '@awna/base';
import {
  commitmentOf,
  epochKeys,
  keysNamed,
  openLocal,
  openSeal,
  resealBoxOf,
  sealAt,
  sealBytes,
  type Engine,
  type EpochKeys,
} from '@awna/crypto';
import type { Body } from './body.ts';
import type { Past, TurnPast } from './past.ts';
import type { Life } from './village.ts';

/** All that somebody's device ever held of its membership, and what follows from it. */
export interface Known {
  readonly member: Id;
  /** The name of their device. */
  readonly body: string;
  /** The last record with these keys. */
  readonly record: ValueMap;
  /** Every epoch up to their going, with its keys. */
  readonly epochs: readonly { readonly K: Bytes; readonly keys: EpochKeys }[];
  /** Every 32 bytes that could be a key: kept, read, or derived as PROTOCOL §4 and §11 derive. */
  readonly secrets: readonly Bytes[];
}

/** Every record that was ever at rest on a device, opened. */
export async function recordsOf(engine: Engine, { records, seal }: Body): Promise<ValueMap[]> {
  const out: ValueMap[] = [];
  for (const sealed of records) {
    const plain = await openLocal(engine, seal, sealed);
    const decoded = plain && decode(plain);
    if (decoded?.ok) out.push(decoded.value as ValueMap);
  }
  return out;
}

/** All byte strings of 32 bytes in a value. */
function* keysIn(value: Value | undefined): Generator<Bytes> {
  if (value instanceof Uint8Array) {
    if (value.length === 32) yield new Uint8Array(value);
  } else if (Array.isArray(value)) {
    for (const one of value as readonly Value[]) yield* keysIn(one);
  } else if (value !== null && typeof value === 'object') {
    for (const one of Object.values(value as ValueMap)) yield* keysIn(one);
  }
}

export const each = (all: readonly Bytes[]): Bytes[] => [...new Map(all.map((one) => [base64url(one), one])).values()];

/** The key of a turn, out of the seal of somebody who was in. */
export async function keyOfTurn({ relay, ground, space }: Life, turn: TurnPast, member: Id, sealing: Bytes): Promise<Bytes | undefined> {
  const engine = ground.engine;
  const index = turn.roster?.indexOf(member) ?? -1;
  if (index < 0) return undefined;
  const { blob, from } = sealAt(index);
  const bytes = relay.blob(turn.seals[blob] ?? new Uint8Array(32));
  const turning = { space: idBytes(space), commit: turn.commit, from: idBytes(turn.from) };
  const K = bytes && (await openSeal(engine, sealing, turning, idBytes(member), bytes.subarray(from, from + sealBytes)));
  return K && (await keysNamed(engine, K, idBytes(space), turn)) ? K : undefined;
}

/** What everybody is found to have held who was ever in, by what their devices have had at rest. */
export async function knownOf(life: Life, past: Past): Promise<Known[]> {
  const engine = life.ground.engine;
  const byDevice = new Map<string, { readonly body: string; readonly records: ValueMap[] }>();
  for (const body of life.bodies) {
    for (const record of await recordsOf(engine, body)) {
      const name = base64url(record['device'] as Bytes);
      byDevice.set(name, { body: body.name, records: [...(byDevice.get(name)?.records ?? []), record] });
    }
  }
  const out: Known[] = [];
  for (const { body, records } of byDevice.values()) {
    const record = records.at(-1) ?? {};
    const member = past.ownerOf(idOf(deviceIdOf(await engine.publicKeyOf(record['device'] as Bytes))));
    if (member !== undefined) out.push({ body, ...(await knownBy(life, past, member, records)) });
  }
  return out;
}

async function knownBy(life: Life, past: Past, member: Id, records: readonly ValueMap[]): Promise<Omit<Known, 'body'>> {
  const engine = life.ground.engine;
  const space = idBytes(life.space);
  const record = records.at(-1) ?? {};
  const held = each(records.flatMap(({ epochs }) => (epochs as readonly Bytes[]).map((K) => new Uint8Array(K))));
  const shut = past.members.get(member)?.shut ?? Number.POSITIVE_INFINITY;
  for (const turn of past.turns.filter(({ place }) => place < shut)) {
    const K = await keyOfTurn(life, turn, member, new Uint8Array(record['sealing'] as Bytes));
    if (K && !held.some((one) => equal(one, K))) held.push(K);
  }
  const epochs = await Promise.all(held.map(async (K) => ({ K, keys: await epochKeys(engine, K, space) })));
  const derived: Bytes[] = [];
  for (const { K, keys } of epochs) {
    const { env, part, checkpoint, rsk, wsk, rpk, wpk } = keys;
    derived.push(
      env,
      part,
      checkpoint,
      rsk,
      wsk,
      rpk,
      wpk,
      await commitmentOf(engine, K, space),
      (await resealBoxOf(engine, K, space)).seed,
    );
  }
  const kept = records.flatMap((one) => [...keysIn(one)]);
  return { member, record, epochs, secrets: each([...held, ...derived, ...kept, new Uint8Array(32)]) };
}
