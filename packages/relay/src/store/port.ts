import type { Result } from '@awna/base';
import type { DoorRecord } from '@awna/crypto/verify';

/** A space as the store knows it. `size` frames are its log; rows beyond them wait to be healed. */
export interface SpaceRow {
  readonly space: Uint8Array;
  readonly door: DoorRecord;
  readonly size: number;
  /** The minute of the last frame. */
  readonly minute: number;
  /** Bytes of frames, parts and blobs, against the quota. */
  readonly bytes: number;
  /** The size that was once signed and is not held any more, and its root (null where no one has shown it yet). */
  readonly owed: Owed | null;
}

export interface Owed {
  readonly size: number;
  readonly root: Uint8Array | null;
}

export interface PartRow {
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly day: number;
}

/** What a row says of its frame without the frame's bytes. */
export interface LeafRow {
  readonly place: number;
  readonly minute: number;
  readonly sealedHash: Uint8Array;
  readonly partHash: Uint8Array | null;
  readonly day: number;
  readonly leaf: Uint8Array;
  /** SHA-256(leaf ‖ u64(day)). */
  readonly rowHash: Uint8Array;
}

export interface FrameRow extends LeafRow {
  readonly sealed: Uint8Array;
  /** Null where there is none or it was erased. */
  readonly part: Uint8Array | null;
}

export interface LetterRow {
  readonly seq: number;
  readonly slot: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface BoxRow {
  readonly space: Uint8Array;
  readonly until: number;
}

export interface BlobRow {
  readonly size: number;
  readonly day: number;
  /** How many frames the space had when the blob came first. */
  readonly place: number;
}

interface Given {
  readonly space: Uint8Array;
  readonly sealed: Uint8Array;
  readonly sealedHash: Uint8Array;
  readonly part: PartRow | null;
  readonly minute: number;
}

/** A frame that comes back to where it stood. */
export interface Healed {
  readonly place: number;
  readonly minute: number;
  readonly sealed: Uint8Array;
  readonly sealedHash: Uint8Array;
  readonly partHash: Uint8Array | null;
  readonly part: Uint8Array | null;
  readonly day: number;
}

interface Through {
  /** The writing door it came through: once that is shut, what is still on its way in stays outside. */
  readonly wpk: Uint8Array;
}

/** Everything that ever changes in a store. */
export type Write =
  | ({ readonly kind: 'open'; readonly door: DoorRecord } & Given)
  | ({ readonly kind: 'append' } & Given & Through)
  /** Shuts the writing door that stood and leaves the reading door open up to the new record's place. */
  | { readonly kind: 'door'; readonly space: Uint8Array; readonly record: DoorRecord }
  /** Stops appends until the tail is back. */
  | { readonly kind: 'owe'; readonly space: Uint8Array; readonly size: number; readonly owed: Owed }
  /** Puts a frame's row at its place, over whatever is there. */
  | ({ readonly kind: 'heal'; readonly space: Uint8Array; readonly frame: Healed } & Through)
  /** Takes the rows that waited into the log. */
  | { readonly kind: 'healed'; readonly space: Uint8Array; readonly size: number; readonly minute: number }
  /** Throws the rows that waited away. */
  | { readonly kind: 'unheal'; readonly space: Uint8Array }
  | ({
      readonly kind: 'blob';
      readonly space: Uint8Array;
      readonly blob: Uint8Array;
      readonly size: number;
      readonly day: number;
    } & Through)
  | ({ readonly kind: 'box'; readonly space: Uint8Array; readonly box: Uint8Array; readonly until: number } & Through)
  | { readonly kind: 'letter'; readonly box: Uint8Array; readonly slot: Uint8Array; readonly bytes: Uint8Array; readonly minute: number }
  | ({
      readonly kind: 'reply';
      readonly space: Uint8Array;
      readonly box: Uint8Array;
      readonly slot: Uint8Array;
      readonly bytes: Uint8Array;
    } & Through);

export type WriteRefusal =
  'unknown-space' | 'unknown-box' | 'exists' | 'missing-tail' | 'taken' | 'full' | 'box-full' | 'door-shut' | 'door-old' | 'ahead';

/** Where a frame stands; `again` where the same bytes stood there before. Writes that place nothing answer place 0. */
export interface Done {
  readonly place: number;
  readonly minute: number;
  readonly again: boolean;
  /** The leaf of a frame that was placed now. */
  readonly leaf?: Uint8Array;
}

export type Outcome = Result<Done, WriteRefusal>;

/** Why nothing of a batch was written. */
export type StoreTrouble = 'disk-full' | 'read-only' | 'fault';

/** What expiry found to erase outside the store. */
export interface Swept {
  readonly parts: number;
  readonly boxes: number;
  /** Blobs that no space names any more. */
  readonly blobs: readonly Uint8Array[];
}

export interface StoreBounds {
  /** Bytes of a space. */
  readonly spaceBytes: number;
  /** Letters waiting in a box, and replies. */
  readonly boxLetters: number;
  /** Boxes of a space. */
  readonly boxes: number;
  /** Earlier reading doors of a space; the oldest go first. */
  readonly doors: number;
}

export const defaultBounds: StoreBounds = { spaceBytes: 2 ** 30, boxLetters: 64, boxes: 256, doors: 4096 };

/** How long after its end a box still holds replies, in minutes. */
export const boxGrace = 30 * 1440;

/**
 * Where a relay keeps what it keeps. Writes are serial: a batch is one transaction in the order given, and its outcomes
 * come only once it is durable; a refusal in it touches no other write. Places are dense from 0. Reads see what was committed.
 */
export interface Store {
  commit(writes: readonly Write[]): Promise<Result<readonly Outcome[], StoreTrouble>>;
  space(space: Uint8Array): Promise<SpaceRow | undefined>;
  /** Rows from a place on, in order, waiting ones too; at most `max`. A gap is a row that was lost. */
  leaves(space: Uint8Array, from: number, max: number): Promise<readonly LeafRow[]>;
  /** The same with their bytes; stops after the row that passes `maxBytes`. A row that cannot be read is left out. */
  frames(space: Uint8Array, from: number, max: number, maxBytes: number): Promise<readonly FrameRow[]>;
  /** The last place an earlier reading door reads; nothing where this key is none. */
  until(space: Uint8Array, rpk: Uint8Array): Promise<number | undefined>;
  blob(space: Uint8Array, blob: Uint8Array): Promise<BlobRow | undefined>;
  /** Whether any space names this blob. */
  names(blob: Uint8Array): Promise<boolean>;
  box(box: Uint8Array): Promise<BoxRow | undefined>;
  letters(box: Uint8Array, after: number, max: number): Promise<readonly LetterRow[]>;
  reply(box: Uint8Array, slot: Uint8Array): Promise<Uint8Array | undefined>;
  /** Erases parts and blob names whose day has come, and boxes past their grace, so that their bytes are in no file. */
  sweep(day: number, minute: number): Promise<Result<Swept, StoreTrouble>>;
  /** Frames after a cursor of the store's own, for the scrub; an empty answer ends the round. */
  scrub(after: number, max: number): Promise<{ readonly rows: readonly FrameRow[]; readonly next: number }>;
  close(): Promise<void>;
}
