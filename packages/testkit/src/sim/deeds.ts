import type { Id } from '@awna/base';
import { closeInvite, joinCase, leave, leaveCase, openCase, type Draft } from '@awna/core';
import type { Group } from '@awna/device';
import { bodyOf, type Body } from './body.ts';
import { choices } from './choices.ts';
import { haunt } from './haunt.ts';
import type { Step } from './step.ts';
import type { Life } from './village.ts';

/** The most devices there ever are in a life. */
const mostBodies = 9;

type Deed = Extract<Step, { readonly who: number }>;

/** Somebody who is in, as far as their device knows. */
interface Speaker {
  readonly body: Body;
  readonly group: Group;
  readonly me: Id;
}

const patience = 300_000;

/** Says it on this device, without waiting for anything; remembers what the device promised. */
function says({ promised }: Life, { body, group, me }: Speaker, drafts: readonly Draft[]): void {
  void group.act(drafts).then((done) => {
    if (done.ok) promised.set(body.name, [...(promised.get(body.name) ?? []), ...done.value.ids.map((id) => ({ id, by: me }))]);
  });
}

const nth = <T>(from: readonly T[], pick: number): T | undefined => from[pick % Math.max(1, from.length)];

async function accuse(life: Life, speaker: Speaker, pick: number): Promise<void> {
  const { group, me } = speaker;
  const others = (await group.view('members', {})).filter((one) => one.id !== me && one.case === null);
  // Mostly those who came last, so that a group does not lose its heart at once.
  const about = nth(others.slice(-2), pick);
  if (about) says(life, speaker, [openCase(about.id, 'هكذا')]);
}

async function side(life: Life, speaker: Speaker, pick: number): Promise<void> {
  const open = (await speaker.group.view('cases', {})).filter(({ ended, aboutMe }) => ended === null && !aboutMe);
  const one = nth(open, pick);
  if (!one) return;
  if (one.joinedByMe && pick % 8 === 0) says(life, speaker, [leaveCase(one.id)]);
  else if (one.refused === null) says(life, speaker, [joinCase(one.id)]);
}

function invite(life: Life, group: Group, pick: number): void {
  void group.invite({ mode: pick % 4 === 0 ? 'request' : 'instant', uses: 1 + (pick % 3), hours: 60 }).then((done) => {
    if (done.ok) life.links.push({ text: done.value.link, invite: done.value.id });
  });
}

/** Somebody comes by a link: a new neighbour, or one who had gone, on the same device or on another. */
async function knock(life: Life, who: number, pick: number): Promise<void> {
  const { bodies, links, ground } = life;
  // The newest link most of the time; also any old one.
  const link = pick % 3 === 0 ? nth(links, pick >> 2) : links.at(-1);
  if (!link) return;
  const gone: Body[] = [];
  for (const body of bodies) if (/left|removed|refused/.test((await body.card())?.state ?? '')) gone.push(body);
  const back = pick % 2 === 0 ? nth(gone, who) : undefined;
  if (!back && bodies.length >= mostBodies) return;
  const body = back ?? (await bodyOf(ground, `ريم ${String(bodies.length)}`));
  if (!back) bodies.push(body);
  void body.home.join({ link: link.text, name: 'ريم', waitMs: 0 });
}

async function answer(group: Group, pick: number): Promise<void> {
  const letter = nth(await group.letters(), pick);
  if (letter) void (pick % 5 === 0 ? group.decline(letter.slot) : group.admit(letter.slot));
}

async function close(life: Life, speaker: Speaker): Promise<void> {
  const open = (await speaker.group.view('invites', {})).find(({ state, mine }) => state === 'open' && mine);
  if (open) says(life, speaker, [closeInvite(open.id)]);
}

async function does(life: Life, step: Deed, speaker: Speaker): Promise<void> {
  const { group, me } = speaker;
  switch (step.do) {
    case 'act': {
      const draft = nth(await choices(group, me, life.flow.minute(), step.pick), step.pick >> 3);
      if (draft) says(life, speaker, [draft]);
      return;
    }
    case 'invite':
      return invite(life, group, step.pick);
    case 'answer':
      return answer(group, step.pick);
    case 'accuse':
      return accuse(life, speaker, step.pick);
    case 'side':
      return side(life, speaker, step.pick);
    case 'close':
      return close(life, speaker);
    case 'leave':
      // The last two stay: nobody else could tell what became of the group.
      if ((await group.view('members', {})).length > 3) says(life, speaker, [leave()]);
      return;
    default:
      return;
  }
}

/** Lets one thing happen. Nobody waits for what comes of it. */
export async function happen(life: Life, step: Step): Promise<void> {
  const { flow, bodies } = life;
  await flow.pass(step.ms);
  if (step.do === 'sleep') return flow.sleep(step.minutes);
  if (step.do === 'knock') return knock(life, step.who, step.pick);
  const body = nth(bodies, step.who);
  if (!body) return;
  switch (step.do) {
    case 'cut':
      return body.link.cutOff();
    case 'mend':
      return body.link.mend();
    case 'faults':
      return body.link.be({ [step.kind]: step.likely });
    case 'crash':
      return body.crash();
    case 'again':
      return flow.until(body.again(), patience);
    case 'haunt':
      return haunt(life, body, step.pick);
    default: {
      const card = await body.card();
      const group = card?.state === 'member' ? await body.group() : undefined;
      if (group && card?.me) await does(life, step, { body, group, me: card.me });
    }
  }
}
