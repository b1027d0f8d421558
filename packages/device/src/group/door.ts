import { err, type Id, type Result } from '@awna/base';
import { invitesOf, type Draft, type GroupState } from '@awna/core';
import type { RelayLink } from '@awna/wire';
import type { Refused, WaitingLetter } from '../api.ts';
import type { Doorway } from './doorway.ts';
import type { Space } from './space.ts';

/** How a member speaks in the group. */
export type Act = (drafts: readonly Draft[]) => Promise<Result<{ ids: readonly Id[] }, Refused>>;

/** What stands at the door needs of the group. */
export interface Behind {
  readonly space: Space;
  readonly act: Act;
  readonly shown: () => GroupState;
  readonly changed: () => void;
}

/** The door while nobody has been invited. Who reads letters and lets people in is fetched once somebody may come. */
export class Door {
  readonly #behind: Behind;
  #doorway: Doorway | null = null;

  constructor(behind: Behind) {
    this.#behind = behind;
  }

  waiting(): readonly WaitingLetter[] {
    return this.#doorway?.waiting() ?? [];
  }

  /** A letter was announced. */
  heard(box: Uint8Array): void {
    this.#doorway?.heard(box);
  }

  /** Looks who is there; done on each connection and whenever a letter is announced. */
  async attend(link: RelayLink): Promise<void> {
    const { space, shown } = this.#behind;
    if (!this.#doorway) {
      const { me, parts, minute } = space;
      if (me === null || invitesOf(shown(), parts.read, me, minute).length === 0) return;
      // What cannot be fetched now is asked for again the next time somebody looks.
      const fetched = await import('./doorway.ts').catch(() => null);
      if (!fetched) return;
      this.#doorway ??= new fetched.Doorway(this.#behind);
    }
    await this.#doorway.attend(link);
  }

  admit(slot: string): Promise<Result<{ member: Id }, Refused>> {
    return this.#doorway?.admit(slot) ?? Promise.resolve(err({ reason: 'invite-unknown' }));
  }

  decline(slot: string, link: RelayLink | null): Promise<Result<null, Refused>> {
    return this.#doorway?.decline(slot, link) ?? Promise.resolve(err({ reason: 'invite-unknown' }));
  }
}
