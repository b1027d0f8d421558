import { decodeFromRelay, type Frame } from '@awna/wire';
import { describe, expect, it } from 'vitest';
import { bytes, realTimers } from '../bench/people.ts';
import { announcementOf, Follower, portions, type Ear } from './log/follower.ts';
import type { Served } from './log/serve.ts';
import { Space } from './log/space.ts';

const frameAt = (place: number, length = 100): Frame => ({ place, minute: 1, sealed: bytes(length), partHash: null, part: null, day: 0 });

const door = { count: 0, rpk: bytes(32), wpk: bytes(32), place: 0, control: [bytes(32)], k: 1 };

/** A space that grows at the test's word, and reads of it that can be counted. */
function growing() {
  const space = new Space({ space: bytes(16), door, size: 0, minute: 0, bytes: 0, owed: null }, () => new Uint8Array(64));
  let reads = 0;
  const read = async (_space: Space, from: number): Promise<Served> => {
    reads++;
    const next = Math.min(space.tree.size, from + 10);
    return { frames: Array.from({ length: next - from }, (_, i) => frameAt(from + i)), missing: [], next };
  };
  const grow = (n: number): void => {
    for (let i = 0; i < n; i++) space.grow(bytes(32), 1);
  };
  return { space, read, grow, reads: () => reads };
}

/** An ear that takes only what the test lets through. */
function slowEar() {
  const heard: number[] = [];
  let drained: (() => void)[] = [];
  const state = { backlog: 0, dropped: false, ended: false };
  const hear = (data: Uint8Array): void => {
    const message = decodeFromRelay(data);
    if (message.ok && message.value.kind === 'announcement' && message.value.announcement.kind === 'frames') {
      heard.push(...message.value.announcement.frames.map((frame) => frame.place));
    }
  };
  const ear: Ear = {
    send: hear,
    pass: hear,
    get backlog() {
      return state.backlog;
    },
    drained: () => new Promise((resolve) => drained.push(resolve)),
    drop: () => void (state.dropped = true),
    end: () => void (state.ended = true),
  };
  const drain = (): void => {
    state.backlog = 0;
    const all = drained;
    drained = [];
    for (const one of all) one();
  };
  return { ear, heard, state, drain };
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('[relay] a follower', () => {
  it('[§12] with an end hears nothing beyond it, whoever hands it over', async () => {
    const { space, read, grow } = growing();
    const { ear, heard } = slowEar();
    const bounded = async (of: Space, from: number): Promise<Served> => {
      const { frames, missing } = await read(of, from);
      const mine = frames.filter(({ place }) => place < 3);
      return { frames: mine, missing, next: from + mine.length };
    };
    grow(3);
    const follower = new Follower(space, ear, 0, bounded, realTimers, 3);
    follower.wake();
    await settled();
    grow(2);
    follower.offer(3, 5, announcementOf(space, [frameAt(3), frameAt(4)]));
    follower.lacks([3]);
    await settled();
    expect(heard).toEqual([0, 1, 2]);
  });

  it('reads what was there, then takes what comes, without a gap or a double', async () => {
    const { space, read, grow } = growing();
    const { ear, heard } = slowEar();
    grow(25);
    const follower = new Follower(space, ear, 0, read, realTimers);
    follower.wake();
    grow(3);
    follower.offer(25, 28, new Uint8Array(1));
    await settled();
    grow(2);
    follower.offer(28, 30, new Uint8Array(1));
    follower.offer(28, 30, new Uint8Array(1));
    grow(1);
    follower.offer(29, 31, new Uint8Array(1));
    await settled();
    expect(heard).toEqual([...upTo(28), 30]);
  });

  it('who is slow costs no memory: nothing is read for them until they have room', async () => {
    const { space, read, grow, reads } = growing();
    const { ear, heard, state, drain } = slowEar();
    grow(5);
    const follower = new Follower(space, ear, 0, read, realTimers);
    follower.wake();
    await settled();
    state.backlog = 10_000_000;
    for (let i = 0; i < 100; i++) {
      grow(1);
      follower.offer(5 + i, 6 + i, new Uint8Array(1));
    }
    await settled();
    expect([heard.length, reads()]).toEqual([5, 1]);
    drain();
    await settled();
    expect(heard).toEqual(upTo(105));
  });

  it('who takes nothing for too long is dropped', async () => {
    const { space, read, grow } = growing();
    const { ear, state } = slowEar();
    const rings: (() => void)[] = [];
    const follower = new Follower(space, ear, 0, read, { after: (_ms, call) => (rings.push(call), () => undefined) });
    state.backlog = 10_000_000;
    grow(1);
    follower.wake();
    await settled();
    expect(state.dropped).toBe(false);
    for (const ring of rings) ring();
    await settled();
    expect(state.dropped).toBe(true);
  });

  it('whose connection is over hears nothing more', async () => {
    const { space, read, grow } = growing();
    const { ear, heard } = slowEar();
    const follower = new Follower(space, ear, 0, read, realTimers);
    space.followers.add(follower);
    follower.end();
    grow(3);
    follower.wake();
    follower.offer(0, 3, new Uint8Array(1));
    await settled();
    expect([heard, space.followers.size]).toEqual([[], 0]);
  });

  it('frames go out in portions that fit a message', () => {
    const frames = Array.from({ length: 40 }, (_, i) => frameAt(i, 70_000));
    const cut = portions(frames);
    expect(cut.flat().map((frame) => frame.place)).toEqual(upTo(40));
    expect(cut.every((portion) => portion.reduce((sum, frame) => sum + frame.sealed.length, 0) < 1_200_000)).toBe(true);
    expect(portions(Array.from({ length: 1200 }, (_, i) => frameAt(i, 10))).map((portion) => portion.length)).toEqual([500, 500, 200]);
  });
});
