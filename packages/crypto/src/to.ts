import { concat, domain, pad, unpad, utf8, type Bytes } from '@awna/base';
import { type Dice } from './dice.ts';
import { type Engine } from './engine.ts';

/** What a sealed entry is bound to: moved to another fact, sender or receiver, it does not open. Ids are 16 bytes. */
export interface Binding {
  readonly space: Uint8Array;
  readonly type: string;
  readonly fact: Uint8Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

const toDomain = domain('to');

const infoOf = (b: Binding): Bytes => concat(toDomain, b.space, utf8(b.type), Uint8Array.of(0), b.fact, b.from, b.to);

/** Seals CBOR to one member's sealing key: `enc(32) ‖ ciphertext`, padded (PROTOCOL §5). */
export const sealTo = (engine: Engine, dice: Dice, sealingKey: Uint8Array, binding: Binding, cbor: Uint8Array): Promise<Bytes> =>
  engine.hpkeSeal(sealingKey, infoOf(binding), pad(cbor), dice);

/** What was sealed to the holder of this seed under this binding, or nothing. */
export async function openTo(engine: Engine, seed: Uint8Array, binding: Binding, sealed: Uint8Array): Promise<Bytes | undefined> {
  const padded = await engine.hpkeOpen(seed, infoOf(binding), sealed);
  return padded && unpad(padded);
}
