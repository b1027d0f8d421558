import { base64url, decode, domain, equal, idBytes, type Bytes, type Value } from '@awna/base';
import { nextKey, openBlob, openMessage, openPart, openSeal, sealBytes, tagOf, type Engine, type EpochKeys } from '@awna/crypto';
import type { Frame } from '@awna/wire';
import { each, type Known } from './known.ts';
import type { Past, TurnPast } from './past.ts';
import type { Life } from './village.ts';

/** What somebody who has gone made of what came later. */
export interface Read {
  readonly frames: number;
  readonly parts: number;
  readonly blobs: number;
  /** What they opened that they should not have. */
  readonly opened: readonly string[];
}

/** Up to which size its author had read the log, as a message says itself. */
function seenIn(body: Bytes): number {
  const decoded = decode(body);
  const head = decoded.ok && Array.isArray(decoded.value) ? (decoded.value as readonly Value[])[3] : undefined;
  const [size] = Array.isArray(head) ? (head as readonly Value[]) : [];
  return typeof size === 'number' ? size : 0;
}

const under = (sealed: Uint8Array, tag: Uint8Array): Bytes => {
  const renamed = new Uint8Array(sealed);
  renamed.set(tag, 2);
  return renamed;
};

const tagIn = ({ sealed }: Pick<Frame, 'sealed'>): Bytes => tagOf(new Uint8Array(sealed)) ?? new Uint8Array(8);

/** Whether a part's box opens, whatever its message names: the name is a check, and not a lock. */
async function opensPart(engine: Engine, keys: EpochKeys, space: Bytes, part: Uint8Array): Promise<boolean> {
  let isOpen = false;
  const watched: Engine = {
    ...engine,
    async aeadOpen(...given) {
      const plain = await engine.aeadOpen(...given);
      isOpen ||= plain !== undefined;
      return plain;
    },
  };
  await openPart(watched, keys, space, part, new Uint8Array(32));
  return isOpen;
}

/** Each of their epochs on each frame and part, under its own name and under another. */
async function withTheirKeys(
  engine: Engine,
  space: Bytes,
  { epochs }: Known,
  later: readonly Frame[],
  past: Past,
  shut: number,
): Promise<string[]> {
  const opened: string[] = [];
  for (const frame of later) {
    const { place, sealed, part } = frame;
    const isVoid = past.lines[place]?.void !== null;
    for (const { keys } of epochs) {
      for (const box of equal(tagIn(frame), keys.tag) ? [sealed] : [sealed, under(sealed, keys.tag)]) {
        const message = await openMessage(engine, { ...keys, tag: tagIn({ sealed: box }) }, space, box);
        // Of somebody who did not know yet: it was sealed for them, and only later put here.
        if (message.ok && seenIn(message.value.body) > shut) opened.push(`frame ${String(place)}`);
      }
      if (part && !isVoid && (await opensPart(engine, keys, space, part))) opened.push(`part ${String(place)}`);
    }
  }
  return opened;
}

/** Each of their secrets, and each next key they could make themselves, as the key of what came later. */
async function withTheirSecrets(
  engine: Engine,
  space: Bytes,
  known: Known,
  later: readonly Frame[],
  turns: readonly TurnPast[],
): Promise<string[]> {
  const opened: string[] = [];
  const next: Bytes[] = [];
  for (const { K } of known.epochs) for (const secret of known.secrets) next.push(await nextKey(engine, K, secret, space));
  for (const secret of each([...known.secrets, ...next])) {
    const tag = (await engine.hkdf(secret, space, domain('epoch/tag'), 32)).subarray(0, 8);
    if (turns.some((turn) => equal(turn.tag, tag))) opened.push('the key of a turn');
  }
  // One frame of each epoch: all of one are opened with one key.
  for (const turn of turns) {
    const first = later.find((frame) => equal(tagIn(frame), turn.tag));
    const [own] = known.epochs;
    if (!first || !own) continue;
    for (const secret of known.secrets) {
      const message = await openMessage(engine, { ...own.keys, env: secret, tag: turn.tag }, space, first.sealed);
      if (message.ok) opened.push(`frame ${String(first.place)} with ${base64url(secret).slice(0, 6)}`);
    }
  }
  return opened;
}

/** Each seal of each later turn with their own key, and its blob with whatever they have. */
async function withTheirSeals({ ground, space, relay }: Life, known: Known, turns: readonly TurnPast[]): Promise<string[]> {
  const opened: string[] = [];
  const sealing = new Uint8Array(known.record['sealing'] as Bytes);
  for (const turn of turns) {
    const turning = { space: idBytes(space), commit: turn.commit, from: idBytes(turn.from) };
    for (const name of turn.seals) {
      const blob = relay.blob(name);
      if (!blob) continue;
      for (const secret of known.secrets) if (await openBlob(ground.engine, secret, blob)) opened.push(`a blob of ${String(turn.place)}`);
      const seals = Array.from({ length: blob.length / sealBytes }, (_, i) => blob.slice(i * sealBytes, (i + 1) * sealBytes));
      for (const seal of each(seals))
        if (await openSeal(ground.engine, sealing, turning, idBytes(known.member), seal)) opened.push(`a seal of ${String(turn.place)}`);
    }
  }
  return opened;
}

/** Tries everything somebody has on everything that came after the turn which shut them out, but for what others did who had gone. */
export async function readOn(life: Life, past: Past, known: Known): Promise<Read> {
  const { ground, space, relay, haunted } = life;
  const id = idBytes(space);
  const shut = past.members.get(known.member)?.shut ?? null;
  if (shut === null) return { frames: 0, parts: 0, blobs: 0, opened: [] };
  const later = relay.told(id).filter(({ place }) => place > shut && !haunted.has(place));
  const turns = past.turns.filter(({ place }) => place >= shut);
  return {
    frames: later.length,
    parts: later.filter(({ part }) => part !== null).length,
    blobs: turns.reduce((sum, { seals }) => sum + seals.length, 0),
    opened: [
      ...(await withTheirKeys(ground.engine, id, known, later, past, shut)),
      ...(await withTheirSecrets(ground.engine, id, known, later, turns)),
      ...(await withTheirSeals(life, known, turns)),
    ],
  };
}
