import { domain, encodeState, sha256, type Bytes, type Id, type ValueMap } from '@awna/base';
import { exchange, type ExchangeState } from './features/exchange/index.ts';
import { members, turnOwed, type MembersState } from './features/members/index.ts';
import { may } from './charter.ts';
import { remind, takeDue, type Due } from './kernel/agenda.ts';
import { deepest, enactedIdOf, enactedStamp, type Enacted } from './kernel/enact.ts';
import type { Claim, Fact, SpaceNames, Stamp } from './kernel/fact.ts';
import { faultIn, readData } from './kernel/read.ts';
import type { World } from './kernel/feature.ts';

/** The one ordered list: a feature reads only to its left. */
export const features = [members, exchange] as const;

export { rulesVersion } from './kernel/version.ts';

export interface GroupState {
  /** Group time T: minutes since 1970 UTC, never going back. */
  time: number;
  agenda: Due[];
  /** The last salt of each device, as hex: salts rise along a chain, so no fact can stand twice. */
  salts: Map<Id, string>;
  members: MembersState;
  exchange: ExchangeState;
}

export type RefusalReason =
  | (typeof features)[number]['reasons'][number]
  /** No such fact in the group's rules version, or its data has another shape. */
  | 'malformed'
  /** A fact with this id, or a later one of the same device, already stands. */
  | 'repeated'
  /** Somebody has gone, and the keys have not been turned since. */
  | 'turn-owed';

/** Reasons that come from the kernel, not from a feature. */
export const kernelReasons = ['malformed', 'repeated', 'turn-owed'] as const;

export const emptyGroup = (): GroupState => ({
  time: 0,
  agenda: [],
  salts: new Map(),
  members: members.empty(),
  exchange: exchange.empty(),
});

/** What the kernel needs of a feature, its own types set aside: `readFact` has checked the shape. */
interface Judge {
  readonly name: string;
  readonly facts: Readonly<Record<string, (typeof features)[number]['facts'][never]>>;
  refuse(state: GroupState, fact: Fact, world: World): RefusalReason | null;
  apply(state: GroupState, fact: Fact, world: World): void;
  lapse?(state: GroupState, id: Id, minute: number, remind: World['remind']): void;
  claims?(fact: Fact, names: SpaceNames): readonly Claim[];
  readonly heeds?: Readonly<Record<string, (state: GroupState, fact: Fact, world: World) => void>>;
}

const judges = features as unknown as readonly Judge[];
const judgeOf = new Map(judges.flatMap((judge) => Object.keys(judge.facts).map((type) => [type, judge] as const)));
const judgeNamed = new Map(judges.map((judge) => [judge.name, judge]));
/** By fact type, the features to the right that change something of their own when such a fact stood. */
const heedersOf = new Map(
  [...judgeOf.keys()]
    .map((type) => [type, judges.filter((judge) => judge.heeds?.[type])] as const)
    .filter(([, heeders]) => heeders.length > 0),
);

/** A fact as read from the log: in its declared shape, or null where this rules version has no such fact or shape. */
export interface ReadFact {
  readonly id: Id;
  /** 32 hex digits. */
  readonly salt: string;
  readonly type: string;
  readonly fact: Fact | null;
}

/** Brings a logged fact into its declared shape. `salt` as hex: it orders a device's facts. */
export function readFact(id: Id, salt: string, type: string, data: ValueMap): ReadFact {
  const schema = judgeOf.get(type)?.facts[type];
  const read = schema && readData(schema, data);
  return { id, salt, type, fact: read ? { id, type, data: read } : null };
}

/** Which field of a fact as somebody wrote it is not as this rules version has it, such as `type` or `data.amount.n`; null where all are. */
export function faultOf(type: string, data: ValueMap): string | null {
  const schema = judgeOf.get(type)?.facts[type];
  if (!schema) return 'type';
  const at = faultIn(schema, data);
  return at === null ? null : at === '' ? 'data' : `data.${at}`;
}

/** What must be checked outside the fold before the fact is judged. */
export const claimsOf = (fact: Fact, names: SpaceNames): readonly Claim[] => judgeOf.get(fact.type)?.claims?.(fact, names) ?? [];

/** Group time after a frame: neither the relay nor a member alone pushes a deadline. */
export const timeAfter = (state: GroupState, minute: number, at: number): number => Math.max(state.time, Math.min(minute, at + 10));

const reminder =
  (state: GroupState, feature: string): World['remind'] =>
  (minute, id) =>
    remind(state.agenda, { minute, feature, id });

/** Moves group time and lets everything due at or before it happen, in order of due minute, then id. */
export function advance(state: GroupState, time: number): void {
  for (;;) {
    const due = takeDue(state.agenda, time);
    if (!due) break;
    state.time = Math.max(state.time, due.minute);
    judgeNamed.get(due.feature)?.lapse?.(state, due.id, due.minute, reminder(state, due.feature));
  }
  state.time = Math.max(state.time, time);
}

/** Hears of every fact that another one brought about: what it is, what decided it, and why not where it does not stand. */
export type HearEnacted = (fact: Fact, by: Id, refused: RefusalReason | null) => void;

/**
 * The one rule, asked at the tap and again on replay: judges a fact at its place and applies it where nothing speaks
 * against it. Total: whatever the fact says, it returns a reason or null and never throws. Changes `state` in place.
 */
export function judge(state: GroupState, read: ReadFact, stamp: Stamp, proven: boolean, hear?: HearEnacted): RefusalReason | null {
  const { fact } = read;
  const last = state.salts.get(stamp.device);
  if (last !== undefined && read.salt <= last) return 'repeated';
  state.salts.set(stamp.device, read.salt);
  const feature = judgeOf.get(read.type);
  if (!fact || !feature) return 'malformed';
  if (turnOwed(state.members) && fact.type !== 'members/keys-turned@1') return 'turn-owed';
  return settle(state, feature, fact, stamp, proven, 0, hear);
}

/** Judges and applies one fact, then whatever it brings about, each with all that follows from it before the next. */
function settle(
  state: GroupState,
  feature: Judge,
  fact: Fact,
  stamp: Stamp,
  proven: boolean,
  depth: number,
  hear: HearEnacted | undefined,
): RefusalReason | null {
  const enacted: Enacted[] = [];
  const world: World = {
    stamp,
    proven,
    may: (act) => may(state, act, stamp),
    remind: reminder(state, feature.name),
    enact: (by, type, data) => void enacted.push({ by, type, data }),
  };
  const reason = feature.refuse(state, fact, world);
  if (reason !== null) return reason;
  feature.apply(state, fact, world);
  heedersOf
    .get(fact.type)
    ?.forEach((heeder) => heeder.heeds?.[fact.type]?.(state, fact, { ...world, remind: reminder(state, heeder.name) }));
  if (depth === deepest) return null;
  for (const [index, { by, type, data }] of enacted.entries()) {
    const next = readFact(enactedIdOf(fact.id, index), '', type, data).fact;
    const judged = judgeOf.get(type);
    if (!next || !judged) continue;
    const refused = settle(state, judged, next, enactedStamp(stamp, by), false, depth + 1, hear);
    hear?.(next, by, refused);
  }
  return null;
}

/** SHA-256 over the canonical state: equal roots are equal states, byte for byte. */
export const stateRootOf = (state: GroupState): Bytes => sha256(domain('state'), encodeState(state));
