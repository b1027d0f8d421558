import { fromBase64url, idBytes, type Bytes } from '@awna/base';
import { askFor, joinCase, openCase, type Draft } from '@awna/core';
import { openBlob, openMessage } from '@awna/crypto';
import type { Group, PhotoRef } from '@awna/device';
import { must } from '../cast.ts';
import { rogueOf } from '../rogue.ts';
import type { Body } from './body.ts';
import { intrude } from './haunt.ts';
import { knownOf, type Known } from './known.ts';
import { insiders, lawsIn, rest } from './live.ts';
import { pastOf } from './past.ts';
import { readOn } from './reading.ts';
import { comeBack } from './return.ts';
import { villageOf, type Life } from './village.ts';

/** How much there is after somebody was removed, at least. */
export interface Much {
  readonly frames: number;
  readonly blobs: number;
  readonly writes: number;
}

/** What the removed one got out of it. */
export interface Told extends Much {
  readonly parts: number;
  readonly turns: number;
  /** Later frames that somebody opens who is in: what makes the rest worth something. */
  readonly inside: number;
  readonly blobsInside: number;
  /** What they opened; which of their frames stand; how they came back; what is not well with the others. */
  readonly opened: readonly string[];
  readonly stood: number;
  readonly came: readonly string[];
  readonly wrong: readonly string[];
}

const picture = Uint8Array.from([
  ...[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 7, 7, 7, 0xff, 0xd9],
]);
const patience = 120_000;

const groupOf = (life: Life, body: Body): Group => body.home.group(life.space);

async function does(life: Life, body: Body, ...drafts: readonly Draft[]): Promise<string> {
  const { ids } = must(await life.flow.until(groupOf(life, body).act(drafts), patience));
  await life.flow.pass(3_000);
  return ids[0] ?? '';
}

/** The others say so much, each in turn, with a photo now and then; twice a month goes by. */
async function speakOn(life: Life, people: readonly Body[], { frames, blobs }: Much): Promise<PhotoRef[]> {
  const photos: PhotoRef[] = [];
  const rounds = Math.ceil(frames / people.length) + 2;
  for (let round = 0; round < rounds; round++) {
    if (round % Math.ceil(rounds / 3) === 1) life.flow.sleep(31 * 1_440);
    for (const body of people) {
      const group = groupOf(life, body);
      const me = (await body.card())?.me ?? '';
      const photo = photos.length < blobs ? must(await life.flow.until(group.putPhoto(picture), patience)) : undefined;
      if (photo) photos.push(photo);
      const shown = photo ? { photo: { ...photo, type: 'image/jpeg' as const, w: 1, h: 1 } } : {};
      must(
        await life.flow.until(group.act([askFor(me, { kind: 'goods', text: 'سلّم', until: life.flow.minute() + 900, ...shown })]), patience),
      );
    }
    await life.flow.pass(2_500);
  }
  return photos;
}

/** Blobs that somebody opens, with whatever key they have. */
async function blobsOpened(
  { relay, ground }: Life,
  photos: readonly PhotoRef[],
  keysOf: (photo: PhotoRef) => readonly Bytes[],
): Promise<number> {
  let opened = 0;
  for (const photo of photos) {
    const blob = relay.blob(fromBase64url(photo.blob) ?? new Uint8Array(32));
    for (const key of keysOf(photo)) if (blob && (await openBlob(ground.engine, key, blob))) opened += 1;
  }
  return opened;
}

async function framesOpened({ relay, ground, space }: Life, known: Known | undefined, from: number): Promise<number> {
  let opened = 0;
  for (const { sealed } of relay.told(idBytes(space)).slice(from))
    for (const { keys } of known?.epochs ?? []) if ((await openMessage(ground.engine, keys, idBytes(space), sealed)).ok) opened += 1;
  return opened;
}

/** One of five is removed by the others, and goes over to the relay with all they ever had; the others go on for months. */
export async function removedStory(much: Much): Promise<Told> {
  const life = await (await villageOf(5)).live('removed');
  const { bodies, flow, relay, space, links, ground } = life;
  const [layla, omar, salma, , hoda] = bodies;
  if (!layla || !omar || !salma || !hoda) throw new RangeError('five');
  for (const body of [layla, hoda]) {
    const made = must(await flow.until(groupOf(life, body).invite({ mode: 'instant', uses: 9, hours: 60 }), patience));
    links.push({ text: made.link, invite: made.id });
    await flow.pass(5_000);
  }
  const about = (await hoda.card())?.me ?? '';
  const id = await does(life, layla, openCase(about, 'هكذا'));
  for (const body of [omar, salma]) await does(life, body, joinCase(id));
  const photos = await speakOn(life, bodies.slice(0, 4), much);
  const wrong = await rest(life);

  const before = await pastOf(groupOf(life, layla), flow);
  const all = await knownOf(life, before);
  const known = all.find(({ member }) => member === about);
  const shut = before.members.get(about)?.shut ?? null;
  if (!known || shut === null) throw new Error('nobody was removed');
  const inside = await framesOpened(
    life,
    all.find(({ member }) => member !== about),
    shut + 1,
  );

  // All cut off meanwhile, so that they find it all at once when they come back.
  for (const { link } of bodies) link.cutOff();
  const rogue = await rogueOf(known.record, space, ground.engine);
  await rogue.catchUp(relay.told(rogue.space));
  const head = relay.head(rogue.space);
  const forged = relay.sign(rogue.space, head.size - 1, new Uint8Array(32).fill(7), head.minute);
  for (let way = 0; way < much.writes; way++) await intrude(life, rogue, way, way % 2 === 0 ? head : forged);
  for (const { link } of bodies) link.mend();
  await flow.pass(40_000);
  wrong.push(...(await rest(life)));
  const came = await comeBack(life, before, [known]);
  wrong.push(...(await rest(life)));

  const [first] = await insiders(life);
  const past = await pastOf(first?.group ?? groupOf(life, layla), flow);
  const read = await readOn(life, past, known);
  const blobsOut = await blobsOpened(life, photos, () => known.secrets);
  life.end();
  return {
    ...{ frames: read.frames, parts: read.parts, blobs: photos.length, writes: life.haunted.size, turns: past.turns.length, inside, came },
    blobsInside: await blobsOpened(life, photos, ({ key }) => [fromBase64url(key) ?? new Uint8Array(32)]),
    opened: [...read.opened, ...(blobsOut > 0 ? [`${String(blobsOut)} blobs`] : [])],
    stood: past.lines.filter(({ place, void: reason }) => life.haunted.has(place) && reason === null).length,
    wrong: [...wrong, ...lawsIn(past)],
  };
}
