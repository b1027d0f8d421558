import { fromBase64url } from '@awna/base';
import { epochKeys, signDoor, type EpochKeys } from '@awna/crypto';
import { bestEngine, hurried, must, plainSocket, recordAt, type Company, type Reach, type Someone } from '@awna/testkit';
import { connectRelay, type RelayLink } from '@awna/wire';

/** What whoever has somebody's disk can do at a relay, without their device and its manners. */
export interface Outsider {
  readonly identity: Uint8Array;
  /** Keys of every epoch on that disk, the newest last. */
  readonly keys: readonly EpochKeys[];
  /** A connection of its own. */
  connect(): Promise<RelayLink>;
  /** How the relay receives these keys: `inside` to read and write, the last place to read, or not at all. */
  received(link: RelayLink, keys: EpochKeys): Promise<'inside' | 'outside' | number>;
}

export async function outsiderFrom(person: Pick<Someone, 'store' | 'seal'>, life: Company<Reach>): Promise<Outsider> {
  const engine = await bestEngine();
  const record = await recordAt(person.store, person.seal, life.space);
  const epochs = (record['epochs'] as readonly Uint8Array[]).map((K) => new Uint8Array(K));
  const space = fromBase64url(life.space) ?? new Uint8Array(16);
  const keys = await Promise.all(epochs.map((K) => epochKeys(engine, K, space)));
  const timers = { after: hurried };
  return {
    ...{ identity: new Uint8Array(record['identity'] as Uint8Array), keys },
    connect: async () => must(await connectRelay({ url: life.relay.url, socket: plainSocket, timers })),
    async received(link, { rpk, rsk, wsk }) {
      const read = await signDoor(engine, 'read', rsk, link.hello, space);
      const write = await signDoor(engine, 'write', wsk, link.hello, space);
      if ((await link.call('enter', { space, read, write })).ok) return 'inside';
      const entered = await link.call('enter', { space, rpk, read });
      return entered.ok ? (entered.value.until ?? 'outside') : 'outside';
    },
  };
}
