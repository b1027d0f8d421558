import {
  base64url,
  deviceIdOf,
  encodeState,
  factIdOf,
  fromBase64url,
  hex,
  idBytes,
  idOf,
  sha256,
  u64,
  utf8,
  type Id,
  type ValueMap,
} from '@awna/base';
import { advance, emptyGroup, judge, kinds, readFact, rulesVersion, type GroupState, type ReadFact, type Stamp } from '../src/index.ts';

export interface FoldFigures {
  readonly facts: number;
  readonly stood: number;
  /** Judged and applied, group time moving, facts already in their declared shape. */
  readonly factsPerSecond: number;
  /** The same with bringing each fact into its shape counted in. */
  readonly withReadingPerSecond: number;
  readonly liveItems: number;
  /** Canonical bytes of a live item with its claims and thread. */
  readonly bytesPerLiveItem: number;
  /** Canonical bytes of the whole state, and of it for each item it still remembers. */
  readonly stateBytes: number;
  readonly items: number;
}

interface Line {
  readonly id: Id;
  readonly salt: string;
  readonly type: string;
  readonly data: ValueMap;
  readonly stamp: Stamp;
}

const key = (name: string): string => base64url(sha256(utf8(name)));

/** A neighbourhood's log, the same every time: two hundred members, each need taken, met, talked over, handed over and thanked. */
function logOf(facts: number): Line[] {
  const lines: Line[] = [];
  let time = 29_000_000;
  let salts = 0;
  const write = (member: Id | null, device: Id, type: string, data: ValueMap): Id => {
    const salt = new Uint8Array(16);
    salt.set(u64(++salts).subarray(2));
    salt.set(sha256(u64(salts)).subarray(0, 10), 6);
    const id = factIdOf(idBytes(device), salt);
    lines.push({
      id,
      salt: hex(salt),
      type,
      data,
      stamp: { place: lines.length, time, member: member ?? id, device, authority: 'member', index: 0, of: 1 },
    });
    return id;
  };
  const keysOf = (name: string) => ({ identity: key(`${name}/i`), sealing: key(`${name}/s`), device: key(`${name}/d`) });
  const deviceOf = (name: string): Id => idOf(deviceIdOf(fromBase64url(key(`${name}/d`)) ?? new Uint8Array(32)));
  const founder = { device: deviceOf('0'), id: '' };
  founder.id = write(null, founder.device, 'members/founded@1', { rv: rulesVersion, relay: key('relay'), ...keysOf('0') });
  const invite = write(founder.id, founder.device, 'members/invite-opened@1', {
    key: key('link'),
    box: key('box'),
    until: time + 100,
    uses: 500,
    mode: 'request',
  });
  const people = [founder];
  for (let i = 1; i < 200; i++) {
    const id = write(founder.id, founder.device, 'members/admitted@1', {
      invite,
      key: key('link'),
      ...keysOf(`${i}`),
      proof: 'A'.repeat(86),
    });
    people.push({ device: deviceOf(`${i}`), id });
  }
  const person = (n: number) => people[n % people.length] ?? founder;
  for (let i = 0; lines.length < facts; i++) {
    time += 7;
    const [asker, helper, late] = [person(i), person(i * 7 + 3), person(i * 13 + 5)];
    const act = (who: { id: Id; device: Id }, verb: string, data: ValueMap): Id => write(who.id, who.device, `exchange/${verb}@1`, data);
    const need = {
      kind: kinds[i % 10] ?? 'food',
      urgency: i % 4,
      by: null,
      until: time + 5000,
      amount: { n: 1 + (i % 3), unit: 'piece' },
      slots: null,
      split: true,
      for: 'self',
      again: null,
    };
    const item = act(asker, 'need-posted', { ...need, confidential: false });
    const claim = act(helper, 'taken', { item, n: 1 + (i % 3), slots: [] });
    if (i % 3 === 0) act(late, 'taken', { item, n: 1, slots: [] });
    const both = { item, claim };
    act(helper, 'contact-shared', both);
    act(asker, 'said', both);
    act(helper, 'said', both);
    // An eighth of them stay open, as on a real board.
    if (i % 8 === 0) continue;
    act(asker, 'handover-set', { ...both, minute: time + 60 });
    act(asker, 'address-shared', both);
    act(helper, 'handed', both);
    act(asker, 'received', both);
    act(asker, 'thanked', both);
  }
  return lines;
}

function fold(lines: readonly Line[], reads: readonly ReadFact[] | undefined): { state: GroupState; stood: number } {
  const state = emptyGroup();
  let stood = 0;
  for (const [i, line] of lines.entries()) {
    advance(state, line.stamp.time);
    const read = reads?.[i] ?? readFact(line.id, line.salt, line.type, line.data);
    if (judge(state, read, line.stamp, true) === null) stood++;
  }
  return { state, stood };
}

/** Folds a neighbourhood's log three times and takes the best. `clock` in milliseconds. */
export function benchFold(clock: () => number, facts = 200_000): FoldFigures {
  const lines = logOf(facts);
  const reads = lines.map(({ id, salt, type, data }) => readFact(id, salt, type, data));
  const best = (run: () => unknown): number => Math.min(...[1, 2, 3].map(() => spent(clock, run)));
  const { state, stood } = fold(lines, reads);
  const live = new Map([...state.exchange.items].filter(([, { ended }]) => ended === null));
  return {
    facts: lines.length,
    stood,
    factsPerSecond: Math.round((lines.length * 1000) / best(() => fold(lines, reads))),
    withReadingPerSecond: Math.round((lines.length * 1000) / best(() => fold(lines, undefined))),
    liveItems: live.size,
    bytesPerLiveItem: Math.round(encodeState(live).length / live.size),
    stateBytes: encodeState(state).length,
    items: state.exchange.items.size,
  };
}

function spent(clock: () => number, run: () => unknown): number {
  const start = clock();
  run();
  return clock() - start;
}
