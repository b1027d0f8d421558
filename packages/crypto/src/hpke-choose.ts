import { equal, fromHex, utf8, type Bytes } from '@awna/base';
import { webDice } from './dice.ts';
import { webHpke } from './hpke-web.ts';
import { type Hpke } from './hpke.ts';

const bytes = (text: string): Bytes => fromHex(text) ?? new Uint8Array();
const seed = new Uint8Array(32).fill(0x5a);
const plain = utf8('awna');
/** Made with `@hpke/core`: `plain` sealed to the seed's key, with `plain` as info, by an ephemeral private key of 0xd1. */
const publicKey = bytes('b0d08f35b4683381489afb32825e59152d47d19bc9e050d6d5a954984c9d1e2c');
const letter = bytes('7e698e6c04ff7ce65a05c6e5c1d0338782d223c6390db21ab9c72416c00eef6dd0658dadecd8d1060779f43ed3667ce511693c4d');
const dice = (n: number): Bytes => new Uint8Array(n).fill(0xd1);
const spoiled = letter.map((byte, i) => (i === 33 ? byte ^ 1 : byte));

/** Whether it gives the known answers, and opens what it sealed by dice of its own. */
export async function sealsRightly(hpke: Hpke): Promise<boolean> {
  try {
    if (!equal(await hpke.seal(publicKey, plain, plain, dice), letter) || (await hpke.open(seed, plain, spoiled))) return false;
    for (const sealed of [letter, await hpke.seal(publicKey, plain, plain, webDice)]) {
      const opened = await hpke.open(seed, plain, sealed);
      if (!opened || !equal(opened, plain)) return false;
    }
    return true;
  } catch {
    // A platform that cannot is a platform that is not there.
    return false;
  }
}

/** HPKE on this machine: over the platform's primitives, unless they give a wrong answer; then over noble's, loaded only then. */
export const chooseHpke = async (candidate: Hpke = webHpke): Promise<Hpke> =>
  (await sealsRightly(candidate)) ? candidate : (await import('./hpke-noble.ts')).nobleHpke;
