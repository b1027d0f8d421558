// `npm test`: every check of this project in order; the last line counts them all.
import { stand } from './ground.mjs';

await stand();
const { everything } = await import('./stages.mjs');
process.exit(await everything());
