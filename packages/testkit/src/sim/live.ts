import { idBytes, type Id } from '@awna/base';
import type { Group, LogLine } from '@awna/device';
import type { Body } from './body.ts';
import { happen } from './deeds.ts';
import { keyOfTurn, knownOf, type Known } from './known.ts';
import { pastOf, type Past } from './past.ts';
import { readOn } from './reading.ts';
import { comeBack } from './return.ts';
import type { Schedule } from './step.ts';
import type { Life } from './village.ts';

/** What came of a life: what failed, each by its name, and how much there was of everything. */
export interface Outcome {
  readonly failed: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Somebody who is in at the end, as the log has it. */
interface Inside {
  readonly body: Body;
  readonly group: Group;
  readonly me: Id;
}

/** How long everything may take once the network is well again (milliseconds): longer than the longest pause of a line and a lost call. */
const healing = 240_000;

/** Everybody whose device is in; those who have gone, stand at the door or were turned away are not. */
export async function insiders({ bodies }: Life): Promise<Inside[]> {
  const out: Inside[] = [];
  for (const body of bodies) {
    const card = await body.card();
    const group = card?.state === 'member' ? await body.group() : undefined;
    if (group && card) out.push({ body, group, me: card.me ?? '' });
  }
  return out;
}

const rootsOf = async (inside: readonly Inside[]): Promise<ReadonlySet<string>> =>
  new Set(await Promise.all(inside.map(async ({ group }) => JSON.stringify(await group.roots()))));

/** What is still to be done by anybody's device. */
async function unrest(life: Life): Promise<string[]> {
  const inside = await insiders(life);
  const out: string[] = [];
  for (const { body, group, me } of inside) {
    const { outbox, connection, alarm, lacking, size } = await group.status();
    if (me === '') out.push(`${body.name}: has not found itself in the log`);
    if (alarm) out.push(`alarm: ${alarm.kind} at ${body.name}`);
    else if (connection !== 'online') out.push(`not settled: ${body.name} is ${connection}`);
    else if (lacking !== null) out.push(`not settled: ${body.name} lacks keys`);
    else if (outbox > 0) out.push(`not settled: ${String(outbox)} wait at ${body.name}`);
    else if (size < life.relay.told(idBytes(life.space)).length) out.push(`not settled: ${body.name} has not read on`);
  }
  if (out.length === 0 && (await rootsOf(inside)).size > 1) out.push('roots differ');
  return out;
}

/** Makes the network well and lets time pass until nothing is left to do; what is, where there is. */
async function heal(life: Life): Promise<string[]> {
  for (const { link } of life.bodies) {
    link.be({});
    link.mend();
    // What a bad way has swallowed does not come any more: what comes from now on comes on another.
    link.hangUp();
  }
  return rest(life);
}

/** Lets time pass until nothing is left to do; what is, where it is too long. */
export async function rest(life: Life): Promise<string[]> {
  let left = await unrest(life);
  for (let passed = 0; passed < healing && left.length > 0; passed += 4_000) {
    await life.flow.pass(4_000);
    left = await unrest(life);
  }
  return left;
}

/** Facts that a device said were on it and that do not have exactly one place; who has gone took what had none with them. */
function lostIn(life: Life, past: Past, inside: readonly Inside[]): string[] {
  const stood = new Map<Id, number>();
  for (const { void: reason, facts } of past.lines)
    if (reason === null) for (const { id } of facts) stood.set(id, (stood.get(id) ?? 0) + 1);
  return [...life.promised].flatMap(([name, ids]) =>
    ids.flatMap(({ id, by }) => {
      const times = stood.get(id) ?? 0;
      if (times > 1) return [`doubled: a fact of ${name}`];
      return times === 1 || !inside.some(({ me }) => me === by) ? [] : [`lost: a fact of ${name}`];
    }),
  );
}

/** Admissions by an invite that was older than a removal, and turns that are not for exactly those who were in. */
export function lawsIn(past: Past): string[] {
  const removals = [...past.members.values()].flatMap(({ how, shut }) => (how === 'removed' && shut !== null ? [shut] : []));
  const byOld = past.lines.flatMap(({ place, facts, judged, void: reason }) =>
    facts.flatMap(({ type, data }, i) => {
      if (reason !== null || judged[i] !== 'ok' || type !== 'members/admitted@1') return [];
      const opened = past.placeOf(data['invite'] as Id) ?? 0;
      return removals.some((shut) => opened < shut && shut < place)
        ? [`came back: by a link from before a removal, at ${String(place)}`]
        : [];
    }),
  );
  // A turn that was refused is no word of anybody's.
  const isWord = ({ facts, judged }: LogLine): boolean => facts[0]?.type !== 'members/keys-turned@1' || judged[0] === 'ok';
  const standing = past.lines.filter((line) => line.void === null && isWord(line));
  const owing = standing.flatMap(({ place, facts, judged }, i) => {
    const goes = facts.some(({ type }, at) => type === 'members/left@1' && judged[at] === 'ok');
    const next = standing[i + 1]?.facts[0]?.type ?? 'members/keys-turned@1';
    return goes && next !== 'members/keys-turned@1' ? [`no turn: ${next} stands after somebody left, at ${String(place)}`] : [];
  });
  const last = standing.findLastIndex(({ facts }) =>
    facts.some(({ type }) => type === 'members/case-joined@1' || type === 'members/left@1'),
  );
  const unshut = [...past.members.values()].some((one) => !one.in && one.shut === null) && last < standing.length - 1;
  if (unshut) owing.push('no turn: somebody has gone, and others spoke on');
  const strange = past.turns.flatMap(({ place, roster }) =>
    roster === null ? [`turn at ${String(place)} is for others than those who are in`] : [],
  );
  const stands = past.lines.flatMap(({ place, author, void: reason }) => {
    const shut = past.members.get(author ?? '')?.shut ?? null;
    return reason === null && shut !== null && place > shut ? [`stood: a frame of somebody who has gone, at ${String(place)}`] : [];
  });
  return [...byOld, ...owing, ...strange, ...stands];
}

/** Turns in which somebody who was in finds no seal that opens. */
async function unsealedIn(life: Life, past: Past, known: readonly Known[]): Promise<string[]> {
  const out: string[] = [];
  for (const turn of past.turns)
    for (const { member, record } of known)
      if (turn.roster?.includes(member) && !(await keyOfTurn(life, turn, member, new Uint8Array(record['sealing'] as Uint8Array))))
        out.push(`unsealed: the turn at ${String(turn.place)} forgets somebody`);
  return out;
}

/** All that those who have gone get out of the rest, and what they bring about. */
async function adversaries(life: Life, past: Past, all: readonly Known[]): Promise<{ failed: string[]; counts: Record<string, number> }> {
  const gone = all.filter(({ member }) => (past.members.get(member)?.shut ?? null) !== null);
  const counts = { gone: gone.length, frames: 0, parts: 0, blobs: 0 };
  if (gone.length === 0) return { failed: [], counts };
  const failed: string[] = [];
  const [first] = await insiders(life);
  if (!first) return { failed, counts };
  const before = await first.group.roots();
  failed.push(...(await comeBack(life, past, gone)).map((how) => `came back: ${how}`));
  failed.push(...(await rest(life)));
  const after = await first.group.roots();
  const since = await pastOf(first.group, life.flow);
  failed.push(...lawsIn(since));
  // Somebody's empty message may have let fall due what was due.
  const isQuiet = since.lines.slice(before.size).every(({ void: reason }) => reason !== null);
  if (isQuiet && before.stateRoot !== after.stateRoot) failed.push('stood: what somebody who has gone wrote changed the state');
  for (const known of gone) {
    const read = await readOn(life, since, known);
    failed.push(...read.opened.map((what) => `opened by the removed: ${what}`));
    counts.frames += read.frames;
    counts.parts += read.parts;
    counts.blobs += read.blobs;
  }
  return { failed, counts };
}

/** Lets everything happen that a schedule says, makes all well, and looks what holds. */
export async function outcomeOf(life: Life, { steps }: Schedule): Promise<Outcome> {
  for (const step of steps) await happen(life, step);
  const read = await Promise.all((await insiders(life)).map(async ({ group }) => (await group.status()).size));
  const failed = await heal(life);
  const inside = await insiders(life);
  const [first] = inside;
  if (!first) return { failed: [...failed, 'nobody is left'], counts: {} };
  const past = await pastOf(first.group, life.flow);
  const known = await knownOf(life, past);
  failed.push(...lostIn(life, past, inside), ...lawsIn(past), ...(await unsealedIn(life, past, known)));
  for (const body of life.bodies) {
    const card = await body.card();
    if (card?.state === 'refused' && card.problem === 'not-readable') failed.push(`turned away: ${body.name} could not read the log`);
  }
  const after = await adversaries(life, past, known);
  const people = [...past.members.values()];
  // One device that was two members, one after the other.
  const returned = known.length - new Set(known.map(({ body }) => body)).size;
  return {
    failed: [...new Set([...failed, ...after.failed])],
    counts: {
      ...{ lines: past.lines.length, turns: past.turns.length, members: people.length },
      void: past.lines.filter(({ void: reason }) => reason !== null).length,
      // Devices that had slept through two turns and more, and people who came back.
      asleep: read.filter((size) => past.turns.filter(({ place }) => place >= size).length > 1).length,
      again: returned,
      removed: people.filter(({ how }) => how === 'removed').length,
      left: people.filter(({ how }) => how === 'left').length,
      haunted: life.haunted.size,
      ...after.counts,
    },
  };
}
