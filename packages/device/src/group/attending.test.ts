import { askFor } from '@awna/core';
import { deviceOn, must, plainSocket, relayAt } from '@awna/testkit';
import { decodeRequest, type SocketFactory } from '@awna/wire';
import { expect, test } from 'vitest';

test('[M2] a box is looked into once on a connection, and again when a letter comes: not at every word that is said', async () => {
  const relay = await relayAt();
  let asked = 0;
  const socket: SocketFactory = (url) => {
    const under = plainSocket(url);
    const send = under.send.bind(under);
    under.send = (data) => {
      const request = decodeRequest(data);
      if (request.ok && request.value.call.op === 'letters') asked++;
      send(data);
    };
    return under;
  };
  const [home, newcomer] = [await deviceOn({ socket }), await deviceOn()];
  try {
    const { space, member } = must(await home.found({ relay: relay.url, group: 'جيران', name: 'ليلى', sandbox: false }));
    const group = home.group(space);
    const { link } = must(await group.invite({ mode: 'request', uses: 3, hours: 24 }));
    must(await group.sync());
    expect(asked).toBe(1);
    for (const text of ['سلم', 'خبز', 'مدفأة']) {
      must(await group.act([askFor(member, { kind: 'goods', text, until: Math.floor(Date.now() / 60_000) + 600 })]));
      must(await group.sync());
    }
    expect(asked).toBe(1);
    must(await newcomer.join({ link, name: 'سلمى' }));
    while ((await group.letters()).length === 0) await new Promise((resume) => setTimeout(resume, 5));
    // What came, and that there is no more.
    expect(asked).toBe(3);
  } finally {
    await newcomer.close();
    await home.close();
    await relay.end();
  }
});
