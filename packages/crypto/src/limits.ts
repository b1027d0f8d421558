/** A body's most bytes (PROTOCOL §5). */
export const maxBody = 65_536;

/** A sealed message's and a part's most bytes (PROTOCOL §10): whatever is longer is not even opened. */
export const maxSealed = 70_000;

/** A sealed blob's most bytes. */
export const maxBlob = 1_048_576;

/** A letter's and a welcome's most bytes. */
export const maxLetter = 16_384;
