import type { Id } from '@awna/base';

/** Something that happens by itself when group time reaches `minute`. */
export interface Due {
  readonly minute: number;
  readonly feature: string;
  readonly id: Id;
}

const before = (a: Due, b: Due): boolean =>
  a.minute < b.minute || (a.minute === b.minute && (a.id < b.id || (a.id === b.id && a.feature < b.feature)));

/** Puts a due thing into the heap. What was settled meanwhile stays in it and does nothing when its minute comes. */
export function remind(agenda: Due[], due: Due): void {
  let at = agenda.length;
  agenda.push(due);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = agenda[up];
    if (!parent || !before(due, parent)) break;
    agenda[at] = parent;
    at = up;
  }
  agenda[at] = due;
}

/** Takes the earliest due thing at or before `time`, ties by id; nothing where none is due. */
export function takeDue(agenda: Due[], time: number): Due | undefined {
  const first = agenda[0];
  if (!first || first.minute > time) return undefined;
  const last = agenda.pop();
  if (!last || agenda.length === 0) return first;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    let child = agenda[down];
    if (!child) break;
    const right = agenda[down + 1];
    if (right && before(right, child)) {
      down++;
      child = right;
    }
    if (!before(child, last)) break;
    agenda[at] = child;
    at = down;
  }
  agenda[at] = last;
  return first;
}
