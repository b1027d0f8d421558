import { childRelay } from './child.ts';
import { bytes, connect, enterSpace, founded, inFolder, must } from './people.ts';

/** Milliseconds from the moment an append was due to its acknowledgement. */
export interface Paced {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Appends of 1 KiB at a steady pace, due whether or not those before were answered: what waits in line counts. The
 * generator runs beside the relay on the same cores, and what it is late itself counts too.
 */
export async function benchPaced(perSecond = 1000, seconds = 4, connections = 8): Promise<Paced> {
  return inFolder(async (folder) => {
    const relay = await childRelay(folder);
    try {
      const { at } = await founded(relay.url);
      const links = await Promise.all(
        Array.from({ length: connections }, async () => {
          const link = await connect(relay.url);
          must(await enterSpace(link, at, 'write'));
          return link;
        }),
      );
      const took: number[] = [];
      const underWay: Promise<void>[] = [];
      const warm = perSecond / 2;
      const start = performance.now();
      for (let i = 0; i < perSecond * seconds + warm;) {
        const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
        for (; i <= due && i < perSecond * seconds + warm; i++) {
          const link = links[i % links.length];
          if (!link) throw new RangeError('no connection');
          const at0 = start + (i * 1000) / perSecond;
          const counts = i >= warm;
          underWay.push(
            link.call('append', { space: at.space, sealed: bytes(1024) }).then((answer) => {
              must(answer);
              if (counts) took.push(performance.now() - at0);
            }),
          );
        }
        await new Promise((resume) => setTimeout(resume, 1));
      }
      await Promise.all(underWay);
      took.sort((a, b) => a - b);
      const of = (part: number): number => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
      return { perSecond, p50: of(0.5), p99: of(0.99) };
    } finally {
      await relay.stop();
    }
  });
}
