import { decode, encode, type Bytes, type Value, type ValueMap } from '@awna/base';
import { signWelcome, type Engine } from '@awna/crypto';
import { headValue, type Head } from '@awna/wire';
import type { DeviceProblem } from '../api.ts';
import type { Greeted, Older } from './record.ts';

/** What a newcomer hears back: the keys, signed by who opened the door, or why not. */
export type Welcome =
  | { readonly kind: 'in'; readonly epochs: readonly Bytes[]; readonly older: Older | null; readonly greeted: Greeted }
  | { readonly kind: 'refused'; readonly problem: DeviceProblem };

const refusals = ['invite-expired', 'invite-used-up', 'invite-closed', 'invite-declined', 'already-member'] as const;
export type Turned = (typeof refusals)[number];

const isBytes = (value: Value | undefined, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;

/** As many epochs as a welcome has room for; the older ones travel in a blob (PROTOCOL §11). */
export const epochsInside = 200;

/** Epochs as a welcome and the blob of older ones carry them. */
export type Tagged = readonly (readonly [tag: Bytes, K: Bytes])[];

const valueOf = (epochs: Tagged): Value => epochs.map(([tag, K]) => [tag, K]);

/** The epochs that a welcome has no room for. */
export const encodeOlder = (epochs: Tagged): Bytes => encode(valueOf(epochs));

function parseEpochs(value: Value | undefined): readonly Bytes[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const epochs: Bytes[] = [];
  for (const pair of value as readonly Value[]) {
    const [tag, K] = Array.isArray(pair) ? (pair as readonly Value[]) : [];
    if (!isBytes(tag, 8) || !isBytes(K, 32)) return undefined;
    epochs.push(K);
  }
  return epochs;
}

export function parseOlder(bytes: Uint8Array): readonly Bytes[] | undefined {
  const decoded = decode(bytes);
  return decoded.ok ? parseEpochs(decoded.value) : undefined;
}

export async function writeWelcome(
  engine: Engine,
  greeter: { readonly space: Bytes; readonly genesis: Bytes; readonly deviceSeed: Bytes; readonly device: Bytes },
  what: { readonly place: number; readonly epochs: Tagged; readonly older?: Older | null; readonly head: Head },
): Promise<Bytes> {
  const keys = valueOf(what.epochs);
  const keysAndHead = encode([keys, headValue(what.head)]);
  const sign = await signWelcome(engine, greeter.deviceSeed, {
    space: greeter.space,
    genesis: greeter.genesis,
    place: what.place,
    keysAndHead,
  });
  const older = what.older ? { older: [what.older.blob, what.older.key] } : {};
  return encode({ v: 1, keys, ...older, place: what.place, head: headValue(what.head), from: greeter.device, sign });
}

export const writeRefusal = (problem: Turned): Bytes => encode({ v: 1, refused: problem });

/** Reads a welcome; nothing where it is none. Its signature is checked once the log says who may greet. */
export function readWelcome(cbor: Bytes): Welcome | undefined {
  const decoded = decode(cbor);
  const map = decoded.ok && decoded.value !== null && typeof decoded.value === 'object' ? (decoded.value as ValueMap) : {};
  const { v, keys, place, head, from, sign, refused } = map;
  if (v !== 1) return undefined;
  const problem = refusals.find((word) => word === refused);
  if (refused !== undefined) return { kind: 'refused', problem: problem ?? 'invite-declined' };
  const epochs = parseEpochs(keys);
  if (!epochs || typeof place !== 'number' || head === undefined || !isBytes(from, 16) || !isBytes(sign, 64)) return undefined;
  const [blob, key] = Array.isArray(map['older']) ? (map['older'] as readonly Value[]) : [];
  const older = isBytes(blob, 32) && isBytes(key, 32) ? { blob, key } : null;
  return { kind: 'in', epochs, older, greeted: { from, place, keysAndHead: encode([keys as Value, head]), sign } };
}
