/** How large each thing may be, in bytes unless said otherwise. A relay may set lower ones and says them in `hello`. */
export const limits = {
  /** A frame's sealed message. */
  sealed: 70_000,
  part: 70_000,
  blob: 1_048_576,
  letter: 16_384,
  /** One message on the socket, or one HTTP body. */
  message: 1_310_720,
  /** Frames in one answer or announcement. */
  frames: 500,
  /** Letters in one answer. */
  letters: 64,
} as const;

export type Limits = { readonly [K in keyof typeof limits]: number };

/** The version of what device and relay say to each other. */
export const version = 1;
