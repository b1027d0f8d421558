/** Where we are: the address' path in pieces. */
let path = $state.raw(read());
let steps = 0;

function read(): readonly string[] {
  return location.pathname.split('/').filter((piece) => piece !== '');
}

/** The pieces of the path: `/board/abc` is `['board', 'abc']`. */
export const here = (): readonly string[] => path;

/** Goes to an address of our own. `instead` leaves no step to come back to. */
export function go(to: string, instead = false): void {
  if (to === location.pathname) return;
  if (instead) history.replaceState(null, '', to);
  else {
    history.pushState(null, '', to);
    steps += 1;
  }
  arrive();
}

/** One step back where there is one of ours, else to `otherwise`. */
export function back(otherwise: string): void {
  if (steps > 0) history.back();
  else go(otherwise, true);
}

function arrive(): void {
  path = read();
  scrollTo(0, 0);
}

/** Listens to back, forward and our own links. */
export function listen(): void {
  addEventListener('popstate', () => {
    steps = Math.max(0, steps - 1);
    path = read();
  });
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.origin !== location.origin || link.target !== '' || link.hasAttribute('download') || link.hash !== '') return;
    event.preventDefault();
    go(link.pathname);
  });
}
