import { idBytes, type Bytes, type Id } from '@awna/base';
import type { Engine } from '@awna/crypto';
import { headBytes } from '@awna/crypto/head';
import { must } from '../cast.ts';
import { seededDice } from '../chance.ts';
import { evilRelay, type EvilRelay } from '../evil.ts';
import { bodyOf, keptOf, type Body, type Ground, type KeptBody } from './body.ts';
import { flowFrom, type Flow } from './flow.ts';
import { quickEngine } from './quick.ts';

/** A link that somebody made, and the invite it belongs to. */
export interface Link {
  readonly text: string;
  readonly invite: Id;
}

/** A fact of which a device said that it was on it, and as whose. */
export interface Promised {
  readonly id: Id;
  readonly by: Id;
}

/** A group that lives once, from one seed: devices, their relay, and time. */
export interface Life {
  readonly ground: Ground;
  readonly relay: EvilRelay;
  readonly flow: Flow;
  readonly space: Id;
  /** Every device there ever was, newcomers' and those of people who have gone. */
  readonly bodies: Body[];
  /** Every link that was made. */
  readonly links: Link[];
  /** What each device said was on it, by its name. */
  readonly promised: Map<string, Promised[]>;
  /** Places of frames that were put into the log by those who had gone. */
  readonly haunted: Set<number>;
  end(): void;
}

/** What a relay is made to do that is nobody's friend. */
export type Bend = (relay: EvilRelay, space: Bytes) => void;

/** A group at its beginning, to live on from it as often as wanted, one life at a time. */
export interface Village {
  live(seed: string | number, bend?: Bend): Promise<Life>;
}

const names = ['ليلى', 'عمر', 'سلمى', 'نور', 'هدى'];
const patience = 600_000;

/** The first of so many people founds a group, and the others come in by her link. */
export async function villageOf(people: number): Promise<Village> {
  const flow = flowFrom();
  const engine = await quickEngine();
  const dice = seededDice(`village/${String(people)}`);
  const relay = evilRelay(dice(32), flow.now, (seed, head) => engine.signs(seed, headBytes(head)));
  let space: Id = '';
  const ground = { relay, flow, dice, slow: 40, space: () => space, engine };
  const bodies: Body[] = [];
  let text = '';
  for (const name of names.slice(0, people)) {
    const body = await bodyOf(ground, name);
    bodies.push(body);
    if (text === '') {
      ({ space } = must(await flow.until(body.home.found({ relay: relay.url, group: 'جيران', name }), patience)));
      const invited = await flow.until(body.home.group(space).invite({ mode: 'instant', uses: people, hours: 4 }), patience);
      text = must(invited).link;
      // The letter box is at the relay before anybody knocks.
      await flow.pass(5_000);
    } else {
      must(await flow.until(body.home.join({ link: text, name, waitMs: 60_000 }), patience));
    }
  }
  await flow.pass(60_000);
  const back = relay.remember();
  const kept: KeptBody[] = await Promise.all(bodies.map(keptOf));
  for (const body of bodies) body.end();
  flow.rewind();
  return { live: (seed, bend) => lifeOf({ relay, flow, engine, space, back, kept }, seed, bend) };
}

interface Beginning {
  readonly relay: EvilRelay;
  readonly flow: Flow;
  readonly engine: Engine;
  readonly space: Id;
  readonly back: () => void;
  readonly kept: readonly KeptBody[];
}

async function lifeOf({ relay, flow, engine, space, back, kept }: Beginning, seed: string | number, bend?: Bend): Promise<Life> {
  flow.rewind();
  // A quarter of an hour after the beginning, so that nothing happens before what has happened.
  flow.sleep(15);
  back();
  const ground: Ground = {
    ...{ relay, flow, dice: seededDice(`life/${String(seed)}`), slow: 400, space: () => space },
    engine,
  };
  bend?.(relay, idBytes(space));
  const bodies: Body[] = [];
  for (const one of kept) bodies.push(await bodyOf(ground, one.name, one));
  await flow.pass(2_000);
  return {
    ...{ ground, relay, flow, space, bodies, links: [], promised: new Map<string, Promised[]>(), haunted: new Set<number>() },
    end() {
      for (const body of bodies) body.end();
      relay.bends = {};
    },
  };
}
