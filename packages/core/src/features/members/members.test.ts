import { base64url } from '@awna/base';
import { describe, expect, test } from 'vitest';
import { cast, keyFrom, minuteNow, neighbour, story, turnOf, type Neighbour, type Story } from '../../../tests/cast.ts';
import {
  admit,
  askFor,
  closeInvite,
  declineLetter,
  describeGroup,
  emptyGroup,
  found,
  isIn,
  judge,
  leave,
  openInvite,
  readFact,
  rosterDevice,
  sealingKeyOf,
  setProfile,
  claimsOf,
  joinMessage,
  type Fact,
} from '../../index.ts';

const days = (n: number): number => n * 1440;
const proof = base64url(new Uint8Array(64));
const invitation = (tale: Story, more: object = {}) =>
  openInvite({
    key: keyFrom('link'),
    box: keyFrom('box'),
    boxSeed: keyFrom('seed'),
    until: tale.now + days(2),
    uses: 2,
    mode: 'request',
    ...more,
  });
const letIn = (invite: string, who: Neighbour) => admit({ invite, key: keyFrom('link'), keys: who.keys, proof, name: who.name });

describe('members', () => {
  test('[M1] a group begins with its founder, whose fact names it', () => {
    const { tale, founder } = story();
    expect(tale.state.members.space).toBe(founder.id);
    expect(tale.sees(founder, 'group', {})).toMatchObject({ id: founder.id, name: 'جيران حي الياسمين', members: 1, rules: 1 });
    expect(tale.act(founder, found({ rv: 1, relay: keyFrom('relay'), keys: founder.keys, name: 'x', group: 'y' })).refused).toBe(
      'already-founded',
    );
  });

  test('[M1] nothing is before the founding, and a founding by another device or other rules is none', () => {
    const omar = neighbour('عمر');
    const stamp = { place: 0, time: minuteNow, member: 'A'.repeat(22), device: omar.device, authority: 'member', index: 0, of: 1 } as const;
    const read = (rv: number, device: string) =>
      readFact('A'.repeat(22), '00', 'members/founded@1', {
        ...found({ rv, relay: keyFrom('r'), keys: { ...omar.keys, device }, name: '', group: '' }).data,
      });
    expect(judge(emptyGroup(), readFact('A'.repeat(22), '00', 'members/left@1', {}), stamp, true)).toBe('not-a-member');
    expect(judge(emptyGroup(), read(2, omar.keys.device), stamp, true)).toBe('rules-unknown');
    expect(judge(emptyGroup(), read(1, keyFrom('other')), stamp, true)).toBe('wrong-device');
    expect(judge(emptyGroup(), read(1, omar.keys.device), stamp, false)).toBe('not-proven');
    expect(judge(emptyGroup(), read(1, omar.keys.device), stamp, true)).toBeNull();
  });

  test('[M2] who comes by a link is let in by a member, and is then one of them', () => {
    const { tale, founder } = story();
    const omar = neighbour('عمر');
    const invite = tale.did(founder, invitation(tale));
    omar.id = tale.did(founder, letIn(invite, omar));
    expect(isIn(tale.state.members, omar.id)).toBe(true);
    expect(rosterDevice(tale.state.members, omar.device)).toEqual({ member: omar.id, key: omar.keys.device });
    expect(sealingKeyOf(tale.state.members, omar.id)).toBe(omar.keys.sealing);
    expect(tale.sees(omar, 'members', {}).map(({ name }) => name)).toEqual(['ليلى', 'عمر']);
    expect(tale.act(founder, letIn(invite, omar)).refused).toBe('already-in');
  });

  test('[M2] a link has an end, a count, and a key of its own', () => {
    const { tale, founder } = story();
    const invite = tale.did(founder, invitation(tale, { uses: 1 }));
    const [omar, salma] = [neighbour('عمر'), neighbour('سلمى')];
    expect(tale.act(founder, letIn(invite, omar), false).refused).toBe('not-proven');
    expect(tale.act(founder, { ...letIn(invite, omar), data: { ...letIn(invite, omar).data, key: keyFrom('guess') } }).refused).toBe(
      'invite-other-key',
    );
    expect(tale.act(founder, letIn(founder.id, omar)).refused).toBe('invite-unknown');
    tale.did(founder, letIn(invite, omar));
    expect(tale.act(founder, letIn(invite, salma)).refused).toBe('invite-used-up');
    const second = tale.did(founder, invitation(tale));
    tale.pass(days(2) + 1);
    expect(tale.act(founder, letIn(second, salma)).refused).toBe('invite-over');
    expect(tale.sees(founder, 'invites', {}).map(({ state }) => state)).toEqual(['over', 'over']);
  });

  test('[M2] an instant link lives 72 hours at most, a request link 90 days', () => {
    const { tale, founder } = story();
    expect(tale.act(founder, invitation(tale, { mode: 'instant', until: tale.now + days(3) + 1 })).refused).toBe('invite-too-long');
    expect(tale.act(founder, invitation(tale, { until: tale.now + days(90) + 1 })).refused).toBe('invite-too-long');
    expect(tale.act(founder, invitation(tale, { until: tale.now })).refused).toBe('invite-over');
    expect(tale.act(founder, invitation(tale, { mode: 'instant', until: tale.now + days(3) })).refused).toBeNull();
    expect(tale.act(founder, invitation(tale), false).refused).toBe('not-proven');
  });

  test('[M2] a link can be taken back, and a letter answered with no once for all', () => {
    const { tale, founder } = story();
    const invite = tale.did(founder, invitation(tale));
    const slot = 'B'.repeat(21) + 'A';
    tale.did(founder, declineLetter(invite, slot));
    expect(tale.act(founder, declineLetter(invite, slot)).refused).toBe('letter-answered');
    expect(tale.sees(founder, 'invites', {})[0]?.declined).toEqual([slot]);
    tale.did(founder, closeInvite(invite));
    expect(tale.act(founder, closeInvite(invite)).refused).toBe('invite-closed');
    expect(tale.act(founder, letIn(invite, neighbour('عمر'))).refused).toBe('invite-closed');
  });

  test('[M2] what must be proven outside the fold is named byte for byte', () => {
    const names = { space: 'A'.repeat(22), genesis: new Uint8Array(32).fill(7) };
    const omar = neighbour('عمر');
    const fact: Fact = { id: 'A'.repeat(22), ...letIn('B'.repeat(21) + 'A', omar) };
    const claims = claimsOf(fact, names);
    expect(claims.map(({ kind }) => kind)).toEqual(['signing-key', 'signing-key', 'sealing-key', 'signature']);
    const signed = claims[3];
    expect(signed?.kind === 'signature' && signed.message.length).toBe('awna/1/join\0'.length + 16 + 32 + 16 + 32);
    expect(signed?.kind === 'signature' && signed.message).toEqual(
      joinMessage(
        names,
        'B'.repeat(21) + 'A',
        ...([omar.keys.identity, omar.keys.sealing, omar.keys.device].map((key) => new Uint8Array(Buffer.from(key, 'base64url'))) as [
          Uint8Array<ArrayBuffer>,
          Uint8Array<ArrayBuffer>,
          Uint8Array<ArrayBuffer>,
        ]),
      ),
    );
  });

  test('[M4] a member is a name and devices; each field is for all or for themselves', () => {
    const { tale, omar, salma } = cast();
    tale.did(
      omar,
      setProfile(omar.id, { name: 'أبو سامر', skills: ['ride'], area: 'الحارة الشرقية', contact: '0911', limit: 4 }, ['area']),
    );
    expect(tale.sees(omar, 'member', { id: omar.id })).toMatchObject({
      name: 'أبو سامر',
      skills: ['ride'],
      area: 'الحارة الشرقية',
      contact: '0911',
      limit: 4,
    });
    expect(tale.sees(salma, 'member', { id: omar.id })).toMatchObject({ name: 'أبو سامر', skills: ['ride'], area: null, contact: null });
    tale.did(omar, setProfile(omar.id, { name: 'أبو سامر', contact: '0911' }, [], true));
    expect(tale.sees(salma, 'member', { id: omar.id })?.contact).toBe('0911');
  });

  test('[M4] an earlier profile is forgotten, and the group keeps its name', () => {
    const { tale, layla, omar } = cast();
    tale.did(omar, setProfile(omar.id, { name: 'عمر', about: 'قديم' }));
    tale.did(omar, setProfile(omar.id, { name: 'عمر', about: 'جديد' }));
    tale.did(layla, setProfile(layla.id, { name: 'ليلى' }));
    tale.forget();
    expect(tale.sees(layla, 'member', { id: omar.id })).toMatchObject({ name: 'عمر', about: 'جديد' });
    expect(tale.sees(layla, 'group', {}).name).toBe('جيران حي الياسمين');
    tale.did(layla, describeGroup('حي الياسمين', 'نساعد بعضنا', ['الشرقية', 'الغربية']));
    expect(tale.forget().has(layla.id)).toBe(true);
    expect(tale.sees(omar, 'group', {})).toMatchObject({ name: 'حي الياسمين', about: 'نساعد بعضنا', areas: ['الشرقية', 'الغربية'] });
  });

  test('[M6] leaving is one tap; nothing of theirs is accepted after, and their links are closed', () => {
    const { tale, layla, omar } = cast();
    const invite = tale.did(omar, invitation(tale));
    tale.did(omar, leave());
    expect(isIn(tale.state.members, omar.id)).toBe(false);
    expect(sealingKeyOf(tale.state.members, omar.id)).toBeUndefined();
    expect(tale.act(layla, leave()).refused).toBe('turn-owed');
    expect(tale.act(omar, turnOf(tale.state)).refused).toBe('not-a-member');
    tale.did(layla, turnOf(tale.state));
    expect(tale.act(omar, leave()).refused).toBe('not-a-member');
    expect(tale.act(omar, askFor(omar.id, { kind: 'food', text: 'خبز', until: tale.now + days(1) })).refused).toBe('not-a-member');
    expect(tale.act(layla, letIn(invite, neighbour('زيد'))).refused).toBe('inviter-gone');
    expect(tale.sees(layla, 'members', {}).map(({ name }) => name)).toEqual(['ليلى', 'سلمى']);
    tale.pass(days(30));
    tale.forget();
    expect(tale.sees(layla, 'member', { id: omar.id })?.name).toBeNull();
  });

  test('[M6] a device speaks for its own member only', () => {
    const { tale, layla, omar } = cast();
    const borrowed: Neighbour = { ...neighbour('غريب'), id: layla.id };
    expect(tale.act(borrowed, leave()).refused).toBe('not-a-member');
    expect(tale.act({ ...omar, id: layla.id }, leave()).refused).toBe('not-a-member');
    expect(isIn(tale.state.members, layla.id)).toBe(true);
  });

  test('[M10] no fact has a place for a real name, a licence or a legal entity in its body', () => {
    const { tale, layla } = cast();
    expect(tale.act(layla, { type: 'members/profile-set@1', data: { realName: 'x' } }).refused).toBe('malformed');
    expect(tale.act(layla, { type: 'members/group-described@1', data: { registration: '1' } }).refused).toBe('malformed');
  });
});
