import { leaderKey } from '../store/idb.ts';
import { asked, type Shelf } from '../store/shelf.ts';
import { leaseSeat, type Clock, type Lease } from './lease.ts';
import type { Seat } from './seat.ts';

/** The lease stands beside the name that the store heeds: both change in one step. */
export function leaseOnShelf(open: () => Promise<Shelf>, freshName: () => string, clock: Clock): Seat {
  const isLease = (kept: unknown): kept is Lease => typeof kept === 'object' && kept !== null && 'leader' in kept && 'until' in kept;
  const change = async (decide: (lease: Lease | undefined) => Lease | null | undefined): Promise<Lease | undefined> => {
    const shelf = await open();
    const now = await shelf.change(async (table) => {
      const own = table('own');
      const kept = await asked<unknown>(own.get('lease'));
      const lease = isLease(kept) ? kept : undefined;
      const next = decide(lease);
      if (next === null) own.delete('lease');
      else if (next) {
        own.put(next, 'lease');
        own.put(next.leader, leaderKey);
      }
      return next === null ? undefined : (next ?? lease);
    }, 'default');
    shelf.close();
    return now;
  };
  return leaseSeat({ change }, freshName, clock);
}
