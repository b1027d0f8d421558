// `npm run build`: builds the web app, whether or not it is stale.
import { stand } from './ground.mjs';

await stand();
const { buildWeb } = await import('./web.mjs');
process.exit(await buildWeb({ force: true }));
