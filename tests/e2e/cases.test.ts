import { describe, expect, test } from 'vitest';
import { found, invite, join, neighbour, visit, type Neighbour } from './neighbour.ts';
import { stage } from './stage.ts';
import { faults, settled, sticking } from './steps.ts';

const people = {
  ar: { names: ['ليلى', 'عمر', 'غريب'], group: 'جيران حي الياسمين', why: 'أُخذت المونة مرتين دون سؤال، وتكلّمنا مع صاحبها.' },
  en: { names: ['Layla', 'Omar', 'Gharib'], group: 'Jasmine Street', why: 'The stores were taken twice. We did talk.' },
} as const;

/** Goes to a page of our group. */
async function section(who: Neighbour, name: string): Promise<void> {
  await visit(who, who.t.app.tabs.group());
  await who.page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await settled(who.page);
}

/** Goes to the page of a member. */
async function pageOf(who: Neighbour, name: string): Promise<void> {
  await section(who, who.t.members.sections.members());
  await who.page.getByRole('link', { name }).click();
  await who.heading(name).waitFor();
}

describe('[M6] a case', () => {
  const on = stage();

  test.each(['ar', 'en'] as const)(
    'talking first; then the members are asked, the one it is about knows and may stay, and enough of them decide (%s)',
    async (lang) => {
      const { names, group, why } = people[lang];
      const [layla, omar, gharib] = await Promise.all(names.map((name) => neighbour(on.browser, name, { lang, width: 320 })));
      if (!layla || !omar || !gharib) throw new Error('nobody');
      const { cases, worry, one, device, sections } = layla.t.members;
      const amiss: string[] = [];
      /** Nothing for axe to say, nothing that sticks out. */
      const look = async (who: Neighbour, what: string): Promise<void> => {
        await settled(who.page);
        await who.shot(what);
        for (const fault of await faults(who.page)) amiss.push(`${what}: ${fault}`);
        for (const element of await sticking(who.page)) amiss.push(`${what} sticks out: ${element}`);
      };

      await found(layla, on.relay.url, group);
      const link = await invite(layla, 5);
      await join(omar, link, layla.name, group);
      await join(gharib, link, layla.name, group);

      await pageOf(layla, gharib.name);
      await look(layla, 'member');
      await layla.tap('link', one.worry());
      await layla.heading(worry.title()).waitFor();
      await layla.sees(worry.talkText());
      await look(layla, 'worry');
      await layla.page.getByRole('textbox', { name: worry.why() }).fill(why);
      await layla.tap('button', worry.do());
      await layla.tap('button', worry.sureDo({ name: gharib.name }));
      await layla.heading(cases.about({ name: gharib.name })).waitFor();
      await look(layla, 'case-opened');
      // Ten seconds to think again; the words are still there.
      await layla.tap('button', layla.t.app.do.undo());
      await layla.heading(worry.title()).waitFor();
      await expect.poll(() => layla.page.getByRole('textbox', { name: worry.why() }).inputValue()).toBe(why);
      await layla.tap('button', worry.do());
      await layla.tap('button', worry.sureDo({ name: gharib.name }));
      await layla.sees(cases.soFar({ joined: 1, needed: 2, roll: 2 }));

      await visit(gharib, gharib.t.app.tabs.today());
      await gharib.tap('link', cases.aboutMe());
      await gharib.sees(why);
      await gharib.sees(cases.me.what());
      await look(gharib, 'about-me');
      await visit(gharib, gharib.t.app.tabs.group());
      await look(gharib, 'hub');
      await gharib.page.getByRole('link', { name: sections.invite() }).click();
      await gharib.sees(cases.invites());
      await look(gharib, 'invite-shut');

      await visit(omar, omar.t.app.tabs.today());
      await omar.sees(cases.mayJoin());
      await look(omar, 'today');
      await omar.tap('link', cases.about({ name: gharib.name }));
      await look(omar, 'case');
      await omar.tap('button', cases.join({ name: gharib.name }));
      await omar.sees(cases.joinLast({ name: gharib.name }));
      await look(omar, 'last-yes');
      await omar.page
        .getByRole('dialog')
        .getByRole('button', { name: cases.join({ name: gharib.name }) })
        .click();
      await omar.sees(cases.ending.removed({ name: gharib.name }));

      await gharib.heading(device.removed()).waitFor();
      await gharib.sees(why);
      await look(gharib, 'removed');

      await section(layla, sections.members());
      await layla.page.getByText(one.were()).click();
      await layla.page.getByRole('link', { name: gharib.name }).waitFor();
      await look(layla, 'were-with-us');
      await layla.tap('link', cases.earlier());
      await layla.sees(cases.ending.removed({ name: gharib.name }));
      await look(layla, 'cases');
      await section(layla, sections.log());
      await look(layla, 'log');
      await section(layla, sections.device());
      await layla.sees(device.lock());
      await look(layla, 'device');

      await gharib.tap('button', device.forgetDo());
      await gharib.heading(gharib.t.first.welcome()).waitFor();
      expect(amiss).toEqual([]);
      for (const who of [layla, omar, gharib]) {
        expect(who.troubles(), who.name).toEqual([]);
        await who.end();
      }
    },
  );
});
