import { utf8 } from '@awna/base';
import {
  askFor,
  choose,
  describeGroup,
  handed,
  offer,
  received,
  say,
  setHandover,
  setProfile,
  shareAddress,
  shareContact,
  take,
  thank,
  volunteer,
  wish,
} from '@awna/core';
import {
  canaries,
  companyOn,
  lookThroughMemory,
  must,
  plainSocket,
  relayProcess,
  tapOn,
  type Canaries,
  type Company,
  type Reach,
} from '@awna/testkit';
import { boxIdOf } from '@awna/crypto';
import { connectRelay } from '@awna/wire';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;

/** A JPEG that is a picture of bytes. */
const picture = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, ...bytes, 0xff, 0xd9]);

/** Everything a group says to itself, with a canary in each place where a word can stand. */
async function story({ people, settle }: Company<Reach>, { word }: Canaries): Promise<void> {
  const [layla, omar, salma] = people as [Company['people'][number], Company['people'][number], Company['people'][number]];
  await layla.does(describeGroup(word('جيران'), word('عن المجموعة'), [word('حي'), word('شارع')]));
  await omar.does(
    setProfile(
      omar.me,
      {
        ...{ name: word('عمر'), skills: [word('نجارة')], times: word('مساءً'), area: word('قرب المسجد'), vehicle: word('سيارة') },
        ...{ about: word('عني'), contact: word('+963944') },
      },
      ['about'],
    ),
  );
  const photo = { ...must(await layla.group.putPhoto(picture(utf8(word('صورة'))))), type: 'image/jpeg', w: 1, h: 1 };
  const [need] = await layla.does(
    askFor(layla.me, {
      ...{ kind: 'ride', text: word('توصيلة'), until: soon(), area: word('الحي الشرقي'), details: { to: word('المشفى') }, photo },
      ...{ for: 'other', forWhom: word('جارتي'), contactNote: word('+963955') },
    }),
  );
  await settle();
  const [claim] = await omar.does(take(need!));
  await settle();
  const meet = soon();
  await layla.does(shareContact(layla.me, omar.me, need!, claim!, word('+963933')));
  await omar.group.sync();
  await omar.does(setHandover(omar.me, layla.me, need!, claim!, meet, word('33.5138,36.2765')));
  await layla.group.sync();
  await layla.does(shareAddress(layla.me, omar.me, need!, claim!, word('33.5139,36.2766 بناء')));
  await omar.group.sync();
  await omar.does(say(omar.me, layla.me, need!, claim!, word('أنا في الطريق')));
  await omar.does(handed(need!, claim!));
  await layla.group.sync();
  await layla.does(received(need!, claim!), thank(layla.me, omar.me, need!, claim!, word('شكرًا')));
  const [secret] = await salma.does(
    askFor(salma.me, { kind: 'money', text: word('إيجار'), until: soon(), details: { purpose: word('دواء') }, area: word('الغربي') }),
  );
  await settle();
  const [would] = await omar.does(volunteer(secret!));
  await salma.group.sync();
  const item = await salma.group.view('item', { id: secret! });
  await salma.does(choose(salma.me, item!, would!, word('+963966')));
  await settle();
  const [gift] = await omar.does(offer(omar.me, { kind: 'goods', text: word('كرسي'), until: soon(), pieces: [word('ظهر'), word('رجل')] }));
  await settle();
  await salma.does(wish(gift!, { slots: [0] }));
  await settle();
  for (const person of [layla, omar, salma]) {
    must(await person.home.keep('draft', { text: word('مسودة') }));
    await person.does(setProfile(person.me, { name: word('اسم') }));
    await person.does(askFor(person.me, { kind: 'food', text: word('خبز'), until: soon(), area: word('هنا') }));
    await settle();
  }
  // عمر reads what was meant for him, and fetches the photo through the relay.
  expect((await omar.group.view('item', { id: need! }))?.hands[0]?.theirContact).toContain('+963933');
  expect(await omar.group.photo(photo)).not.toBeNull();
}

async function* filesUnder(folder: string): AsyncGenerator<[string, Uint8Array]> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield [entry.name, await readFile(join(entry.parentPath, entry.name))];
  }
}

/** Whether the words can be looked for in the memory of a process; with all rights on Linux they always can. */
let onLinux = process.platform === 'linux';

async function remembered(pid: number, birds: Canaries): Promise<boolean> {
  let suspected = false;
  const bytes = await lookThroughMemory(pid, (part) => (suspected ||= birds.suspects(part)));
  expect(bytes).toBeGreaterThan(10_000_000);
  return suspected;
}

test('[blind] forty canaries through a whole story: none on the wire, in the database, its log, the blobs, what it says, or its memory', async () => {
  const relay = await relayProcess();
  const tap = await tapOn(relay.url);
  const birds = canaries('Kq7Zx3Vw9');
  const nameless = birds.word('ليلى');
  const life = await companyOn({ url: tap.url, socket: () => plainSocket }, 'blind', {
    names: [nameless, birds.word('عمر'), birds.word('سلمى')],
  });
  await story(life, birds);
  expect(birds.words().length).toBeGreaterThanOrEqual(40);
  if (onLinux && process.getuid?.() !== 0)
    await remembered(relay.pid(), birds).catch((error: unknown) => {
      console.warn('this machine lets nobody look into the memory of a process:', error);
      onLinux = false;
    });

  const look = async (): Promise<Record<string, readonly string[] | boolean>> => {
    const seen: Record<string, readonly string[] | boolean> = { wire: birds.found(tap.heard()), said: birds.found(utf8(relay.said())) };
    for await (const [name, bytes] of filesUnder(relay.folder)) {
      const found = birds.found(bytes);
      if (found.length > 0) seen[name] = found;
    }
    if (onLinux) {
      seen['memory'] = await remembered(relay.pid(), birds);
    }
    return seen;
  };
  expect(await look()).toEqual({ wire: [], said: [], ...(onLinux ? { memory: false } : {}) });

  // Whether we would have found one: somebody gives the relay a word in the clear, as a letter to an open box.
  const invites = await life.people[0]!.group.view('invites', {});
  const box = boxIdOf(Buffer.from(invites[0]!.box, 'base64url'));
  const link = must(await connectRelay({ url: tap.url, socket: plainSocket, timers: { after: () => () => undefined } }));
  must(await link.call('letter-put', { box, slot: new Uint8Array(16).fill(1), bytes: utf8(nameless) }));
  const planted = await look();
  expect(planted['wire']).toEqual([nameless]);
  expect(Object.keys(planted).some((name) => name.endsWith('-wal') || name.endsWith('.db') || name.includes('sqlite'))).toBe(true);
  if (onLinux) expect(planted['memory']).toBe(true);
  link.close();
  await life.end();
  await tap.end();
  await relay.end();
}, 60_000);
