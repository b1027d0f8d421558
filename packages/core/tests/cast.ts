import {
  base64url,
  deviceIdOf,
  factIdOf,
  fromBase64url,
  hex,
  idBytes,
  idOf,
  sealBlobs,
  sha256,
  utf8,
  type Bytes,
  type Id,
} from '@awna/base';
import {
  advance,
  emptyGroup,
  forgettable,
  judge,
  membersIn,
  readFact,
  rosterRootOf,
  rulesVersion,
  viewOf,
  type Draft,
  type GroupState,
  type Parts,
  type PublicKeys,
  type RefusalReason,
  type ViewArgs,
  type ViewName,
  type ViewResult,
} from '../src/index.ts';
import { admit, found, openInvite, setProfile, turnKeys } from '../src/index.ts';

/** Somebody with one device. `id` is set once they are in. */
export interface Neighbour {
  readonly name: string;
  readonly keys: PublicKeys;
  readonly device: Id;
  id: Id;
  salts: number;
}

/** What became of an act. */
export interface Done {
  readonly id: Id;
  readonly refused: RefusalReason | null;
}

export const minuteNow = 29_000_000;

const seeded = (text: string): Bytes => sha256(utf8(text));
export const keyFrom = (text: string): string => base64url(seeded(text));

export function neighbour(name: string): Neighbour {
  const keys = { identity: keyFrom(`${name}/identity`), sealing: keyFrom(`${name}/sealing`), device: keyFrom(`${name}/device`) };
  return { name, keys, device: idOf(deviceIdOf(fromBase64url(keys.device) ?? new Uint8Array(32))), id: '', salts: 0 };
}

/** A salt as devices make them: a counter and ten more bytes. */
export function saltOf(who: Neighbour): Bytes {
  who.salts += 1;
  const salt = seeded(`${who.name}/salt/${who.salts}`).slice(0, 16);
  salt.set([0, 0, (who.salts >>> 24) & 255, (who.salts >>> 16) & 255, (who.salts >>> 8) & 255, who.salts & 255]);
  return salt;
}

/** A turn of the keys, as it must be here. `nth` tells its tag. */
export function turnOf(state: GroupState, nth = state.members.epoch.count): Draft {
  const seals = Array.from({ length: sealBlobs(membersIn(state.members).length) }, (_, i) => keyFrom(`seals/${nth}/${i}`));
  const tag = base64url(seeded(`tag/${nth}`).subarray(0, 8));
  return turnKeys({ tag, commit: keyFrom(`commit/${nth}`), roster: base64url(rosterRootOf(state.members)), seals });
}

/** A group as all its members' devices hold it, its clock, and what travels in parts. */
export interface Story {
  readonly state: GroupState;
  now: number;
  /** What a member does: judged and applied at its place. `proven` as the device found it. */
  act(who: Neighbour, draft: Draft, proven?: boolean): Done;
  /** As `act`, and the test ends where it is refused. */
  did(who: Neighbour, draft: Draft): Id;
  /** Time goes by, and what falls due happens. */
  pass(minutes: number): void;
  parts(who: Neighbour): Parts;
  sees<V extends ViewName>(who: Neighbour, name: V, args: ViewArgs<V>): ViewResult<V>;
  /** Devices erase what may be forgotten now. */
  forget(): ReadonlySet<Id>;
  /** Lets somebody in by a fresh invite of the founder. */
  welcome(name: string): Neighbour;
}

export function story(founderName = 'ليلى', group = 'جيران حي الياسمين'): { readonly tale: Story; readonly founder: Neighbour } {
  const state = emptyGroup();
  const drafts = new Map<Id, Draft>();
  const gone = new Set<Id>();
  const founder = neighbour(founderName);
  let place = 0;
  const tale: Story = {
    state,
    now: minuteNow,
    act(who, draft, proven = true) {
      const salt = saltOf(who);
      const id = factIdOf(idBytes(who.device), salt);
      advance(state, tale.now);
      const read = readFact(id, hex(salt), draft.type, draft.data);
      const stamp = {
        place: place++,
        time: state.time,
        member: who.id === '' ? id : who.id,
        device: who.device,
        authority: 'member',
        index: 0,
        of: 1,
      } as const;
      const refused = judge(state, read, stamp, proven);
      drafts.set(id, draft);
      return { id, refused };
    },
    did(who, draft) {
      const { id, refused } = tale.act(who, draft);
      if (refused !== null) throw new Error(`${who.name}: ${draft.type} was refused: ${refused}`);
      return id;
    },
    pass(minutes) {
      tale.now += minutes;
      advance(state, tale.now);
    },
    parts: (who) => (fact) => {
      const draft = drafts.get(fact);
      if (!draft || gone.has(fact)) return { state: 'gone', fields: {} };
      const sealed = (draft.sealed ?? []).filter(({ to }) => to.includes(who.id)).map(({ fields }) => fields);
      return { state: 'open', fields: Object.assign({}, draft.part, ...sealed) };
    },
    sees: (who, name, args) => viewOf(name, state, tale.parts(who), who.id, tale.now, args),
    forget() {
      for (const fact of forgettable(state, tale.now)) gone.add(fact);
      return gone;
    },
    welcome(name) {
      const who = neighbour(name);
      const key = keyFrom(`${name}/invite`);
      const invite = tale.did(
        founder,
        openInvite({ key, box: keyFrom('box'), boxSeed: keyFrom('seed'), until: tale.now + 60, uses: 1, mode: 'instant' }),
      );
      who.id = tale.did(founder, admit({ invite, key, keys: who.keys, proof: base64url(new Uint8Array(64)), name }));
      return who;
    },
  };
  founder.id = tale.did(founder, found({ rv: rulesVersion, relay: keyFrom('relay'), keys: founder.keys, name: founderName, group }));
  tale.did(founder, setProfile(founder.id, { name: founderName }));
  return { tale, founder };
}

/** The usual three: ليلى founded the group, عمر and سلمى came by her link. */
export function cast(): { readonly tale: Story; readonly layla: Neighbour; readonly omar: Neighbour; readonly salma: Neighbour } {
  const { tale, founder } = story();
  return { tale, layla: founder, omar: tale.welcome('عمر'), salma: tale.welcome('سلمى') };
}
