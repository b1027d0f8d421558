import type { Value } from '@awna/base';
import type { Group, Home } from '../api.ts';
import type { Ledger } from './ledger.ts';
import { again, againInGroup, type Call, type GroupArgs, type GroupMethod } from './messages.ts';

const nothing = () => Promise.resolve(null);
const notFound = () => Promise.resolve(undefined);

const isOneOf = (list: readonly string[], method: string): boolean => list.includes(method);

/** Does what a page asked for. The same request again does it once and gets the first answer. */
export async function answer(home: Home, ledger: Ledger, request: string, call: Call): Promise<unknown> {
  if (call.on !== null) return answerInGroup(home.group(call.on), ledger, request, call.method, call.args);
  if (call.method === 'found') return found(home, ledger, request, ...call.args);
  if (call.method === 'join') return join(home, ledger, request, ...call.args);
  return runAs(again, home, ledger, request, call.method, call.args);
}

/** Both ends are this app in this version (`tabsVersion`), typed by the same interface; names were checked against the list. */
const run = (target: object, method: string, args: readonly unknown[]): Promise<unknown> =>
  (target as Record<string, (...given: readonly unknown[]) => Promise<unknown>>)[method]?.(...args) ??
  Promise.reject(new TypeError('no such method'));

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

/** A group that is there now and was not before is the one that was founded. */
const found = (home: Home, ledger: Ledger, request: string, how: Parameters<Home['found']>[0]): Promise<unknown> =>
  ledger.once(request, {
    before: async (): Promise<Value> => (await home.spaces()).map(({ space }) => space),
    run: () => home.found(how),
    recover: async (before) => {
      const known = new Set<unknown>(Array.isArray(before) ? before : []);
      const fresh = (await home.spaces()).filter(
        ({ space, state, me }) => !known.has(space) && state === 'member' && (me ?? space) === space,
      );
      const made = fresh.find(({ group }) => lettersOf(group) === lettersOf(how.group));
      if (!made) return undefined;
      // The last of founding: its own log is read before anybody looks.
      await home.group(made.space).sync();
      return { ok: true as const, value: { space: made.space, genesis: made.genesis, member: made.space } };
    },
  });

/** Who is in by now, or waits at the door, need not knock again. */
const join = (home: Home, ledger: Ledger, request: string, how: Parameters<Home['join']>[0]): Promise<unknown> =>
  ledger.once(request, {
    before: nothing,
    run: () => home.join(how),
    recover: async () => {
      const link = await home.readLink(how.link);
      const card = link.ok ? (await home.spaces()).find(({ space }) => space === link.value.space) : undefined;
      if (card?.state !== 'member') return undefined;
      return { ok: true as const, value: { space: card.space, member: card.me, state: 'joined' as const } };
    },
  });

function answerInGroup(group: Group, ledger: Ledger, request: string, method: GroupMethod, args: readonly unknown[]): Promise<unknown> {
  if (method === 'act') {
    const [drafts, how] = args as GroupArgs<'act'>;
    // The group itself keeps the request with the facts, in one write: nothing can come in between.
    return ledger.alone(request, () => group.act(drafts, { ...how, request }));
  }
  if (method === 'takeBack') return takeBack(group, ledger, request, ...(args as GroupArgs<'takeBack'>));
  return runAs(againInGroup, group, ledger, request, method, args);
}

/** Begun and not known to have ended: once more. An invite nobody was told of, or a photo nothing names, harms no one. */
function runAs(
  how: typeof again | typeof againInGroup,
  target: Home | Group,
  ledger: Ledger,
  request: string,
  method: string,
  args: readonly unknown[],
): Promise<unknown> {
  if (isOneOf(how.freely, method)) return run(target, method, args);
  if (!isOneOf(how.once, method)) return Promise.reject(new TypeError('no such method'));
  const once = () => run(target, method, args) as Promise<{ readonly ok: boolean }>;
  return ledger.once(request, { before: nothing, run: once, recover: notFound });
}

/** What stands nowhere any more was taken back. */
const takeBack = (group: Group, ledger: Ledger, request: string, ids: readonly string[]): Promise<readonly string[]> =>
  ledger.once(request, {
    before: nothing,
    run: () => group.takeBack(ids),
    recover: async () => {
      const still = await group.takeBack(ids);
      const standing = await group.standing(ids);
      return ids.filter((id) => still.includes(id) || standing[id] === undefined);
    },
  });
