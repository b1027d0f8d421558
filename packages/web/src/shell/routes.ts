import type { Component } from 'svelte';
import type { IconName } from '../parts/icons.ts';

/** A screen, fetched when first gone to. What follows its name in the path it asks of the router. */
export type Room = Component;

export interface Route {
  /** The first piece of the path. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: Room }>;
  /** The tab that is lit while this screen shows. */
  readonly tab: TabName | null;
  /** One goes through it step by step: on a phone it has the screen to itself, without the tabs. */
  readonly flow?: true;
}

export type TabName = 'today' | 'board' | 'calendar' | 'group';

export interface Tab {
  readonly name: TabName;
  readonly path: string;
  readonly icon: IconName;
}
