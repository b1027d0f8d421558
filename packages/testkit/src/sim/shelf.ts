import type { bendsBy } from './bends.ts';

/** One place in the sources that is read otherwise. It has to be there exactly once, or nothing is tried. */
export interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** An implementation that is broken on purpose, what it is found by, and within how many seeds. */
export interface Broken {
  readonly name: string;
  readonly by: RegExp;
  readonly within: number;
  readonly patches: readonly Patch[];
  readonly relay?: keyof typeof bendsBy;
}

const turning = 'device/src/group/turning.ts';
const resealing = 'device/src/group/resealing.ts';
const sending = 'device/src/group/sending.ts';

/** The shelf: devices, rules and relays that must not pass. */
export const shelf: readonly Broken[] = [
  {
    name: 'a turn that forgets one person',
    by: /^unsealed/,
    within: 15,
    patches: [
      {
        file: turning,
        from: 'K, roster)',
        to: 'K, roster.map((one, i) => (i === 1 ? { ...one, member: one.sealing.slice(0, 16) } : one)))',
      },
    ],
  },
  {
    name: 'a turn for those who have gone as well',
    by: /^no turn/,
    within: 15,
    patches: [
      {
        file: 'core/src/features/members/turns.ts',
        from: 'const named = membersIn(members).map(',
        to: 'const named = [...members.people.keys()].map(',
      },
    ],
  },
  {
    name: 'a turn that keeps the old secret',
    by: /^not settled/,
    within: 15,
    patches: [{ file: turning, from: 'await nextKey(engine, before, dice(32), id)', to: 'before' }],
  },
  {
    name: 'a turn whose key follows from the old one alone',
    by: /^opened by the removed: the key of a turn/,
    within: 15,
    patches: [{ file: turning, from: 'before, dice(32), id)', to: 'before, new Uint8Array(32), id)' }],
  },
  {
    name: 'a turn whose key follows from what members know besides',
    by: /^opened by the removed: the key of a turn/,
    within: 15,
    patches: [{ file: turning, from: 'before, dice(32), id)', to: 'before, await commitmentOf(engine, before, id), id)' }],
  },
  {
    name: 'a removal that leaves invitations open',
    by: /^came back/,
    within: 60,
    patches: [{ file: 'core/src/features/members/apply.ts', from: 'return closeInvites(members, stamp.time, () => true);', to: 'return;' }],
  },
  {
    name: 'a going that owes no turn',
    by: /^no turn/,
    within: 15,
    patches: [{ file: 'core/src/features/members/cases.ts', from: 'members.epoch.owed = true;', to: '' }],
  },
  {
    name: 'an outbox that goes on under the old keys',
    by: /^opened by the removed|^lost|^not settled/,
    within: 15,
    patches: [
      {
        file: sending,
        from: 'const { me, head, device, keys } = space;',
        to: 'const { me, head, device } = space; const keys = space.ring.first?.keys;',
      },
    ],
  },
  {
    name: 'an outbox that says again after a night what it has said',
    by: /^doubled/,
    within: 30,
    patches: [{ file: sending, from: '[[this.#flightKey, null], ...this.outbox.removal(ids)]', to: '[[this.#flightKey, null]]' }],
  },
  {
    name: 'an outbox that forgets what turned void',
    by: /^lost/,
    within: 30,
    patches: [{ file: sending, from: 'new Set(landed?.void === null ? flight?.ids : []);', to: 'new Set(landed ? flight?.ids : []);' }],
  },
  {
    name: 'a reducer for which it matters when a fact comes',
    by: /^roots differ/,
    within: 5,
    patches: [
      {
        file: 'device/src/log/replica.ts',
        from: 'time: this.state.time,',
        to: 'time: this.state.time + (Math.floor(performance.now() * 1000) % 2),',
      },
    ],
  },
  {
    name: 'a device that lets those go on who have gone',
    by: /^stood/,
    within: 30,
    patches: [
      { file: 'device/src/log/replica.ts', from: "if (!equal(tag, this.tag)) return no('wrong-tag');", to: '' },
      { file: 'device/src/log/replica.ts', from: '=> frame.place > 0 && !isIn(this.state.members, known.member)', to: '=> false' },
    ],
  },
  {
    name: 'a member who hands keys to whoever asks',
    by: /^came back: by asking/,
    within: 40,
    patches: [
      {
        file: resealing,
        from: "fromBase64url(sealingKeyOf(members, member) ?? '')",
        to: "fromBase64url(members.people.get(member)?.sealing ?? '')",
      },
      { file: resealing, from: '!isIn(members, member) || ', to: '' },
    ],
  },
  { name: 'a relay that changes the order of frames', by: /^not settled|^alarm/, within: 10, patches: [], relay: 'reorders' },
  { name: 'a relay that withholds frames', by: /^not settled|^alarm/, within: 10, patches: [], relay: 'withholds' },
  { name: 'a relay that goes back, and on from there', by: /^alarm: (fork|rollback)/, within: 20, patches: [], relay: 'goes back' },
];
