import { base64url, encode, factIdOf, type Bytes } from '@awna/base';
import { askFor, handed, take, type Draft } from '@awna/core';
import { epochKeys, type EpochKeys } from '@awna/crypto';
import { platformOf } from '@awna/testkit';
import { compose, type Author } from '../src/group/compose.ts';
import { asValue } from '../src/group/record.ts';
import { noPrev, saltOf } from '../src/log/body.ts';

/** Bytes the relay gets for some facts (sealed message and part), and bytes of what they say. */
export interface Weight {
  readonly wire: number;
  readonly plain: number;
}

/** What a fact says, without salt, author, signature or place: canonical CBOR of type, data and part. */
const plainOf = ({ type, data, part }: Draft): number => encode([type, asValue(data)]).length + (part ? encode(asValue(part)).length : 0);

async function weigh(author: Author, keys: EpochKeys, drafts: readonly Draft[]): Promise<Weight> {
  const facts = drafts.map((draft, i) => {
    const salt = saltOf(1000 + i, author.dice(10));
    return { seq: i, id: factIdOf(author.device, salt), salt, draft, hold: 0 };
  });
  const head = { size: 10_000, root: author.dice(32), minute: 29_900_000, signature: author.dice(64) };
  const tip = { n: 500, prev: noPrev, headSize: 9_000, at: 29_900_000 };
  const { sealed, part } = await compose({ ...author, keys }, facts, { state: null, tip, head, minute: 29_900_000 });
  return { wire: sealed.length + (part?.bytes.length ?? 0), plain: drafts.reduce((sum, draft) => sum + plainOf(draft), 0) };
}

/** What facts weigh on the wire: the steps of twenty needs in one message, lone short facts, and a need with its words. */
export async function weights(): Promise<{ batch: Weight; step: Weight; taken: Weight; need: Weight }> {
  const { engine, dice } = await platformOf();
  const space: Bytes = dice(16);
  const keys = await epochKeys(engine, dice(32), space);
  const id = (): string => base64url(dice(16));
  const me = id();
  const author: Author = { engine, dice, keys, space, genesis: dice(32), deviceSeed: dice(32), device: dice(16), me };
  const need = askFor(me, {
    ...{ kind: 'food', text: 'نحتاج وجبتين ساخنتين هذا المساء لعائلة مع طفلين.', until: 29_920_000 },
    ...{ area: 'الحارة القديمة', details: { people: 4 }, amount: { n: 2, unit: 'meal' } },
  });
  const steps = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? take(id(), { n: 2 }) : handed(id(), id())));
  return {
    batch: await weigh(author, keys, steps),
    step: await weigh(author, keys, [handed(id(), id())]),
    taken: await weigh(author, keys, [take(id(), { n: 2 })]),
    need: await weigh(author, keys, [need]),
  };
}
