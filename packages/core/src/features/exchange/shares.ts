import type { Item, ItemClaim } from './state.ts';

/** Units that are promised or done. Never more than there are (X3). */
export function bound(item: Item): { held: number; done: number } {
  let held = 0;
  let done = 0;
  for (const claim of item.claims) {
    if (claim.step === 'held') held += claim.n;
    else if (claim.step === 'done') done += claim.n;
  }
  return { held, done };
}

/** Units nobody holds. */
export function freeOf(item: Item): number {
  const { held, done } = bound(item);
  return item.n - held - done;
}

/** Slots somebody holds or has done. */
export function boundSlots(item: Item): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const claim of item.claims) if (claim.step === 'held' || claim.step === 'done') for (const slot of claim.slots) taken.add(slot);
  return taken;
}

/** What of a waiting claim could be held now: all of it or what is left of it; nothing where none is. */
export function roomFor(item: Item, claim: ItemClaim): { n: number; slots: number[] } | undefined {
  if (item.slots !== null) {
    const taken = boundSlots(item);
    const slots = claim.slots.filter((slot) => !taken.has(slot));
    return slots.length === 0 || (!item.split && slots.length < item.n) ? undefined : { n: slots.length, slots };
  }
  const free = freeOf(item);
  return free <= 0 || (!item.split && free < item.n) ? undefined : { n: Math.min(free, claim.n), slots: [] };
}
