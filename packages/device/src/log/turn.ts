import { fromBase64url, type Bytes, type Id } from '@awna/base';
import type { Content, OpenFrame } from './open.ts';

/** A turn as the log says it: what follows names its epoch by `tag`, and the keys are in its seals (PROTOCOL §11). */
export interface Turn {
  readonly place: number;
  readonly minute: number;
  /** Who turned. */
  readonly from: Id;
  readonly tag: Bytes;
  readonly commit: Bytes;
  /** Names of the blobs that hold the seals. */
  readonly seals: readonly Bytes[];
  /** The tag of the epoch that it ends. */
  readonly before: Bytes;
  /** Whether the relay's door takes its keys: somebody had gone (PROTOCOL §12). */
  readonly opensDoor: boolean;
}

const bytesOf = (text: unknown): Bytes | undefined => (typeof text === 'string' ? fromBase64url(text) : undefined);

/** The turn that a message is, once the rules have said that it stands. */
export function turnIn({ place, minute }: OpenFrame, { facts, tag: before }: Content, from: Id, opensDoor: boolean): Turn | undefined {
  const [read] = facts;
  if (read?.fact?.type !== 'members/keys-turned@1') return undefined;
  const { tag, commit, seals } = read.fact.data;
  const named = { tag: bytesOf(tag), commit: bytesOf(commit) };
  const blobs = (Array.isArray(seals) ? (seals as readonly unknown[]) : []).flatMap((seal) => bytesOf(seal) ?? []);
  return named.tag && named.commit
    ? { place, minute, from, tag: named.tag, commit: named.commit, seals: blobs, before, opensDoor }
    : undefined;
}
