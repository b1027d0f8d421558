import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hex, idOf, type Id } from '@awna/base';
import { askFor } from '@awna/core';
import { openHome } from '@awna/device';
import { must, platformOf } from '@awna/testkit';
import { recordKey, sealRecord } from '../src/group/record.ts';
import { sqliteStore } from '../src/store/sqlite.ts';
import { Desk, type Hand } from './desk.ts';

/** Milliseconds from taps, one number a tap. */
export interface Taps {
  /** Until the act is durable on the device (SQLite, FULL) and answered. */
  readonly kept: readonly number[];
  /** Until the board that is looked at on this device shows it. */
  readonly shown: readonly number[];
  /** Until the board on another member's device, a process of its own, shows it by way of the relay. */
  readonly there: readonly number[];
}

const soon = (): number => Math.floor(Date.now() / 60_000) + 10_000;
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** A process of this bench that says one JSON value a line, and ends when its input does. */
async function beside(file: string, args: readonly string[], hear: (said: unknown) => void): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    void gone.then(() => reject(new Error(`${file} went away`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said: unknown = JSON.parse(line);
      if (said === 'here') resolve();
      else hear(said);
    });
  });
  return async () => {
    child.stdin.end();
    await gone;
  };
}

/** A store in which this hand is a member who has read nothing yet. */
async function storeOf({ record }: Hand, file: string, seal: Uint8Array) {
  const store = sqliteStore(file);
  const platform = await platformOf({ store, seal });
  await store.write([[recordKey(idOf(record.space)), await sealRecord(platform.local, record)]]);
  return platform;
}

/** Taps in a group with `open` open items, `followers` more connections listening, two members looking at their boards. */
export async function taps(relay: string, open: number, followers: number, count: number): Promise<Taps> {
  const folder = await mkdtemp(join(tmpdir(), 'awna-bench-'));
  const desk = await Desk.at(relay);
  const hands = [desk.founder, await desk.letIn('عمر'), await desk.letIn('سلمى'), await desk.letIn('يونس')];
  await desk.flush();
  for (let i = 0; i < open; i++) {
    const hand = hands[i % hands.length] ?? desk.founder;
    await desk.say(hand, askFor(hand.author.me, { kind: 'goods', text: `كرسي رقم ${String(i)}`, until: soon() }));
  }
  const [writer, reader] = [await desk.letIn('ليان'), await desk.letIn('نور')];
  await desk.flush();
  const { space, epochs } = desk.founder.record;
  const seal = desk.platform.dice(32);
  const arrivals = new Map<Id, number>();
  const readers = join(folder, 'reader.db');
  await (await storeOf(reader, readers, seal)).store.close();
  const parts = [
    await beside(
      'crowd.ts',
      [relay, hex(space), hex(epochs[0] ?? new Uint8Array()), String(desk.head.size), String(followers)],
      () => undefined,
    ),
    await beside('reader.ts', [readers, hex(seal), hex(space)], (said) => {
      const [id, at] = said as [Id, number];
      arrivals.set(id, at);
    }),
  ];
  const home = await openHome(await storeOf(writer, join(folder, 'writer.db'), seal), { live: true });
  try {
    const group = home.group(idOf(space));
    must(await group.sync());
    while ((await group.status()).unchecked > 0) await pause(20);
    let looking = '';
    let seen = 0;
    group.watch('board', {}, ({ needs }) => {
      if (seen === 0 && needs.some(({ text }) => text === looking)) seen = performance.now();
    });
    const tapped: { id: Id; start: number; kept: number; shown: number }[] = [];
    // The first ones warm up.
    for (let i = -10; i < count; i++) {
      await pause(50);
      looking = `بطانية ${String(i)} لليلة واحدة`;
      seen = 0;
      const start = performance.now();
      const { ids } = must(await group.act([askFor(writer.author.me, { kind: 'goods', text: looking, until: soon() })]));
      const kept = performance.now() - start;
      while (seen === 0) await pause(1);
      if (i >= 0) tapped.push({ id: ids[0] ?? '', start, kept, shown: seen - start });
    }
    must(await group.sync());
    for (let waits = 0; tapped.some(({ id }) => !arrivals.has(id)); waits++) {
      if (waits > 200) throw new Error('a tap did not arrive');
      await pause(50);
    }
    return {
      kept: tapped.map((tap) => tap.kept),
      shown: tapped.map((tap) => tap.shown),
      there: tapped.map(({ id, start }) => (arrivals.get(id) ?? 0) - performance.timeOrigin - start),
    };
  } finally {
    await home.close();
    for (const leave of parts) await leave();
    desk.link.close();
    await rm(folder, { recursive: true, force: true });
  }
}
