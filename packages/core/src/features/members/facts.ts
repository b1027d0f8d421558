import * as v from 'valibot';
import type { FactsOf } from '../../kernel/fact.ts';
import { id, key, minute, signature, tag, whole } from '../../kernel/shapes.ts';

/** What members did. Names, words and the keys of letter boxes travel in the parts: see `actions.ts`. */
export const facts = {
  /** M1: the group begins. `device` and `identity` are Ed25519, `sealing` is X25519, `relay` is the relay's Ed25519 key. Part: name, group. */
  'members/founded@1': v.strictObject({ rv: whole(1, 65_535), relay: key, identity: key, sealing: key, device: key }),
  /** M2: a link may be passed on. `key` checks who comes by it, `box` takes their letters. Part: boxSeed, note. */
  'members/invite-opened@1': v.strictObject({
    key,
    box: key,
    until: minute,
    uses: whole(1, 500),
    mode: v.picklist(['instant', 'request']),
  }),
  'members/invite-closed@1': v.strictObject({ invite: id }),
  /** M2: somebody came in by an invite. Part: name. */
  'members/admitted@1': v.strictObject({ invite: id, key, identity: key, sealing: key, device: key, proof: signature }),
  /** A letter was answered with no, so that nobody else is asked about it. */
  'members/letter-declined@1': v.strictObject({ invite: id, slot: id }),
  /** M4: how I am called, what I can do, when, where, how much. Part: any of it; the rest sealed to me. */
  'members/profile-set@1': v.strictObject({}),
  /** The group's name, its own words and the areas it draws. Part: all of it. */
  'members/group-described@1': v.strictObject({}),
  /** M6: one tap. */
  'members/left@1': v.strictObject({}),
  /** The keys of a new epoch, for all who are in: alone in its message (PROTOCOL §11). `seals` name blobs. */
  'members/keys-turned@1': v.strictObject({
    tag,
    commit: key,
    roster: key,
    seals: v.pipe(v.array(key), v.minLength(1), v.maxLength(8)),
  }),
  /** M6: somebody asks the others whether a member should go. Part: why. */
  'members/case-opened@1': v.strictObject({ member: id }),
  'members/case-joined@1': v.strictObject({ case: id }),
  'members/case-left@1': v.strictObject({ case: id }),
  /** M6: a member was removed. Happens by itself once enough have joined a case; nobody posts it. */
  'members/removed@1': v.strictObject({ member: id }),
} as const;

export type MembersFact = FactsOf<typeof facts>;
