import { base64url, decode, encode, err, fromBase64url, ok, type Result, type Value } from '@awna/base';
import { asValue, type SpaceRecord } from '../group/record.ts';

/** What makes this device this device in one group. Whoever holds it *is* the device: it is shown to nobody and used once. */
const version = 1;

/** The longest text that is looked at: a group that turned its keys a thousand times has a shorter one. */
const longest = 65_536;

/** One member's device as text, to go on elsewhere. `size`: the log up to there may hold messages the new place did not write. */
export const packDevice = (record: SpaceRecord, size: number): string => {
  const { space, genesis, relay, relayKey, group, name, identity, sealing, device, epochs } = record;
  return base64url(encode(asValue([version, space, genesis, relay, relayKey, group, name, identity, sealing, device, epochs, size])));
};

const isBytes = (value: Value | undefined, length: number): value is Uint8Array<ArrayBuffer> =>
  value instanceof Uint8Array && value.length === length;

/** The record of a device that goes on here, as `packDevice` wrote it. */
export function unpackDevice(text: string): Result<SpaceRecord, 'not-a-link'> {
  const bytes = text.length <= longest ? fromBase64url(text) : undefined;
  const decoded = bytes && decode(bytes);
  if (!decoded?.ok || !Array.isArray(decoded.value)) return err('not-a-link');
  const [v, space, genesis, relay, relayKey, group, name, identity, sealing, device, epochs, size] = decoded.value as readonly Value[];
  if (v !== version || !isBytes(space, 16) || !isBytes(genesis, 32) || typeof relay !== 'string' || !isBytes(relayKey, 32))
    return err('not-a-link');
  if (typeof group !== 'string' || typeof name !== 'string' || typeof size !== 'number' || size < 1) return err('not-a-link');
  if (!isBytes(identity, 32) || !isBytes(sealing, 32) || !isBytes(device, 32)) return err('not-a-link');
  if (!Array.isArray(epochs) || epochs.length === 0 || !epochs.every((K: Value) => isBytes(K, 32))) return err('not-a-link');
  const keys = { identity, sealing, device, epochs: epochs as readonly Uint8Array<ArrayBuffer>[] };
  return ok({
    ...{ space, genesis, relay, relayKey, group, name, ...keys, sandbox: false, state: 'member', problem: null, joining: null },
    ...{ greeted: null, bad: [], checked: 0, written: 0, ownUpTo: size, alarm: null },
  });
}
