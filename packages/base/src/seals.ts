/** Seals in one blob (PROTOCOL §11): as many as fit into 64 KiB. */
export const sealsEach = 819;

/** How many seals a turn for so many people has: filled up, so that their number tells little. */
export const sealsFilled = (people: number): number => Math.max(64, Math.ceil(people / 64) * 64);

/** How many blobs that takes. */
export const sealBlobs = (people: number): number => Math.ceil(sealsFilled(people) / sealsEach);
