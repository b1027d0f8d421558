let link = $state<string | null>(null);

/** The invitation link with which the page was opened; it stays in memory only. */
export const carriedLink = (): string | null => link;

/** Forgets it, once it is used or put away. */
export function dropLink(): void {
  link = null;
}

/** Takes an invitation out of the address at once, so that no history keeps it. True where there was one. */
export function takeLink(): boolean {
  if (!location.hash.startsWith('#j')) return false;
  link = location.href;
  history.replaceState(null, '', location.pathname);
  return true;
}
