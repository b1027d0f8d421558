import { decode, encode, idOf, type Bytes } from '@awna/base';
import type { Answer } from '@awna/wire';
import type { Store } from '../store/port.ts';

/** What a relay says of a group's door. */
export type HeldDoor = NonNullable<Answer<'enter'>['door']>;

export const doorKey = (space: Uint8Array): string => `door/${idOf(space)}`;

export const doorBytesOf = ({ count, control, k }: HeldDoor): Bytes => encode([count, [...control], k]);

/** The door kept for a group; null where none was ever told. */
export async function doorIn(store: Store, space: Uint8Array): Promise<HeldDoor | null> {
  const bytes = await store.get(doorKey(space));
  const decoded = bytes && decode(bytes);
  if (!decoded?.ok || !Array.isArray(decoded.value)) return null;
  const [count, control, k] = decoded.value as readonly unknown[];
  if (typeof count !== 'number' || typeof k !== 'number' || !Array.isArray(control)) return null;
  return { count, control: control.filter((key) => key instanceof Uint8Array), k };
}
