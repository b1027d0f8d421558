import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Asked } from './hands.ts';
import type { Broken } from './shelf.ts';

/*
 * A worker that lives lives. It reads the project's sources as Node does, so that nothing is under way which the flow of
 * time does not know of; and where it is told to, it reads them with a fault in them.
 */

const broken = (workerData as { readonly broken: Broken | null }).broken;
const { patches } = broken ?? { patches: [] };

if (patches.length > 0) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const mine = patches.filter(({ file }) => url.endsWith(`/${file}`));
      if (mine.length === 0) return loaded;
      let text = Buffer.from((loaded.source ?? '') as string | Uint8Array<ArrayBuffer>).toString();
      for (const { file, from, to } of mine) {
        if (text.split(from).length !== 2) throw new Error(`${file} does not say exactly once: ${from}`);
        text = text.replace(from, () => to);
      }
      return { ...loaded, source: text };
    },
  });
}

const { failuresAmong, lived } = await import('./lives.ts');
const { removedStory } = await import('./story.ts');
const { bendsBy } = await import('./bends.ts');
const bend = broken?.relay && bendsBy[broken.relay];

parentPort?.on('message', ({ id, seeds, schedule, much }: Asked) => {
  const [seed = 0] = seeds;
  const work: Promise<unknown> = much ? removedStory(much) : schedule ? lived(seed, schedule, bend) : failuresAmong(seeds);
  work.then(
    (answer) => parentPort?.postMessage({ id, answer }),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.stack : String(error) }),
  );
});
