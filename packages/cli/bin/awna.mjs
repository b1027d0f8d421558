#!/usr/bin/env node
// `npx --no -- awna …`: the terminal, on the pinned Node whatever Node was typed.
import { stand } from '../../../scripts/ground.mjs';

await stand();
await import('../src/main.ts');
