import { nobleEngine, webEngine, type Engine } from '../src/index.ts';

/** What an engine does with one message of a usual size: verified a second (many under way), and milliseconds to seal and open by HPKE. */
export interface EngineFigures {
  readonly name: Engine['name'];
  readonly verifies: number;
  readonly seal: number;
  readonly open: number;
}

const together = 64;

/** How often `work` is done a second, so many under way at once, over about this long. */
async function rate(seconds: number, work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: together }, work));
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < seconds * 1000) {
    await Promise.all(Array.from({ length: together }, work));
    done += together;
  }
  return (done * 1000) / (performance.now() - start);
}

async function figuresOf(engine: Engine, seconds: number): Promise<EngineFigures> {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const message = crypto.getRandomValues(new Uint8Array(101));
  const [publicKey, signature, sealingKey] = await Promise.all([
    engine.publicKeyOf(seed),
    engine.sign(seed, message),
    engine.sealingKeyOf(seed),
  ]);
  const sealed = await engine.hpkeSeal(sealingKey, message, message);
  const must = (good: boolean): void => {
    if (!good) throw new Error(`${engine.name} went wrong`);
  };
  return {
    name: engine.name,
    verifies: await rate(seconds, async () => must(await engine.verify(publicKey, signature, message))),
    seal: 1000 / (await rate(seconds / 2, () => engine.hpkeSeal(sealingKey, message, message))),
    open: 1000 / (await rate(seconds / 2, async () => must((await engine.hpkeOpen(seed, message, sealed)) !== undefined))),
  };
}

/** The platform's engine and noble's, one after the other. */
export const benchEngines = async (seconds = 1.5): Promise<readonly [web: EngineFigures, noble: EngineFigures]> => [
  await figuresOf(webEngine, seconds),
  await figuresOf(nobleEngine, seconds),
];
