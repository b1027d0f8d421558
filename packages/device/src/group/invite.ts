import { base64url, err, idBytes, ok, type Id, type Result } from '@awna/base';
import { groupOf, longestInstant, longestRequest, nameOf, openInvite, type Draft, type GroupState } from '@awna/core';
import { inviteKeyOf } from '@awna/crypto';
import type { InviteHow, Refused } from '../api.ts';
import { writeLink } from './link.ts';
import type { Space } from './space.ts';

type Act = (drafts: readonly Draft[]) => Promise<Result<{ ids: readonly Id[] }, Refused>>;
export type Invited = Result<{ id: Id; link: string; until: number; uses: number }, Refused>;

/** The relay keeps the door a little shorter than the rule allows, so that clocks may differ. */
const margin = 60;

/** M2: opens an invite and writes its link. What the link's secret opens is only a letter box. */
export async function openLink(space: Space, act: Act, state: () => GroupState, how: InviteHow): Promise<Invited> {
  const { engine, dice } = space.platform;
  const { record, minute, parts } = space;
  const secret = dice(16);
  const boxSeed = dice(32);
  const { publicKey } = await inviteKeyOf(engine, secret, record.space);
  const boxKey = await engine.sealingKeyOf(boxSeed);
  const longest = how.mode === 'instant' ? longestInstant : longestRequest;
  const until = minute + Math.min(Math.round(how.hours * 60), longest - margin);
  const keys = { key: base64url(publicKey), box: base64url(boxKey), boxSeed: base64url(boxSeed) };
  const done = await act([openInvite({ ...keys, until, uses: how.uses, mode: how.mode })]);
  if (!done.ok) return done;
  const [id] = done.value.ids;
  if (id === undefined) return err({ reason: 'malformed' });
  const group = groupOf(state(), parts.read).name ?? record.group;
  const by = nameOf(state(), parts.read, space.me ?? '') ?? '';
  const { genesis, relay } = record;
  const link = writeLink({ space: record.space, genesis, secret, boxKey, invite: idBytes(id), relay, group, by }, how.app ?? relay);
  return ok({ id, link, until, uses: how.uses });
}
