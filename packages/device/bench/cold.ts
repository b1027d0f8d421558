import { idOf } from '@awna/base';
import { memoryStore, openHome, type Store } from '@awna/device';
import { must, platformOf } from '@awna/testkit';
import { ownFields } from '../src/group/outbox.ts';
import { recordKey, sealRecord } from '../src/group/record.ts';
import { Desk, type Hand } from './desk.ts';
import { tell } from './story.ts';

/** A fact as plain values, and which of the authors wrote it: the same load for a peer. */
export interface PlainFact {
  readonly who: number;
  readonly fact: Readonly<Record<string, unknown>>;
}

/** A group's log at a relay, and somebody in it who has not read a word. */
export interface Written {
  readonly desk: Desk;
  readonly newcomer: Hand;
  readonly size: number;
  readonly plain: readonly PlainFact[];
}

/** Founds a group and lets `authors` members write `facts` facts into it, one message a fact. */
export async function writeLog(relay: string, authors: number, facts: number): Promise<Written> {
  const desk = await Desk.at(relay);
  const hands = [desk.founder];
  for (let i = 1; i < authors; i++) hands.push(await desk.letIn(`جار ${String(i)}`));
  const newcomer = await desk.letIn('وافدة');
  await desk.flush();
  const plain: PlainFact[] = [];
  const members = hands.map(({ author }) => author.me);
  await tell(facts, members, (who, draft) => {
    plain.push({ who, fact: { type: draft.type, ...draft.data, ...ownFields(draft) } });
    return desk.say(hands[who] ?? desk.founder, draft);
  });
  await desk.flush();
  return { desk, newcomer, size: desk.head.size, plain };
}

/** Milliseconds since the beginning: by the clock, and of processor time in this process, relay or hub included. */
export interface Spent {
  readonly clock: number;
  readonly cpu: number;
}

/** Starts counting; asked again and again, it says what was spent so far. */
export function counting(): () => Spent {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { clock: performance.now() - start, cpu: (user + system) / 1000 };
  };
}

/** Spent since the device was opened. */
export interface Opened {
  /** The whole log read from the relay, judged and folded, each device's last signature speaking for its others; the board drawn. */
  readonly usable: Spent;
  /** Every signature checked, in the background. */
  readonly every: Spent;
}

/** Puts the newcomer's keys into an empty store: a device that has been let in and has read nothing. */
export async function freshDevice({ newcomer }: Written, store: Store = memoryStore()) {
  const platform = await platformOf({ store });
  await store.write([[recordKey(idOf(newcomer.record.space)), await sealRecord(platform.local, newcomer.record)]]);
  return platform;
}

/** Opens a device on what its store has, and reads on at the relay. Throws where it does not come to the whole log. */
export async function open({ newcomer, size }: Written, platform: Awaited<ReturnType<typeof freshDevice>>): Promise<Opened> {
  const spent = counting();
  const home = await openHome(platform, { live: false });
  const group = home.group(idOf(newcomer.record.space));
  must(await group.sync());
  const { needs } = await group.view('board', {});
  const usable = spent();
  const status = await group.status();
  if (status.size !== size || status.alarm || needs.length === 0) throw new Error(`read ${String(status.size)} of ${String(size)}`);
  while ((await group.status()).unchecked > 0) await new Promise((resume) => setTimeout(resume, 2));
  const every = spent();
  await home.close();
  return { usable, every };
}
