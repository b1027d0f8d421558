import { LocalNode, type CoID, type CojsonInternalTypes, type RawCoID, type RawCoValue, type RawGroup } from 'cojson';
import { WasmCrypto } from 'cojson/crypto/WasmCrypto';

type Content = CojsonInternalTypes.NewContentMessage;

/** What one removal came to in cojson: milliseconds to make it and to have its key at a member's node; bytes as they are sent, once and to each. */
export interface PeerRemoval {
  readonly made: number;
  readonly taken: number;
  readonly bytes: number;
}

/** A cojson group with everybody's accounts at the founder's node, and the node of one of its members. */
export interface PeerGroup {
  readonly group: RawGroup;
  readonly founder: LocalNode;
  readonly member: LocalNode;
  /** Everybody but these two: there to be removed. */
  readonly others: Parameters<RawGroup['removeMember']>[0][];
}

async function load<T extends RawCoValue>(node: LocalNode, id: CoID<T>): Promise<T> {
  const found: T | 'unavailable' = await node.load<T>(id);
  if (found === 'unavailable') throw new Error('the peer does not have it');
  return found;
}

const contentOf = (node: LocalNode, id: RawCoID, since?: CojsonInternalTypes.CoValueKnownState): readonly Content[] =>
  node.expectCoValueLoaded(id).newContentSince(since) ?? [];

/** Hands over what was written, as a connection would. */
const hand = (to: LocalNode, contents: readonly Content[]): void => {
  for (const content of contents) to.syncManager.handleNewContent(content, 'import');
};

/** Lets as many accounts into a new group, one after the other, and hands all that was written to one of them. */
export async function peerGroup(size: number): Promise<PeerGroup> {
  const crypto = await WasmCrypto.create();
  const account = (name: string) => LocalNode.withNewlyCreatedAccount({ creationProps: { name }, crypto });
  const { node: founder, accountID: me } = await account('founder');
  const group = founder.createGroup();
  const { node: member, accountID: its } = await account('neighbour');
  hand(founder, contentOf(member, its));
  group.addMember(await load(founder, its), 'writer');
  const others: PeerGroup['others'] = [];
  while (others.length < size - 2) {
    const { node, accountID } = await account('neighbour');
    const written = contentOf(node, accountID);
    for (const one of [founder, member]) hand(one, written);
    const other = await load(founder, accountID);
    group.addMember(other, 'writer');
    others.push(other);
  }
  hand(member, [...contentOf(founder, me), ...contentOf(founder, group.id)]);
  await load(member, group.id);
  return { group, founder, member, others };
}

/** Removes one more of them. */
export async function peerRemoval({ group, founder, member, others }: PeerGroup): Promise<PeerRemoval> {
  const other = others.pop();
  if (!other) throw new RangeError('nobody is left to go');
  const known = group.core.knownState();
  const since = { ...known, sessions: { ...known.sessions } };
  const start = performance.now();
  group.removeMember(other);
  const made = performance.now() - start;
  const contents = contentOf(founder, group.id, since);
  const before = performance.now();
  hand(member, contents);
  const theirs = await load(member, group.id);
  const { id, secret } = theirs.getCurrentReadKey();
  const taken = performance.now() - before;
  if (secret === undefined || id !== group.getCurrentReadKey().id) throw new Error('the member has another key');
  const bytes = contents.reduce((sum, content) => sum + Buffer.byteLength(JSON.stringify(content)), 0);
  return { made, taken, bytes };
}
