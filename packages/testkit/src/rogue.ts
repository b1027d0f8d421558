import {
  base64url,
  concat,
  decode,
  deviceIdOf,
  encode,
  idBytes,
  pad,
  sha256,
  type Bytes,
  type Id,
  type Value,
  type ValueMap,
} from '@awna/base';
import { chooseEngine, epochKeys, openLocal, openMessage, sealPart, signMessage, tagOf, type Engine, type EpochKeys } from '@awna/crypto';
import type { Store } from '@awna/device';
import type { Frame, Head } from '@awna/wire';
import { seededDice } from './chance.ts';

/** What is bent in a message; the rest is as an honest device would write it. */
export interface Bent {
  readonly device?: Bytes;
  readonly n?: number;
  readonly prev?: Bytes;
  readonly head?: Head | null;
  readonly at?: number;
  readonly part?: Value;
  readonly facts?: readonly Value[];
  /** The whole body, instead of all the above. */
  readonly body?: Bytes;
  /** Signs with another key, another genesis or not at all. */
  readonly seed?: Bytes;
  readonly genesis?: Bytes;
  readonly signature?: Bytes;
  readonly tag?: Bytes;
  /** The padded inside, instead of signature and body. */
  readonly inside?: Bytes;
}

export interface Crafted {
  readonly sealed: Bytes;
  readonly body: Bytes;
  readonly signature: Bytes;
  /** What the next message names as `prev`. */
  readonly link: Bytes;
}

/**
 * A member with real keys and no manners. Written from PROTOCOL.md alone and from what a device has at rest, so that it
 * shares no code with the devices it tries.
 */
export interface Rogue {
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly seed: Bytes;
  readonly device: Bytes;
  /** The newest epoch it knows: what it writes is sealed in it. */
  readonly keys: EpochKeys;
  /** Where its own chain stands; a crafted message moves it when `follow` says so. */
  n: number;
  prev: Bytes;
  fact(type: string, data: ValueMap, salt?: Bytes): Value;
  craft(head: Head | null, bent?: Bent): Promise<Crafted>;
  /** Goes on from a message as if it stood. */
  follow(crafted: Crafted): void;
  part(entries: Value): Promise<{ readonly bytes: Bytes; readonly hash: Bytes }>;
  /** Reads its own chain from a log. */
  catchUp(frames: readonly Frame[]): Promise<void>;
}

const mark = Uint8Array.of(1, 1);
const text = (name: string): Bytes => new Uint8Array([...`awna/1/${name}`].map((letter) => letter.charCodeAt(0)).concat(0));

/** `sealed` of PROTOCOL §5 around any bytes at all. */
async function sealAny(engine: Engine, keys: EpochKeys, space: Bytes, tag: Bytes, nonce: Bytes, padded: Bytes): Promise<Bytes> {
  const aad = concat(text('frame'), space, mark, tag);
  return concat(mark, tag, nonce, await engine.aeadSeal(keys.env, nonce, padded, aad));
}

/** What a device keeps of a group, opened with its own key. */
export async function recordAt(store: Store, seal: Bytes, space: Id, given?: Engine): Promise<ValueMap> {
  const engine = given ?? (await chooseEngine());
  const sealed = await store.get(`space/${space}`);
  const plain = sealed && (await openLocal(engine, seal, sealed));
  const decoded = plain && decode(plain);
  if (!decoded?.ok) throw new Error('no such record');
  return decoded.value as ValueMap;
}

const bytesIn = (map: ValueMap, name: string): Bytes => {
  const value = map[name];
  if (!(value instanceof Uint8Array)) throw new Error(`no ${name} at rest`);
  return new Uint8Array(value);
};

/** Somebody's device turned rogue: its keys are taken from its disk. Leave the device itself switched off. */
export async function rogueFrom(store: Store, seal: Bytes, spaceId: Id, given?: Engine): Promise<Rogue> {
  const engine = given ?? (await chooseEngine());
  return rogueOf(await recordAt(store, seal, spaceId, engine), spaceId, engine);
}

/** The same from a record that was once at rest. */
export async function rogueOf(record: ValueMap, spaceId: Id, engine: Engine): Promise<Rogue> {
  const epochs = record['epochs'] as readonly Uint8Array[];
  const space = idBytes(spaceId);
  const seed = bytesIn(record, 'device');
  const known = await Promise.all(epochs.map((K) => epochKeys(engine, new Uint8Array(K), space)));
  const keys = known.at(-1);
  if (!keys) throw new Error('no epoch');
  const device = deviceIdOf(await engine.publicKeyOf(seed));
  const dice = seededDice(base64url(seed));
  let salts = 1_000;
  const rogue: Rogue = {
    ...{ space, genesis: bytesIn(record, 'genesis'), seed, device, keys, n: 0, prev: new Uint8Array(32) },
    fact(type, data, salt) {
      const own = new Uint8Array(16);
      new DataView(own.buffer).setUint32(2, salts++);
      return [type, salt ?? own, data];
    },
    async craft(head, bent = {}) {
      const named = bent.head === undefined ? head : bent.head;
      const at = bent.at ?? head?.minute ?? 0;
      const headValue = named && [named.size, named.root, named.minute, named.signature];
      const body =
        bent.body ??
        encode([
          ...[bent.device ?? device, bent.n ?? rogue.n, bent.prev ?? rogue.prev, headValue, at],
          ...[bent.part ?? null, bent.facts ?? []],
        ]);
      const tag = bent.tag ?? keys.tag;
      const signature =
        bent.signature ?? (await signMessage(engine, bent.seed ?? seed, space, bent.genesis ?? rogue.genesis, keys.tag, body));
      const sealed = await sealAny(engine, keys, space, tag, dice(12), bent.inside ?? pad(concat(signature, body)));
      return { sealed, body, signature, link: sha256(signature, body) };
    },
    follow({ link }) {
      rogue.n += 1;
      rogue.prev = link;
    },
    async part(entries) {
      const sealed = await sealPart(engine, dice, keys, space, encode(entries));
      return { bytes: sealed.part, hash: sealed.hash };
    },
    async catchUp(frames) {
      for (const { sealed } of frames) {
        const tag = tagOf(new Uint8Array(sealed));
        const epoch = known.find((one) => tag && base64url(one.tag) === base64url(tag)) ?? keys;
        const opened = await openMessage(engine, epoch, space, sealed);
        const decoded = opened.ok ? decode(opened.value.body) : undefined;
        const [author, n, prev] = decoded?.ok && Array.isArray(decoded.value) ? (decoded.value as readonly Value[]) : [];
        const mine = author instanceof Uint8Array && base64url(author) === base64url(device);
        if (!opened.ok || !mine || n !== rogue.n || !(prev instanceof Uint8Array) || base64url(prev) !== base64url(rogue.prev)) continue;
        rogue.follow({ ...opened.value, sealed: new Uint8Array(sealed), link: sha256(opened.value.signature, opened.value.body) });
      }
    },
  };
  return rogue;
}
