import { handFor } from '@awna/testkit';
import { expect, test } from 'vitest';

test('[K, M6] who was removed and has the relay for a friend opens 0 of 1,000 later frames and 100 blobs, and none of 10,000 writes stands', async () => {
  const hand = handFor();
  try {
    const told = await hand.removed({ frames: 1_000, blobs: 100, writes: 10_000 });
    console.log(`removed: ${JSON.stringify(told)}`);
    expect(told).toMatchObject({ opened: [], stood: 0, came: [], wrong: [] });
    expect(told.frames).toBeGreaterThanOrEqual(1_000);
    expect(told.blobs).toBeGreaterThanOrEqual(100);
    expect(told.writes).toBeGreaterThanOrEqual(10_000);
    expect(told.turns).toBeGreaterThanOrEqual(3);
    // Whoever is in opens all of it.
    expect([told.inside >= 1_000, told.blobsInside]).toEqual([true, told.blobs]);
  } finally {
    await hand.end();
  }
}, 600_000);
