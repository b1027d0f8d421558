import { pathToFileURL } from 'node:url';
import { equal, leafOf, sha256, Tree } from '@awna/base';
import type { Frame, RelayLink } from '@awna/wire';
import { childRelay } from './child.ts';
import { bytes, connect, enterSpace, inFolder, must, openSpace, testSpace, type TestSpace } from './people.ts';

/** What was found after so many kills. All but `kills` and `acknowledged` must be 0. */
export interface KillCount {
  kills: number;
  acknowledged: number;
  lost: number;
  /** Places that hold other bytes than were acknowledged there, or bytes that stand at two. */
  twice: number;
  /** Heads that do not belong to the frames served. */
  wrongRoots: number;
}

async function allFrames(link: RelayLink, at: TestSpace): Promise<{ frames: Frame[]; root: Uint8Array; size: number }> {
  const frames: Frame[] = [];
  for (;;) {
    const { frames: more, head, missing } = must(await link.call('read', { space: at.space, from: frames.length }));
    if (missing.length > 0) throw new Error('frames are damaged');
    frames.push(...more);
    if (frames.length >= head.size) return { frames, root: head.root, size: head.size };
  }
}

/** Appends from several connections and kills the relay in the middle with SIGKILL, again and again; then counts. */
export async function killUnderLoad(kills: number, writers = 4, inFlight = 16): Promise<KillCount> {
  return inFolder(async (folder) => {
    const at = testSpace();
    const acknowledged = new Map<number, Uint8Array>();
    const count: KillCount = { kills, acknowledged: 0, lost: 0, twice: 0, wrongRoots: 0 };
    let first = true;
    for (let round = 0; round < kills; round++) {
      const relay = await childRelay(folder);
      if (first) must(await openSpace(await connect(relay.url), at));
      first = false;
      const links = await Promise.all(Array.from({ length: writers }, () => connect(relay.url)));
      for (const link of links) must(await enterSpace(link, at, 'write'));
      const flow = async (link: RelayLink): Promise<void> => {
        for (;;) {
          const sealed = bytes(300 + (acknowledged.size % 700));
          const placed = await link.call('append', { space: at.space, sealed });
          if (!placed.ok) return;
          count.acknowledged++;
          const before = acknowledged.get(placed.value.place);
          if (before && !equal(before, sealed)) count.twice++;
          acknowledged.set(placed.value.place, sealed);
        }
      };
      const flows = links.flatMap((link) => Array.from({ length: inFlight }, () => flow(link)));
      const enough = acknowledged.size + 100 + Math.floor(Math.random() * 400);
      while (acknowledged.size < enough) await new Promise((resume) => setTimeout(resume, 5));
      await relay.kill();
      await Promise.all(flows);
    }
    const relay = await childRelay(folder);
    const link = await connect(relay.url);
    must(await enterSpace(link, at));
    const { frames, root } = await allFrames(link, at);
    await relay.stop();
    const tree = new Tree();
    const seen = new Set<string>();
    frames.forEach((frame, i) => {
      const name = Buffer.from(sha256(frame.sealed)).toString('hex');
      if (frame.place !== i || seen.has(name)) count.twice++;
      seen.add(name);
      tree.append(leafOf(frame.place, frame.minute, sha256(frame.sealed), frame.partHash));
    });
    for (const [place, sealed] of acknowledged) if (!frames[place] || !equal(frames[place].sealed, sealed)) count.lost++;
    if (!equal(tree.root(), root)) count.wrongRoots++;
    return count;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = await killUnderLoad(Number(process.argv[2] ?? 50));
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = found.lost + found.twice + found.wrongRoots === 0 ? 0 : 1;
}
