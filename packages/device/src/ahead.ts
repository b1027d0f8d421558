/**
 * Fetches what is otherwise loaded when it is asked for: by then the phone may be out of reach of the network, and a
 * worker that began before its service worker cannot get it from there. What does not come is tried again when needed.
 */
export const fetchAhead = (): Promise<unknown> =>
  Promise.allSettled([
    import('./group/asking.ts'),
    import('./group/audit.ts'),
    import('./group/blobs.ts'),
    import('./group/doorway.ts'),
    import('./group/greeter.ts'),
    import('./group/invite.ts'),
    import('./group/later-views.ts'),
    import('./group/link.ts'),
    import('./group/older.ts'),
    import('./group/resealing.ts'),
    import('./group/seals.ts'),
    import('./group/state-at.ts'),
    import('./group/turning.ts'),
    import('./home/coming.ts'),
    import('./home/waiting.ts'),
    import('./sandbox/inside.ts'),
    import('./tabs/shelf-lease.ts'),
  ]);
