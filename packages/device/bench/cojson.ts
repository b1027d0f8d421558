import {
  cojsonInternals,
  LocalNode,
  type AgentSecret,
  type CoID,
  type JsonObject,
  type RawAccountID,
  type RawCoID,
  type RawCoMap,
  type RawCoStream,
  type RawCoValue,
} from 'cojson';
import { WasmCrypto } from 'cojson/crypto/WasmCrypto';
import { counting, type PlainFact, type Spent } from './cold.ts';

type Feed = RawCoStream<JsonObject>;

/** The peer's log of the same facts, at a node that has it all. */
export interface PeerLog {
  readonly hub: LocalNode;
  readonly crypto: WasmCrypto;
  /** One feed, an entry a fact, every author with an account of their own. */
  readonly feed: CoID<Feed>;
  /** A map for every need and an edit for every fact about it, as apps on it are usually made. */
  readonly maps: readonly CoID<RawCoMap>[];
  readonly facts: number;
  readonly newcomer: { readonly accountID: RawAccountID; readonly accountSecret: AgentSecret };
}

let connections = 0;

/** Joins two nodes of this process until they part. */
function join(client: LocalNode, hub: LocalNode): { hasGiven(id: RawCoID): Promise<unknown>; part(): void } {
  const name = String(connections++);
  const [asClient, asHub] = cojsonInternals.connectedPeers(`client ${name}`, `hub ${name}`, { peer1role: 'client', peer2role: 'server' });
  hub.syncManager.addPeer(asClient);
  client.syncManager.addPeer(asHub);
  return {
    hasGiven: async (id) => client.syncManager.waitForSyncWithPeer(asHub.id, id, 60_000),
    part() {
      client.syncManager.removePeer(asHub.id);
      hub.syncManager.removePeer(asClient.id);
    },
  };
}

async function load<T extends RawCoValue>(node: LocalNode, id: CoID<T>): Promise<T> {
  const found: T | 'unavailable' = await node.load<T>(id);
  if (found === 'unavailable') throw new Error('the peer does not have it');
  return found;
}

const inTurn = async (n: number): Promise<void> => {
  if (n % 200 === 0) await new Promise((resume) => setImmediate(resume));
};

/** Writes the facts into cojson: authors write apart, as people do, and then hand theirs to the hub. */
export async function writePeerLog(facts: readonly PlainFact[], authors: number): Promise<PeerLog> {
  const crypto = await WasmCrypto.create();
  // Facts are JSON by nature: what canonical CBOR holds and no bytes.
  const plain = facts.map(({ who, fact }) => ({ who, fact: fact as JsonObject }));
  const account = (name: string) => LocalNode.withNewlyCreatedAccount({ creationProps: { name }, crypto });
  const { node: hub } = await account('hub');
  const group = hub.createGroup();
  const feed: CoID<Feed> = group.createStream<Feed>().id;
  const people = await Promise.all(Array.from({ length: authors + 1 }, (_, i) => account(`neighbour ${String(i)}`)));
  for (const [i, { node, accountID }] of people.entries()) {
    const joined = join(node, hub);
    await joined.hasGiven(accountID);
    group.addMember(await load(hub, accountID), i < authors ? 'writer' : 'reader');
    await load(node, feed);
    joined.part();
  }
  for (const [i, { node }] of people.slice(0, authors).entries()) {
    const { core } = await load(node, feed);
    let n = 0;
    for (const { who, fact } of plain) {
      if (who !== i) continue;
      core.makeTransaction([fact], 'private');
      await inTurn(++n);
    }
  }
  for (const { node } of people.slice(0, authors)) {
    const joined = join(node, hub);
    await joined.hasGiven(feed);
    joined.part();
  }
  const maps: CoID<RawCoMap>[] = [];
  let current: RawCoMap | undefined;
  for (const [n, { fact }] of plain.entries()) {
    if (!current || fact['type'] === 'exchange/need-posted@1') maps.push((current = group.createMap()).id);
    current.set(String(n), fact, 'private');
    await inTurn(n);
  }
  const newcomer = people.at(-1);
  if (!newcomer) throw new RangeError('nobody came');
  return { hub, crypto, feed, maps, facts: plain.length, newcomer };
}

/** Runs `read` on a fresh node of the newcomer that has nothing yet, joined to the hub. */
async function cold({ hub, crypto, newcomer, facts }: PeerLog, read: (node: LocalNode) => Promise<number>): Promise<Spent> {
  const spent = counting();
  const sessionID = crypto.newRandomSessionID(newcomer.accountID);
  const [asClient, asHub] = cojsonInternals.connectedPeers(`cold ${String(connections++)}`, `hub ${String(connections++)}`, {
    peer1role: 'client',
    peer2role: 'server',
  });
  hub.syncManager.addPeer(asClient);
  const node = await LocalNode.withLoadedAccount({ ...newcomer, sessionID, crypto, peers: [asHub] });
  while ((await read(node)) < facts) await new Promise((resume) => setImmediate(resume));
  const took = spent();
  await node.gracefulShutdown();
  hub.syncManager.removePeer(asClient.id);
  return took;
}

/** Cold sync of the feed, every entry decrypted and in hand. */
export const coldFeed = (log: PeerLog): Promise<Spent> =>
  cold(log, async (node) => {
    const feed = await load(node, log.feed);
    return Object.values(feed.items).reduce((sum, entries) => sum + entries.length, 0);
  });

/** Cold sync of the maps, every edit decrypted and its value in hand. */
export const coldMaps = (log: PeerLog): Promise<Spent> =>
  cold(log, async (node) => {
    const found = await Promise.all(log.maps.map((id) => load(node, id)));
    return found.reduce((sum, map) => sum + map.keys().filter((key) => map.get(key) !== undefined).length, 0);
  });
