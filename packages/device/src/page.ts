import type { Group, Home } from './api.ts';
import type { Id } from '@awna/base';
import type { Broken, Call, FromPage, GroupMethod, HomeMethod, Look, ToPage } from './tabs/messages.ts';
import { apply, diff } from './tabs/patch.ts';

export type * from './api.ts';
export type { Broken } from './tabs/messages.ts';

/** What we need of a `Worker`. */
export interface HomeWorker {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'error', listener: (event: { readonly data?: unknown }) => void): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Looking {
  readonly seen: (value: unknown) => void;
  last: { readonly value: unknown } | null;
}

/** Hears why there is nothing to show, and null once there is again. */
type Hear = (why: Broken | 'no-worker' | null) => void;

/** The page's end of the home: everything is asked of the worker. What is asked before the worker is there waits for it. */
class HomeLine {
  readonly #worker: HomeWorker;
  readonly #calls = new Map<number, Waiting>();
  readonly #looks = new Map<number, Looking>();
  #last = 0;
  #state: 'silent' | 'well' | 'broken' = 'silent';

  constructor(worker: HomeWorker, broken: Hear) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      const message = data as ToPage;
      if (message.kind === 'broken') broken(message.why);
      else {
        if (this.#state === 'broken') broken(null);
        this.#hear(message);
      }
      this.#state = message.kind === 'broken' ? 'broken' : 'well';
    });
    // A worker that has spoken is there: what goes wrong in it later is not that it is missing.
    worker.addEventListener('error', () => void (this.#state === 'silent' && broken('no-worker')));
  }

  #post(message: FromPage): void {
    this.#worker.postMessage(message);
  }

  #hear(message: Exclude<ToPage, { kind: 'broken' }>): void {
    if (message.kind === 'answer' || message.kind === 'threw') {
      const call = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      if (message.kind === 'answer') call?.resolve(message.value);
      else call?.reject(new Error(message.message));
      return;
    }
    const look = this.#looks.get(message.id);
    if (!look) return;
    // After another tab took over a whole value comes again: what is equal in it stays the very same object.
    const patch = message.kind === 'patch' ? message.patch : look.last ? diff(look.last.value, message.value) : { s: message.value };
    if (!patch) return;
    look.last = { value: apply(patch, look.last?.value) };
    look.seen(look.last.value);
  }

  ask(say: (id: number) => FromPage): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#post(say(id));
    });
  }

  look(look: Look, seen: (value: unknown) => void): () => void {
    const id = ++this.#last;
    this.#looks.set(id, { seen, last: null });
    this.#post({ kind: 'look', id, look });
    return () => {
      if (this.#looks.delete(id)) this.#post({ kind: 'unlook', id });
    };
  }
}

/**
 * The home as a page has it: the very interface, answered by the worker. `broken` hears why there is nothing to show:
 * no storage, a stored home that does not open, a tab of another version that leads, or no worker at all; null once all is well.
 */
export function connectHome(worker: HomeWorker, broken: Hear = () => undefined): Home {
  const line = new HomeLine(worker, broken);
  // The worker answers with the very interface it proxies, in the same version of this code.
  const ask = <T>(call: Call): Promise<T> => line.ask((id) => ({ kind: 'call', id, call })) as Promise<T>;
  const onHome =
    <M extends HomeMethod>(method: M) =>
    (...args: Parameters<Home[M]>): ReturnType<Home[M]> =>
      ask({ on: null, method, args } as Call) as ReturnType<Home[M]>;
  const groups = new Map<Id, Group>();
  return {
    spaces: onHome('spaces'),
    watchSpaces: (seen) => line.look({ on: null, what: 'spaces' }, seen as (value: unknown) => void),
    readLink: onHome('readLink'),
    found: onHome('found'),
    join: onHome('join'),
    forget: onHome('forget'),
    handOver: onHome('handOver'),
    takeOver: onHome('takeOver'),
    keep: onHome('keep'),
    kept: onHome('kept'),
    group(space) {
      const group = groups.get(space) ?? groupOn(line, ask, space);
      groups.set(space, group);
      return group;
    },
    close: async () => void (await line.ask((id) => ({ kind: 'close', id }))),
  };
}

function groupOn(line: HomeLine, ask: <T>(call: Call) => Promise<T>, space: Id): Group {
  const onGroup =
    <M extends GroupMethod>(method: M) =>
    (...args: Parameters<Group[M]>): ReturnType<Group[M]> =>
      ask({ on: space, method, args }) as ReturnType<Group[M]>;
  return {
    space,
    act: onGroup('act'),
    takeBack: onGroup('takeBack'),
    invite: onGroup('invite'),
    letters: onGroup('letters'),
    admit: onGroup('admit'),
    decline: onGroup('decline'),
    view: (name, args) => ask({ on: space, method: 'view', args: [name, args] }),
    watch: (name, args, seen) => line.look({ on: space, what: 'view', name, args }, seen as (value: unknown) => void),
    status: onGroup('status'),
    watchStatus: (seen) => line.look({ on: space, what: 'status' }, seen as (value: unknown) => void),
    standing: onGroup('standing'),
    putPhoto: onGroup('putPhoto'),
    photo: onGroup('photo'),
    sync: onGroup('sync'),
    log: onGroup('log'),
    verify: onGroup('verify'),
    evidence: onGroup('evidence'),
    roots: onGroup('roots'),
  };
}
