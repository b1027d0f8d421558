import { fromBase64url } from '@awna/base';
import { askFor, leave } from '@awna/core';
import { companyOn, evilRelay, must, seededDice, type Company, type EvilRelay, type Someone } from '@awna/testkit';
import { decodeRequest, encodeRefusal, type SocketEvent, type SocketFactory } from '@awna/wire';
import { expect, test } from 'vitest';

const soon = (): number => Math.floor(Date.now() / 60_000) + 1440;
const bread = ({ me }: Someone) => askFor(me, { kind: 'food', text: 'خبز', until: soon() });

/** A relay that lets nobody in as long as `isShut`, whatever they show; letters it takes. */
const keepingOut =
  (inner: SocketFactory, isShut: () => boolean): SocketFactory =>
  (url) => {
    const real = inner(url);
    const hearers: ((event: SocketEvent) => void)[] = [];
    return {
      get binaryType() {
        return real.binaryType;
      },
      set binaryType(type) {
        real.binaryType = type;
      },
      send(data) {
        const asked = decodeRequest(data);
        if (!isShut() || !asked.ok || asked.value.call.op !== 'enter') return real.send(data);
        const refusal = encodeRefusal(asked.value.id, 'door-shut').slice().buffer;
        queueMicrotask(() => hearers.forEach((hear) => hear({ type: 'message', data: refusal })));
      },
      close: () => real.close(),
      addEventListener(type, hear) {
        if (type === 'message') hearers.push(hear);
        real.addEventListener(type, hear);
      },
    };
  };

interface Stage {
  readonly life: Company<EvilRelay>;
  readonly people: readonly Someone[];
  readonly door: { shut: boolean };
}

async function on(names: readonly string[], work: (stage: Stage) => Promise<void>): Promise<void> {
  const door = { shut: false };
  const relay = evilRelay(seededDice(`shut/${names.join()}`)(32));
  const guarded: EvilRelay = { ...relay, socket: (view) => keepingOut(relay.socket(view), () => door.shut) };
  const life = await companyOn(guarded, `shut/${names.join()}`, { names });
  try {
    await work({ life, people: life.people, door });
  } finally {
    await life.end();
  }
}

test('[§12] a relay that lets us in by no door we know: the status says so, nothing is lost, and it is tried again', () =>
  on(['ليلى', 'عمر'], async ({ life, people, door }) => {
    const [layla, omar] = people as [Someone, Someone];
    door.shut = true;
    life.relay.hangUp();
    must(await omar.group.act([bread(omar)]));
    expect(await omar.group.sync()).toEqual({ ok: false, error: 'door-shut' });
    expect(await omar.group.status()).toMatchObject({ shut: true, outbox: 1, alarm: null, lacking: null });
    expect((await omar.home.spaces())[0]).toMatchObject({ state: 'member' });
    door.shut = false;
    must(await omar.group.sync());
    expect(await omar.group.status()).toMatchObject({ shut: false, outbox: 0 });
    must(await layla.group.sync());
    expect((await layla.group.view('board', {})).needs.map(({ text }) => text)).toEqual(['خبز']);
  }));

test('[§12] who lacks the keys of a turn besides asks for them by letter, which needs no door', () =>
  on(['ليلى', 'عمر', 'سلمى', 'هند'], async ({ life, people, door }) => {
    const [layla, omar, , hind] = people as [Someone, Someone, Someone, Someone];
    await hind.does(leave());
    must(await omar.group.sync());
    omar.link.cutOff();
    must(await layla.group.sync());
    await layla.does(bread(layla));
    // The seals of the turn are lost at the relay: nobody opens theirs.
    const turns = (await layla.group.log({ from: 0, limit: 100 })).flatMap(({ facts }) => facts);
    const seals = turns.find(({ type }) => type === 'members/keys-turned@1')!.data['seals'] as readonly string[];
    life.relay.spoil(fromBase64url(seals[0]!)!, null);
    omar.link.mend();
    layla.link.cutOff();
    expect(await omar.group.sync()).toEqual({ ok: false, error: 'keys-awaited' });
    const { lacking } = await omar.group.status();
    expect(lacking).not.toBeNull();
    // Now the doors are shut to him too; ليلى answers his letter.
    omar.link.cutOff();
    layla.link.mend();
    must(await layla.group.sync());
    layla.link.cutOff();
    door.shut = true;
    omar.link.mend();
    await expect.poll(async () => (await omar.group.sync(), (await omar.group.status()).lacking), { timeout: 5_000 }).toBeNull();
    expect(await omar.group.sync()).toEqual({ ok: false, error: 'door-shut' });
    door.shut = false;
    must(await omar.group.sync());
    expect(await omar.group.roots()).toEqual(await layla.group.roots());
    layla.link.mend();
  }));
