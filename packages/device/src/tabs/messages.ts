import type { Id } from '@awna/base';
import type { Group, Home } from '../api.ts';
import type { Patch } from './patch.ts';

/** What a page may ask of its home, by whether asking again does harm. */
export const again = {
  /** Asking twice is as good as once. */
  freely: ['spaces', 'readLink', 'forget', 'keep', 'kept'],
  /** Has to happen once, however often it is asked for: a tab may go before it has passed on the answer. */
  once: ['found', 'join', 'handOver', 'takeOver'],
} as const;

/** The same of a group. */
export const againInGroup = {
  freely: ['letters', 'view', 'status', 'standing', 'photo', 'sync', 'log', 'verify', 'evidence', 'roots'],
  once: ['act', 'takeBack', 'invite', 'admit', 'decline', 'putPhoto'],
} as const;

/** Whether the ledger keeps the answer until it was heard. An act is kept by its group. */
export const isKept = ({ on, method }: Call): boolean =>
  method !== 'act' && !(on === null ? again : againInGroup).freely.some((one) => one === method);

export type HomeMethod = (typeof again)['freely' | 'once'][number];
export type GroupMethod = (typeof againInGroup)['freely' | 'once'][number];

/** A call on the home, or on one of its groups. */
export type Call =
  | { readonly [M in HomeMethod]: { readonly on: null; readonly method: M; readonly args: Parameters<Home[M]> } }[HomeMethod]
  | { readonly [M in GroupMethod]: { readonly on: Id; readonly method: M; readonly args: readonly unknown[] } }[GroupMethod];

export type GroupArgs<M extends GroupMethod> = Parameters<Group[M]>;

/** Something looked at: the list of spaces, or in a group its status or a view (name and arguments). */
export type Look =
  | { readonly on: null; readonly what: 'spaces' }
  | { readonly on: Id; readonly what: 'status' }
  | { readonly on: Id; readonly what: 'view'; readonly name: string; readonly args: unknown };

/** What a page says. Its own numbers name calls and looks; `close` ends it all. `heard` is its worker's: the answer has arrived. */
export type FromPage =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'look'; readonly id: number; readonly look: Look }
  | { readonly kind: 'unlook'; readonly id: number }
  | { readonly kind: 'heard'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number };

/** Why a tab has nothing to show: the browser gives no storage, what is stored does not open, or another tab runs another version. */
export type Broken = 'no-storage' | 'not-openable' | 'another-version';

/** What a page hears. `seen` is a first value, `patch` goes on from the value before. */
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'threw'; readonly id: number; readonly message: string }
  | { readonly kind: 'seen'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'patch'; readonly id: number; readonly patch: Patch }
  | { readonly kind: 'broken'; readonly why: Broken };

/** Raised whenever the messages between tabs change their meaning: tabs of two versions do not talk. */
export const tabsVersion = 1;

/** What the tabs' workers say to each other; all hear everything. `from` is a tab, `leader` one leadership of one tab. */
export type OnAir = { readonly v: number } & (
  | { readonly kind: 'who'; readonly from: string }
  | { readonly kind: 'here'; readonly from: string }
  | { readonly kind: 'bye'; readonly from: string }
  | { readonly kind: 'ask'; readonly from: string; readonly message: FromPage }
  | { readonly kind: 'alive'; readonly to: string }
  /** Without `to` it is for all, and new. With it, it asks that tab to say again what it wants. */
  | { readonly kind: 'leading'; readonly leader: string; readonly to?: string }
  | { readonly kind: 'tell'; readonly leader: string; readonly to: string; readonly message: ToPage }
);

/** Where messages go in and come out: a page's worker, a worker's page, or the channel of all tabs. */
export interface Port {
  post(message: unknown): void;
  hear(listener: (message: unknown) => void): void;
  close(): void;
}
