import { settings } from './settings.ts';

/**
 * Leaves at once: the page is emptied, its address and its place in the history go, and an empty one takes its place.
 * Nothing that is kept is erased.
 */
export function leaveNow(): void {
  document.documentElement.hidden = true;
  history.replaceState(null, '', '/');
  location.replace('about:blank');
}

/** Shift three times within a second and a half leaves too. */
export function listenForShift(): void {
  let presses: number[] = [];
  addEventListener('keyup', (event) => {
    if (event.key !== 'Shift') {
      presses = [];
      return;
    }
    if (!settings().shiftExit || event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (presses.length >= 3) leaveNow();
  });
}
