import {
  decode,
  encode,
  equal,
  err,
  factIdOf,
  hex,
  idOf,
  ok,
  sha256,
  type Bytes,
  type Id,
  type Result,
  type Value,
  type ValueMap,
} from '@awna/base';
import { headValue, parseHead, type Head } from '@awna/wire';

/** A fact as it stands in a message: its id follows from the device and the salt. */
export interface LoggedFact {
  readonly id: Id;
  readonly salt: Bytes;
  readonly type: string;
  readonly data: ValueMap;
}

/** What the body names of its part: SHA-256 of its plaintext, and the day on which it goes (0 = never). */
export interface PartNamed {
  readonly hash: Bytes;
  readonly day: number;
}

/** A message's body (PROTOCOL §5). `at` is the author's clock in minutes; `head` is null at place 0 only. */
export interface Body {
  readonly device: Bytes;
  readonly n: number;
  readonly prev: Bytes;
  readonly head: Head | null;
  readonly at: number;
  readonly part: PartNamed | null;
  readonly facts: readonly LoggedFact[];
}

export const maxFacts = 256;
export const maxBody = 65_536;
const maxType = 64;

export const noPrev: Bytes = new Uint8Array(32);

/** What the next message of the device names as `prev`. */
export const linkOf = (signature: Uint8Array, body: Uint8Array): Bytes => sha256(signature, body);

export function encodeBody(body: Body): Bytes {
  const facts = body.facts.map(({ type, salt, data }) => [type, salt, data]);
  const part = body.part && [body.part.hash, body.part.day];
  return encode([body.device, body.n, body.prev, body.head && headValue(body.head), body.at, part, facts]);
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;
const isBytes = (value: unknown, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;

function parsePart(value: Value | undefined): PartNamed | null | undefined {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [hash, day] = value as readonly Value[];
  return isBytes(hash, 32) && isCount(day) ? { hash, day } : undefined;
}

function parseFact(device: Bytes, value: Value): LoggedFact | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [type, salt, data] = value as readonly Value[];
  if (typeof type !== 'string' || type.length > maxType || !isBytes(salt, 16)) return undefined;
  if (data === null || typeof data !== 'object' || Array.isArray(data) || data instanceof Uint8Array) return undefined;
  return { id: factIdOf(device, salt), salt, type, data: data as ValueMap };
}

/** Reads a body that anybody may have made. Step ② of judging: canonical, within limits. */
export function parseBody(bytes: Uint8Array): Result<Body, 'not-canonical' | 'too-large'> {
  if (bytes.length > maxBody) return err('too-large');
  const decoded = decode(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value) || decoded.value.length !== 7) return err('not-canonical');
  const [device, n, prev, headGiven, at, partGiven, factsGiven] = decoded.value as readonly Value[];
  const head = headGiven === null ? null : parseHead(headGiven);
  const part = parsePart(partGiven);
  if (!isBytes(device, 16) || !isCount(n) || !isBytes(prev, 32) || !isCount(at)) return err('not-canonical');
  if (head === undefined || part === undefined || !Array.isArray(factsGiven)) return err('not-canonical');
  if (factsGiven.length > maxFacts) return err('too-large');
  const facts: LoggedFact[] = [];
  for (const given of factsGiven as readonly Value[]) {
    const fact = parseFact(device, given);
    if (!fact) return err('not-canonical');
    facts.push(fact);
  }
  return ok({ device, n, prev, head, at, part, facts });
}

/** The text under which a device's salts are ordered. */
export const saltText = (salt: Uint8Array): string => hex(salt);

/** A salt that rises: a 48-bit counter, then ten random bytes. */
export function saltOf(counter: number, random: Uint8Array): Bytes {
  const salt = new Uint8Array(16);
  const view = new DataView(salt.buffer);
  view.setUint16(0, Math.floor(counter / 0x1_0000_0000));
  view.setUint32(2, counter >>> 0);
  salt.set(random.subarray(0, 10), 6);
  return salt;
}

/** The salt right after another (its text, or nothing where there was none): whatever waits with a higher counter still rises. */
export function saltAfter(last: string | undefined): Bytes {
  const salt = new Uint8Array(16);
  if (last === undefined) return salt;
  const next = (BigInt(`0x${last}`) + 1n).toString(16).padStart(32, '0');
  for (let i = 0; i < 16; i++) salt[i] = Number.parseInt(next.slice(2 * i, 2 * i + 2), 16);
  return salt;
}

/** The counter of a salt. */
export function counterOf(salt: Uint8Array): number {
  const view = new DataView(salt.buffer, salt.byteOffset, salt.byteLength);
  return view.getUint16(0) * 0x1_0000_0000 + view.getUint32(2);
}

export const deviceOf = (body: Body): Id => idOf(body.device);

export const sameHead = (a: Head, b: Head): boolean => a.size === b.size && equal(a.root, b.root);
