const quiet = 'a run on a quiet machine comes first, and nothing is planned before it.';
const shared = `The relay, those who ask it and whatever else runs share the machine's cores, and the time is theirs together: ${quiet}`;
const wire =
  "The raw store writes rows; the relay besides reads frames from a socket, hashes them into the tree, signs a head, answers and announces, and the generator that seals nothing still takes its part of the same two cores. It takes about 64 µs of CPU an append; fewer copies on the way to the writer's thread are the next thing to try.";
const tap =
  'A frame goes to 1,000 followers one write after another, about 26 ms on this machine, and the last one is counted too; drawing and comparing a board of 1,000 items takes about 10 ms of the rest, two synced writes most of what remains. Patches of what changed instead of the whole board come next.';
const signatures =
  'The gate asks for 6,700 signatures a second beside opening and folding as many frames; the row `strict Ed25519 verified` says how many this machine checks in the same run when it does nothing else. It happens behind a board that is in use; checkpoints (issue 3) let that board come before it.';
const seals = `Nearly all of it is one HPKE seal for each person, on the threads of WebCrypto, which wait where others have the cores: ${quiet}`;

/** Why a gate is missed and what is planned, by area and row: said only of a run that misses it. */
const why: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  relay: { 'appends over the wire': wire, 'acknowledged, 1,000/s, p99': shared },
  open: {
    'one author: every signature': signatures,
    '20 authors: usable, tips first':
      'A new device still opens and folds the whole log, one signed message a fact, where the peer signs a run of edits at once; checkpoints (issue 3) let it open the state and read only what came after.',
    '20 authors: every signature': signatures,
  },
  removal: {
    'one of 1,000: turn made and judged, door signed': seals,
    'one of 5,000: turn made and judged, door signed': seals,
  },
  fold: { 'facts folded': `One thread judges everything, and others who use the machine slow it down: ${quiet}` },
  tap: {
    'durable here and answered, p50': shared,
    'on the board here, p50': shared,
    "on another member's board, p99": tap,
  },
};

/** What is said of a missed gate. */
export const whyMissed = (area: string, what: string): string => why[area]?.[what] ?? 'Nobody has looked into it yet.';
