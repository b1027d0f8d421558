// `npm run build`: builds the web app, whether or not it is stale; with `--stale` only where it is.
import { stand } from './ground.mjs';

await stand();
const { buildWeb } = await import('./web.mjs');
process.exit(await buildWeb({ force: !process.argv.includes('--stale') }));
