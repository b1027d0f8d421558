import { base64url, decode, encode, err, fromBase64url, idOf, ok, type Bytes, type Result, type Value } from '@awna/base';
import type { DeviceProblem, LinkCard } from '../api.ts';

/** What an invitation link carries (PROTOCOL §8). Nothing in it opens the log. */
export interface InviteLink {
  readonly space: Bytes;
  readonly genesis: Bytes;
  readonly secret: Bytes;
  readonly boxKey: Bytes;
  readonly invite: Bytes;
  readonly relay: string;
  readonly group: string;
  readonly by: string;
}

const longest = 2_048;
const longestName = 200;

/** `app` is the address the link opens; the relay is named only where it lives elsewhere. */
export function writeLink(link: InviteLink, app: string): string {
  const relay = originOf(app) === link.relay ? null : link.relay;
  const bytes = encode([1, link.space, link.genesis, link.secret, link.boxKey, link.invite, relay, link.group, link.by]);
  return `${app.replace(/[/#]+$/, '')}/#j${base64url(bytes)}`;
}

const originOf = (address: string): string | undefined => /^https?:\/\/[^/?#\s]+/i.exec(address)?.[0];

const isBytes = (value: Value | undefined, length: number): value is Bytes => value instanceof Uint8Array && value.length === length;
const isName = (value: Value | undefined): value is string => typeof value === 'string' && value.length <= longestName;

/** The address and the payload of the first link in a text; each letter is looked at once or twice, however long it is. */
function linkIn(text: string): readonly [app: string, payload: string] | undefined {
  let from = 0;
  for (const { index, 1: payload = '' } of text.matchAll(/#j([A-Za-z0-9_-]+)/gi)) {
    const word = /[^\s#]*$/.exec(text.slice(Math.max(from, index - longest), index))?.[0] ?? '';
    const at = word.search(/https?:\/\/[^\s#]/i);
    if (at >= 0) return [word.slice(at), payload];
    from = index;
  }
  return undefined;
}

/** Reads a link as people paste it: with blanks around, or with words before it. */
export function readLink(text: string): Result<InviteLink, DeviceProblem> {
  if (text.length > 100_000) return err('not-a-link');
  const [app, payload] = linkIn(text) ?? [];
  if (!app || !payload || payload.length > longest) return err('not-a-link');
  const bytes = fromBase64url(payload);
  const decoded = bytes && decode(bytes);
  if (!decoded?.ok || !Array.isArray(decoded.value)) return err('not-a-link');
  const [version, space, genesis, secret, boxKey, invite, relay, group, by] = decoded.value as readonly Value[];
  if (typeof version === 'number' && version !== 1) return err('link-of-another-version');
  if (!isBytes(space, 16) || !isBytes(genesis, 32) || !isBytes(secret, 16) || !isBytes(boxKey, 32) || !isBytes(invite, 16))
    return err('not-a-link');
  const home = relay === null ? originOf(app) : typeof relay === 'string' ? originOf(relay) : undefined;
  if (!home || !isName(group) || !isName(by)) return err('not-a-link');
  return ok({ space, genesis, secret, boxKey, invite, relay: home, group, by });
}

export const cardOf = (link: InviteLink): LinkCard => ({ space: idOf(link.space), group: link.group, by: link.by, relay: link.relay });
