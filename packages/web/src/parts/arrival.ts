let arrived = false;

/** Puts the keyboard at the heading of a screen one has gone to; the very first screen leaves it alone. */
export function arrival(heading: HTMLElement): void {
  if (arrived) heading.focus({ preventScroll: true });
  arrived = true;
}
