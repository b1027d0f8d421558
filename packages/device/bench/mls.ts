import {
  acceptAll,
  createCommit,
  createGroup,
  defaultCapabilities,
  defaultLifetime,
  emptyPskIndex,
  encodeMlsMessage,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  processMessage,
  type CiphersuiteImpl,
  type ClientState,
  type PrivateKeyPackage,
} from 'ts-mls';

/** An MLS group, and what each of its members alone knows: the rest of a state is the same for all. */
export interface MlsGroup {
  readonly suite: CiphersuiteImpl;
  readonly members: readonly PrivateKeyPackage[];
  readonly state: ClientState;
}

/** What one removal came to: milliseconds to make it and to take it on at another member, and its bytes. */
export interface MlsRemoval {
  readonly made: number;
  readonly taken: number;
  readonly bytes: number;
}

/** The state of one member who has taken every commit and made none since they came in. */
function seenBy({ members, state }: MlsGroup, leafIndex: number): ClientState {
  const own = members[leafIndex];
  if (!own) throw new RangeError('nobody sits there');
  const privateKeys = { [2 * leafIndex]: own.hpkePrivateKey };
  return { ...state, privatePath: { leafIndex, privateKeys }, signaturePrivateKey: own.signaturePrivateKey };
}

/** A group whose founder let all the others in at once: nobody else has a key in its tree above their own. */
export async function mlsGroup(size: number): Promise<MlsGroup> {
  const suite = await getCiphersuiteImpl(getCiphersuiteFromName('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'));
  const packages = [];
  for (let i = 0; i < size; i++) {
    const identity = new TextEncoder().encode(`neighbour ${String(i)}`);
    packages.push(await generateKeyPackage({ credentialType: 'basic', identity }, defaultCapabilities(), defaultLifetime, [], suite));
  }
  const [founder, ...others] = packages;
  if (!founder) throw new RangeError('nobody came');
  const alone = await createGroup(crypto.getRandomValues(new Uint8Array(16)), founder.publicPackage, founder.privatePackage, [], suite);
  const extraProposals = others.map(({ publicPackage: keyPackage }) => ({ proposalType: 'add' as const, add: { keyPackage } }));
  const { newState } = await createCommit({ state: alone, cipherSuite: suite }, { extraProposals });
  return { suite, members: packages.map(({ privatePackage }) => privatePackage), state: newState };
}

/** The same group after members who sit evenly apart have each committed once, which fills the tree above them. */
export async function filled(group: MlsGroup, commits: number): Promise<MlsGroup> {
  let now = group;
  const apart = group.members.length / commits;
  for (let i = 0; i < commits; i++) {
    const { newState } = await createCommit({ state: seenBy(now, Math.floor(i * apart)), cipherSuite: group.suite });
    now = { ...now, state: newState };
  }
  return now;
}

/** Removes somebody; `state` of the group is that of whoever committed last, who takes it on. */
export async function mlsRemoval(group: MlsGroup, remover: number, removed: number): Promise<MlsRemoval> {
  const { suite, state } = group;
  const start = performance.now();
  const extraProposals = [{ proposalType: 'remove' as const, remove: { removed } }];
  const { commit } = await createCommit({ state: seenBy(group, remover), cipherSuite: suite }, { extraProposals });
  const made = performance.now() - start;
  if (commit.wireformat !== 'mls_private_message') throw new Error('the commit is not sealed');
  const before = performance.now();
  const { kind } = await processMessage(commit, state, emptyPskIndex, acceptAll, suite);
  const taken = performance.now() - before;
  if (kind !== 'newState') throw new Error('the commit was not taken on');
  return { made, taken, bytes: encodeMlsMessage(commit).length };
}
