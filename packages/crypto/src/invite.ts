import { concat, domain, sha256, u64, type Bytes } from '@awna/base';
import { type Engine } from './engine.ts';

const inviteDomain = domain('invite/sign');
const joinDomain = domain('join');
const letterSignDomain = domain('letter/sign');
const welcomeSignDomain = domain('welcome/sign');

/** The invite's signing key, which everybody with the link can make: HKDF(ikm = secret, salt = space, info = D(invite/sign)). */
export async function inviteKeyOf(engine: Engine, secret: Uint8Array, space: Uint8Array): Promise<{ seed: Bytes; publicKey: Bytes }> {
  const seed = await engine.hkdf(secret, space, inviteDomain, 32);
  return { seed, publicKey: await engine.publicKeyOf(seed) };
}

/** Who wants in, by which invite: public keys (32 each), invite id (16). */
export interface Join {
  readonly space: Uint8Array;
  readonly genesis: Uint8Array;
  readonly invite: Uint8Array;
  readonly identity: Uint8Array;
  readonly sealing: Uint8Array;
  readonly device: Uint8Array;
}

/** What the invite key signs: D(join) ‖ space ‖ genesis ‖ invite ‖ SHA-256(identity ‖ sealing ‖ device). */
export const joinBytes = (join: Join): Bytes =>
  concat(joinDomain, join.space, join.genesis, join.invite, sha256(join.identity, join.sealing, join.device));

export const signJoin = (engine: Engine, inviteSeed: Uint8Array, join: Join): Promise<Bytes> => engine.sign(inviteSeed, joinBytes(join));

/** Every device checks this proof against the invite's public key. */
export const verifyJoin = (engine: Engine, inviteKey: Uint8Array, proof: Uint8Array, join: Join): Promise<boolean> =>
  engine.verify(inviteKey, proof, joinBytes(join));

/** The newcomer's device holds its key: its signature over D(letter/sign) ‖ proof. */
export const signLetter = (engine: Engine, deviceSeed: Uint8Array, proof: Uint8Array): Promise<Bytes> =>
  engine.sign(deviceSeed, concat(letterSignDomain, proof));

export const verifyLetter = (engine: Engine, device: Uint8Array, signature: Uint8Array, proof: Uint8Array): Promise<boolean> =>
  engine.verify(device, signature, concat(letterSignDomain, proof));

/** What a greeter vouches for: the place of the admission, and the CBOR of `[keys, head]`. */
export interface Greeting {
  readonly space: Uint8Array;
  readonly genesis: Uint8Array;
  readonly place: number;
  readonly keysAndHead: Uint8Array;
}

/** What a greeter's device signs: D(welcome/sign) ‖ space ‖ genesis ‖ u64(place) ‖ SHA-256(CBOR [keys, head]). */
export const greetingBytes = (greeting: Greeting): Bytes =>
  concat(welcomeSignDomain, greeting.space, greeting.genesis, u64(greeting.place), sha256(greeting.keysAndHead));

export const signWelcome = (engine: Engine, deviceSeed: Uint8Array, greeting: Greeting): Promise<Bytes> =>
  engine.sign(deviceSeed, greetingBytes(greeting));

export const verifyWelcome = (engine: Engine, device: Uint8Array, signature: Uint8Array, greeting: Greeting): Promise<boolean> =>
  engine.verify(device, signature, greetingBytes(greeting));
