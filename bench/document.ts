import { whyMissed } from './missed.ts';
import { asMarkdown, type Outcome } from './table.ts';

const notes = [
  'The log is read frame by frame: one message a fact, each signed, sealed and judged by itself, a third of them with words in a part. There are no checkpoints yet, so a new device reads everything; that is what makes ≥ 20 × out of this, and it comes with a later issue.',
  'cojson signs a run of edits at once and holds them in one stream; `a map a need` is how apps on it are usually made. It runs on its WebAssembly core here. Tried apart on the same machine, its native core took a little over half the time for the same feed.',
  "cojson's two nodes pass objects to each other in memory; our device reads over a WebSocket on loopback from a relay that reads SQLite and checks every row. All four share one process, and its processor time is counted whole.",
  'Raw SQLite writes rows of the same size with `synchronous=FULL` in groups of 256, before and after the relay is measured; the relay also parses, judges doors, grows the tree, signs a head a commit and answers every append.',
  'A tap is counted until the device has it on disk (SQLite, FULL) and the board that is being looked at shows it; on the other device, until its board does.',
  'A removal is the turn that follows it: next key, a seal for each who stays, the frame, judging it, and one signature on the record of the door; the case and its signatures come before and cost what any fact costs. A device fetches one blob of seals (at most 819 of them) and reads the frame with the log as any other; here neither goes over a network.',
  'ts-mls builds its group by one commit that adds everybody, which leaves the tree above them empty and is the dearest moment for MLS; then again after members who sit evenly apart have committed once each. The more of them have, the fewer bytes a removal takes; everybody would take too long here. What takes its time is hashing and checking the whole tree. MLS also forgets old keys as it goes, so that who takes a device today cannot open what was sent before; ours are kept.',
  "cojson seals the new key to each member by a transaction of its own; all of them go to everybody. Its members' accounts are at the node that removes, as in a device that knows them all.",
];

/** An area as it stands in the page: its table and, for each gate it missed, why and what is planned. */
function told(outcome: Outcome): string {
  const missed = outcome.rows.filter(({ gate }) => gate && !gate.passes);
  const lines = missed.map(({ what }) => `- Missed, *${what}*: ${whyMissed(outcome.name, what)}`);
  return [asMarkdown(outcome), ...(lines.length > 0 ? [...lines, ''] : [])].join('\n');
}

/** The run as a page of the docs. `run`: the machine, its load, the time it took. */
export const document = (outcomes: readonly Outcome[], run: string): string =>
  [
    '# What it measured',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${run}.`,
    '',
    'Peers and limits were measured in the same run on the same machine. Timings are part of no test; ratios travel better than they do.',
    'Gates are those of the design; some of them come with what later issues build, and are printed as missed until then. Under each table stands, for every gate that was missed, why and what is planned.',
    '',
    ...outcomes.map(told),
    '## How it was measured',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
