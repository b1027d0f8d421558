import { decode, encode, equal, fromHex, idOf, type ValueMap } from '@awna/base';
import { chance, mutated } from '@awna/testkit';
import { expect, test } from 'vitest';
import kept from './golden/facts.json' with { type: 'json' };
import { claimsOf, readFact } from './index.ts';

/** Inputs that the reader of facts gets; `scripts/hostile.mjs` asks for other seeds, a hundred thousand after the other. */
const rounds = Number(process.env['HOSTILE'] ?? 100_000);
const from = process.env['HOSTILE_SEED'] ?? '';

const samples = kept.map(({ type, cbor }) => ({ type, bytes: fromHex(cbor) ?? new Uint8Array() }));
const names = { space: idOf(new Uint8Array(16)), genesis: new Uint8Array(32) };

test(
  `[§7] ${rounds} facts of every type gone wrong: read exactly as they stand or not at all, and nothing throws`,
  { timeout: 60_000 + rounds },
  () => {
    const fate = chance(`facts${from}`);
    const every = samples.map(({ bytes }) => bytes);
    let given = 0;
    let read = 0;
    while (given < rounds) {
      const { type, bytes } = fate.pick(samples);
      // Now and then with the data of another type.
      const decoded = decode(mutated(fate.happens(0.9) ? [bytes] : every, fate));
      const data = decoded.ok ? decoded.value : null;
      // What is no map was refused with its body.
      if (data === null || typeof data !== 'object' || Array.isArray(data) || data instanceof Uint8Array) continue;
      given++;
      const { fact } = readFact('A'.repeat(22), '00', type, data as ValueMap);
      if (!fact) continue;
      read++;
      if (!equal(encode(fact.data), encode(data))) expect.unreachable('read as something else');
      for (const { key } of claimsOf(fact, names)) if (!(key instanceof Uint8Array)) expect.unreachable('a claim about nothing');
    }
    expect(read).toBeGreaterThan(rounds / 100);
    expect(read).toBeLessThan(rounds / 2);
  },
);
