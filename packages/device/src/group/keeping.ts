import { equal, type Bytes } from '@awna/base';
import { signDoorRecord, type DoorRecord } from '@awna/crypto';
import type { RelayLink } from '@awna/wire';
import { doorRecordOf } from '../log/door-keys.ts';
import type { Entered } from './entering.ts';
import type { Space } from './space.ts';

type Held = NonNullable<Entered['door']>;

/** What a key keeper's device does: tells the relay which door the log says there is, wherever the relay is behind it (PROTOCOL §12). */
export class Keeping {
  readonly #space: Space;
  #link: RelayLink | null = null;
  /** The relay's door, as far as this connection knows. */
  #held: Held | null = null;
  /** The last record that was given to the relay on this connection. */
  #said = 0;
  /** Whether the relay may count me among its keepers although it said otherwise when I came: it has followed the log since. */
  #could = false;

  constructor(space: Space) {
    this.#space = space;
  }

  /** Says its word, once on each connection for each record. Only who has checked every signature may ask for this. */
  async attend(link: RelayLink, held: Entered['door']): Promise<void> {
    if (this.#link !== link) {
      this.#link = link;
      this.#held = held;
      this.#said = 0;
      this.#could = false;
    }
    const { replica, ring, gone, platform, record: own } = this.#space;
    const record = gone ? undefined : doorRecordOf(replica, ring);
    if (!record || !this.#held || record.count <= Math.max(this.#held.count, this.#said)) return;
    const key = await platform.engine.publicKeyOf(own.identity);
    const isKeeper = this.#could || isAmong(key, this.#held);
    this.#could ||= isAmong(key, record);
    if (!isKeeper) return;
    this.#said = record.count;
    const sign = await signDoorRecord(platform.engine, own.identity, own.space, record);
    const said = await link.call('door', { space: own.space, record, key, sign });
    if (said.ok && said.value.count === record.count) this.#held = record;
  }
}

const isAmong = (key: Bytes, { control }: Pick<DoorRecord, 'control'>): boolean => control.some((keeper) => equal(keeper, key));
