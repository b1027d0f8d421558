import { base64url, encode, factIdOf, fromBase64url, idBytes, sha256, type Bytes, type Id } from '@awna/base';
import { rosterOf, rosterRootOf, turnKeys } from '@awna/core';
import { commitmentOf, epochKeys, nextKey, sealTurn } from '@awna/crypto';
import { saltAfter } from '../log/body.ts';
import type { Write } from '../store/port.ts';
import { blobKey } from './fetch.ts';
import type { Waiting } from './outbox.ts';
import { erased, type Turning } from './record.ts';
import type { Space } from './space.ts';

/** As long as somebody may sleep and still find their seal at the relay. */
const keptDays = 400;

/** A turn that is ready to be written: its fact, the key to keep until its fate is known, and its blobs of seals as they go to the disk. */
export interface Ready {
  readonly fact: Waiting;
  readonly turning: Turning;
  readonly writes: readonly Write[];
}

/** Makes the keys of the next epoch, from what is fresh and from those of the last, for all who are in as the log is read now. */
export async function makeTurn(space: Space, me: Id, before: Bytes): Promise<Ready> {
  const { engine, dice } = space.platform;
  const { space: id } = space.record;
  const { members, salts } = space.replica.state;
  const K = await nextKey(engine, before, dice(32), id);
  const { tag } = await epochKeys(engine, K, id);
  const commit = await commitmentOf(engine, K, id);
  const roster = rosterOf(members).map(({ member, sealing }) => ({
    member: idBytes(member),
    sealing: fromBase64url(sealing) ?? new Uint8Array(32),
  }));
  const blobs = await sealTurn(engine, dice, { space: id, commit, from: idBytes(me) }, K, roster);
  const names = blobs.map((blob) => base64url(sha256(blob)));
  const draft = turnKeys({ tag: base64url(tag), commit: base64url(commit), roster: base64url(rosterRootOf(members)), seals: names });
  // Before everything that waits: salts rise along a chain, and what waits keeps its own.
  const salt = saltAfter(salts.get(space.deviceId));
  const day = encode(Math.floor(space.minute / 1440) + keptDays);
  const kept = blobs.flatMap((blob, i): Write[] => [
    [blobKey(space, names[i] ?? ''), blob],
    [`blobout/${space.id}/${names[i] ?? ''}`, day],
  ]);
  return {
    fact: { seq: 0, id: factIdOf(space.device, salt), salt, draft, hold: 0 },
    turning: { K, blobs: names },
    writes: [...erased(space), ...kept],
  };
}
