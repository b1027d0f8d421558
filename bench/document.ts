import { asMarkdown, type Outcome } from './table.ts';

const notes = [
  'The log is read frame by frame: one message a fact, each signed, sealed and judged by itself, a third of them with words in a part. There are no checkpoints yet, so a new device reads everything; that is what makes ≥ 20 × out of this, and it comes with a later issue.',
  'cojson signs a run of edits at once and holds them in one stream; `a map a need` is how apps on it are usually made. It runs on its WebAssembly core here. Tried apart on the same machine, its native core took a little over half the time for the same feed.',
  "cojson's two nodes pass objects to each other in memory; our device reads over a WebSocket on loopback from a relay that reads SQLite and checks every row. All four share one process, and its processor time is counted whole.",
  'Raw SQLite writes rows of the same size with `synchronous=FULL` in groups of 256, before and after the relay is measured; the relay also parses, judges doors, grows the tree, signs a head a commit and answers every append.',
  'A tap is counted until the device has it on disk (SQLite, FULL) and the board that is being looked at shows it; on the other device, until its board does.',
];

/** The run as a page of the docs. `told`: the machine, its load, the time it took. */
export const document = (outcomes: readonly Outcome[], told: string): string =>
  [
    '# What it measured',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${told}.`,
    '',
    'Peers and limits were measured in the same run on the same machine. Timings are part of no test; ratios travel better than they do.',
    'Gates are those of the design; some of them come with what later issues build, and are printed as missed until then.',
    '',
    ...outcomes.map(asMarkdown),
    '## How it was measured',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
