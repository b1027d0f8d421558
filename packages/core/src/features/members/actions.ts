import type { Id, Value } from '@awna/base';
import type { Draft } from '../../kernel/fact.ts';

/** Public keys as base64url text: identity and device Ed25519, sealing X25519. */
export interface PublicKeys {
  readonly identity: string;
  readonly sealing: string;
  readonly device: string;
}

/** M1. The fact that begins a group. */
export const found = (given: {
  readonly rv: number;
  readonly relay: string;
  readonly keys: PublicKeys;
  readonly name: string;
  readonly group: string;
}): Draft => ({
  type: 'members/founded@1',
  data: { rv: given.rv, relay: given.relay, ...keysOf(given.keys) },
  part: { name: given.name, group: given.group },
  keep: 0,
});

/** M2. Opens an invite; `key` and `box` are public keys, `boxSeed` the letter box's private key, all base64url. */
export const openInvite = (given: {
  readonly key: string;
  readonly box: string;
  readonly boxSeed: string;
  readonly until: number;
  readonly uses: number;
  readonly mode: 'instant' | 'request';
  readonly note?: string;
}): Draft => ({
  type: 'members/invite-opened@1',
  data: { key: given.key, box: given.box, until: given.until, uses: given.uses, mode: given.mode },
  part: given.note === undefined ? { boxSeed: given.boxSeed } : { boxSeed: given.boxSeed, note: given.note },
  keep: 90,
});

export const closeInvite = (invite: Id): Draft => ({ type: 'members/invite-closed@1', data: { invite } });

/** M2. Lets in whoever wrote a letter; `key` is the invite's own public key, `proof` the letter's. */
export const admit = (given: {
  readonly invite: Id;
  readonly key: string;
  readonly keys: PublicKeys;
  readonly proof: string;
  readonly name: string;
}): Draft => ({
  type: 'members/admitted@1',
  data: { invite: given.invite, key: given.key, ...keysOf(given.keys), proof: given.proof },
  part: { name: given.name },
  keep: 0,
});

export const declineLetter = (invite: Id, slot: Id): Draft => ({ type: 'members/letter-declined@1', data: { invite, slot } });

/** M4. Every field is optional but the name. */
export interface Profile {
  readonly name: string;
  readonly skills?: readonly string[];
  readonly languages?: readonly string[];
  readonly times?: string;
  readonly area?: string;
  readonly vehicle?: string;
  readonly limit?: number;
  readonly about?: string;
  readonly contact?: string;
}

/** M4. A profile; fields named in `forMe` are sealed to me alone. The contact is always, unless `showContact`. The name is for all. */
export function setProfile(me: Id, profile: Profile, forMe: readonly (keyof Profile)[] = [], showContact = false): Draft {
  const open: Record<string, Value> = {};
  const own: Record<string, Value> = {};
  for (const [field, value] of Object.entries(profile) as [keyof Profile, Value | undefined][]) {
    if (value === undefined) continue;
    const hidden = field !== 'name' && (forMe.includes(field) || (field === 'contact' && !showContact));
    (hidden ? own : open)[field] = value;
  }
  const draft = { type: 'members/profile-set@1', data: {}, part: open, keep: 0 } as const;
  return Object.keys(own).length === 0 ? draft : { ...draft, sealed: [{ to: [me], fields: own }] };
}

/** The group's name, words and areas. Each describing fact says all of them anew. */
export const describeGroup = (group: string, about: string, areas: readonly string[]): Draft => ({
  type: 'members/group-described@1',
  data: {},
  part: { group, about, areas: [...areas] },
  keep: 0,
});

/** M6. */
export const leave = (): Draft => ({ type: 'members/left@1', data: {} });

/**
 * The keys of a new epoch, alone in its message. `tag` (8 bytes), `commit`, `roster` (`rosterRootOf`) and the blobs of
 * seals, in their order (32 bytes each), all base64url.
 */
export const turnKeys = (given: {
  readonly tag: string;
  readonly commit: string;
  readonly roster: string;
  readonly seals: readonly string[];
}): Draft => ({
  type: 'members/keys-turned@1',
  data: { tag: given.tag, commit: given.commit, roster: given.roster, seals: [...given.seals] },
});

/** M6. Asks whether a member should go; `why` is read by all, the one it is about among them. */
export const openCase = (member: Id, why: string): Draft => ({ type: 'members/case-opened@1', data: { member }, part: { why }, keep: 90 });

export const joinCase = (id: Id): Draft => ({ type: 'members/case-joined@1', data: { case: id } });

export const leaveCase = (id: Id): Draft => ({ type: 'members/case-left@1', data: { case: id } });

const keysOf = ({ identity, sealing, device }: PublicKeys) => ({ identity, sealing, device });
