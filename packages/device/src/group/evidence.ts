import { decode, encode, equal, provesConsistency, type Bytes, type Value, type ValueMap } from '@awna/base';
import { checkHead, type Engine } from '@awna/crypto';
import { headValue, parseHead, type Frame, type Head } from '@awna/wire';
import type { Alarm } from '../api.ts';

/** What an alarm shows to another machine. */
export interface Evidence {
  readonly kind: string;
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly relayKey: Bytes;
  /** The relay's head that this device's log meets, and the one that contradicts it. */
  readonly heads: readonly Head[];
  /** The root of this device's log at the second head's size, and the proof (RFC 9162) that the first head is over the same log. */
  readonly mine: Bytes | null;
  readonly proof: readonly Bytes[];
  /** The frame that named the second head: place, minute, sealed. */
  readonly frame: readonly [number, number, Bytes] | null;
}

export function writeEvidence(kind: Alarm['kind'], given: Omit<Evidence, 'kind' | 'frame'> & { readonly frame: Frame | null }): Bytes {
  const { space, genesis, relayKey, heads, mine, proof, frame } = given;
  const carried = frame && [frame.place, frame.minute, frame.sealed];
  return encode({ v: 1, kind, space, genesis, relayKey, heads: heads.map(headValue), mine, proof: [...proof], frame: carried });
}

const isBytes = (value: Value | undefined, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;

function parseFrame(value: Value | undefined): Evidence['frame'] | undefined {
  if (value === null) return null;
  const [place, minute, sealed] = Array.isArray(value) ? (value as readonly Value[]) : [];
  return typeof place === 'number' && typeof minute === 'number' && sealed instanceof Uint8Array
    ? [place, minute, new Uint8Array(sealed)]
    : undefined;
}

/** Reads evidence from anywhere; nothing where it is none. */
export function readEvidence(bytes: Uint8Array): Evidence | undefined {
  const decoded = decode(bytes);
  const map = decoded.ok && decoded.value !== null && typeof decoded.value === 'object' ? (decoded.value as ValueMap) : {};
  const { v, kind, space, genesis, relayKey, heads, mine, proof } = map;
  const frame = parseFrame(map['frame']);
  if (v !== 1 || typeof kind !== 'string' || !isBytes(space, 16) || !isBytes(genesis, 32) || !isBytes(relayKey, 32)) return undefined;
  if (!Array.isArray(heads) || !Array.isArray(proof) || frame === undefined || (mine !== null && !isBytes(mine, 32))) return undefined;
  const read = (heads as readonly Value[]).map(parseHead);
  const path = (proof as readonly Value[]).filter((hash): hash is Bytes => isBytes(hash, 32));
  if (read.length > 2 || read.includes(undefined) || path.length !== proof.length) return undefined;
  return { kind, space, genesis, relayKey, heads: read.filter((head) => head !== undefined), mine, proof: path, frame };
}

/**
 * What evidence comes to for somebody who knows nothing but the relay's key: `proves` – two heads it signed cannot
 * both be true; `shows` – it signed both, and whoever holds one of the logs can tell; `nothing` – it did not.
 */
export async function weigh(engine: Engine, evidence: Evidence): Promise<'proves' | 'shows' | 'nothing'> {
  const { space, relayKey, heads, mine, proof } = evidence;
  const [first, second] = heads;
  if (!first || !second) return 'nothing';
  for (const head of heads) if (!(await checkHead(engine, relayKey, { space, ...head }, head.signature))) return 'nothing';
  if (first.size === second.size) return equal(first.root, second.root) ? 'nothing' : 'proves';
  if (mine === null || equal(mine, second.root) || second.size > first.size) return 'shows';
  return provesConsistency(second.size, mine, first.size, first.root, proof) ? 'proves' : 'shows';
}
