import { compare, concat, domain, encode, equal, fromBase64url, idBytes, sha256, type Bytes, type Id, type ValueMap } from '@awna/base';
import type { Group, LogLine } from '@awna/device';
import type { Flow } from './flow.ts';

/** Somebody who was ever in, as the log has it. */
export interface Past {
  readonly lines: readonly LogLine[];
  readonly turns: readonly TurnPast[];
  readonly members: ReadonlyMap<Id, MemberPast>;
  /** Whose device is whose. */
  readonly ownerOf: (device: Id) => Id | undefined;
  /** Where a fact stands; nothing where it does not. */
  readonly placeOf: (fact: Id) => number | undefined;
}

export interface MemberPast {
  readonly id: Id;
  readonly sealing: string;
  readonly in: boolean;
  readonly how: string | null;
  /** Where they came in, and the turn that shut them out; without one they read on, or nobody has written since. */
  readonly came: number;
  shut: number | null;
}

/** A turn that stands. */
export interface TurnPast {
  readonly place: number;
  readonly tag: Bytes;
  readonly commit: Bytes;
  readonly from: Id;
  readonly seals: readonly Bytes[];
  /** Whose keys these are, in the order of the seals; nothing where the roster is none that could have been. */
  readonly roster: readonly Id[] | null;
}

const bytesOf = (text: unknown): Bytes => (typeof text === 'string' ? fromBase64url(text) : undefined) ?? new Uint8Array(0);

const rosterDomain = domain('roster');

function* subsets<T>(of: readonly T[]): Generator<readonly T[]> {
  for (let bits = 0; bits < 2 ** of.length; bits++) yield of.filter((_, i) => (bits >> i) % 2 === 1);
}

/** Who of these has gone where a turn names this roster: of all that could have, those without whom it comes out. */
function rosterWithout(
  came: readonly MemberPast[],
  mayBeGone: readonly MemberPast[],
  named: Bytes,
): { readonly roster: readonly MemberPast[]; readonly gone: readonly MemberPast[] } | null {
  const sorted = [...came].sort((a, b) => compare(idBytes(a.id), idBytes(b.id)));
  for (const gone of subsets(mayBeGone)) {
    const roster = sorted.filter((one) => !gone.includes(one));
    const hash = sha256(concat(rosterDomain, encode(roster.map(({ id, sealing }) => [idBytes(id), bytesOf(sealing)]))));
    if (equal(hash, named)) return { roster, gone };
  }
  return null;
}

function turnsOf(lines: readonly LogLine[], members: readonly MemberPast[]): TurnPast[] {
  const gone = new Set<MemberPast>();
  return lines.flatMap(({ place, author, facts, judged, void: reason }): TurnPast[] => {
    const [fact] = facts;
    if (reason !== null || judged[0] !== 'ok' || fact?.type !== 'members/keys-turned@1' || author === null) return [];
    const { tag, commit, roster, seals } = fact.data;
    const came = members.filter((one) => one.came < place && !gone.has(one));
    const found = rosterWithout(
      came,
      came.filter((one) => !one.in),
      bytesOf(roster),
    );
    for (const one of found?.gone ?? []) {
      one.shut = place;
      gone.add(one);
    }
    const named = { tag: bytesOf(tag), commit: bytesOf(commit), seals: Array.isArray(seals) ? seals.map(bytesOf) : [] };
    return [{ place, from: author, ...named, roster: found?.roster.map(({ id }) => id) ?? null }];
  });
}

const patience = 120_000;
const mapIn = (map: ValueMap, name: string): ValueMap => map[name] as ValueMap;

/** What has been, as a device tells it whose log it is. */
export async function pastOf(group: Group, flow: Flow): Promise<Past> {
  const lines = await flow.until(group.log({ from: 0, limit: 100_000 }), patience);
  const asked = group.stateAt?.();
  const state = (asked && (await flow.until(asked, patience)))?.state ?? {};
  const { people, devices } = mapIn(state, 'members') as { people: ValueMap; devices: ValueMap };
  const stands = new Map<Id, number>();
  for (const { place, facts, judged } of lines)
    for (const [i, { id }] of facts.entries()) if (judged[i] === 'ok' && !stands.has(id)) stands.set(id, place);
  const members = Object.entries(people).map(([id, value]): MemberPast => {
    const { sealing, left, how } = value as { sealing: string; left: number | null; how: string | null };
    return { id, sealing, in: left === null, how, came: stands.get(id) ?? 0, shut: null };
  });
  return {
    lines,
    turns: turnsOf(lines, members),
    members: new Map(members.map((one) => [one.id, one])),
    ownerOf: (device) => (devices[device] as { member: Id } | undefined)?.member,
    placeOf: (fact) => stands.get(fact),
  };
}
