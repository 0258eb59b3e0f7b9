import { expect } from 'chai';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Mail } from '../../sandbox/cloud/index.js';
import { pageAssets } from '../../sandbox/page/assets.js';
import { usualPolicy } from '../../sandbox/page/policies.js';
import { servePage } from '../../sandbox/page/server.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const [sam, morgan, priya] = ['Sam Whitfield', 'Morgan Okafor', 'Priya Raman'];
const [osei, ingrid] = ['Alex Osei', 'Ingrid Sørensen'];

/** A request that nobody answers has expired by the time its mail is looked for. */
const SOON = { undoFor: 'PT1S', remindAfter: 'PT5S', escalateAfter: 'PT10S', expireAfter: 'PT20S' };

describe('the panels of the sandbox’s page', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
    const { sandbox } = open;
    await sandbox.world.product.usePolicy({ ...usualPolicy(sandbox.world.cloud), ...SOON });
    await sandbox.world.product.stop();
    await sandbox.startBot();
    await request(osei, 'waiting for approval');
  });
  after(() => open.close());

  const panel = (): Locator => open.page.getByRole('tabpanel');
  const user = (name: string) => open.sandbox.world.cloud.teams.user(name);
  /** Sam asks, off the page. */
  async function request(target: string, seen: string): Promise<void> {
    await user(sam).say(`reset mfa for ${target} because the phone is broken`);
    const asked = await user(sam).waitFor(({ activity }) => JSON.stringify(activity).includes('"confirm"'));
    await user(sam).tap(asked, 'Send request');
    await user(sam).waitFor(({ activity }) => {
      const card = JSON.stringify(activity);
      return card.toLowerCase().includes(seen) && card.includes(target);
    });
  }
  const plant = (mail: Pick<Mail, 'id' | 'subject' | 'html'> & Partial<Mail>): void => {
    open.sandbox.world.cloud.mailbox.deliver({
      ...{ from: 'x@contoso.example', to: [user(sam).person.mail ?? ''], cc: [], bcc: [], replyTo: [], headers: {} },
      ...{ contentType: 'text', content: '', importance: 'normal', sentAt: new Date(), ...mail },
    });
  };
  /** Opens the newest mail with these words in its subject. */
  const read = async (subject: string): Promise<FrameLocator> => {
    await open.turnTo('Mail');
    const back = panel().getByRole('button', { name: 'All mail' });
    if ((await back.count()) > 0) await back.click();
    await panel().getByRole('listitem').getByRole('button', { name: subject }).first().click();
    return panel().frameLocator('iframe');
  };

  describe('Directory', () => {
    const priyas = (): Locator => panel().getByRole('region', { name: priya });

    it('shows what goes struck out, what is the default, and what was registered again', async () => {
      await open.turnTo('Directory');
      const methods = priyas().getByRole('listitem');
      await methods.filter({ hasText: 'Microsoft Authenticator' }).getByText('default').waitFor();
      expect(await methods.getByText('default').count()).to.equal(1);
      const before = await methods.count();
      await request(priya, 'waiting for approval');
      await open.chat(morgan).getByRole('button', { name: 'Approve', exact: true }).click();
      await methods
        .getByText('gone')
        .nth(before - 2)
        .waitFor();
      expect(await priyas().getByRole('deletion').count()).to.equal(before - 1);
      expect(await methods.count()).to.equal(before);
      expect(await methods.filter({ hasNotText: 'gone' }).allInnerTexts()).to.deep.equal(['Password']);
      expect(await methods.getByText('default').count()).to.equal(0);
      await priyas().getByRole('button', { name: 'Priya registers again' }).click();
      await methods.filter({ hasText: 'Microsoft Authenticator', hasNotText: 'gone' }).waitFor();
      expect(open.sandbox.world.cloud.directory.methodsOf(user(priya).person.id)).to.have.lengthOf(2);
    });

    it('finds anybody among all 240, with a part to play or not', async () => {
      await open.turnTo('Directory');
      const crowd = open.sandbox.snapshot.people.findLast(({ part }) => part === undefined);
      const search = panel().getByRole('searchbox', { name: 'Find somebody among 240 people' });
      expect(
        await panel()
          .getByRole('region', { name: crowd?.name ?? '' })
          .count(),
      ).to.equal(0);
      await search.fill(crowd?.name.toUpperCase() ?? '');
      await panel()
        .getByRole('region', { name: crowd?.name ?? '' })
        .waitFor();
      await search.fill('nobody of this name');
      await panel().getByText('0 people shown').waitFor({ state: 'attached' });
      expect(await panel().getByRole('region').count()).to.equal(0);
      await search.fill('');
      await priyas().waitFor();
    });
  });

  describe('Mail', () => {
    it('lists everybody’s, the newest first, and one reader’s alone', async () => {
      await open.sandbox.world.cloud.mailbox.waitFor(({ subject }) => subject.startsWith('MFA reset done'));
      await open.turnTo('Mail');
      const subjects = (): Promise<string[]> => panel().getByRole('listitem').locator('strong').allInnerTexts();
      const wanted = open.sandbox.world.cloud.mailbox.all.map(({ subject }) => subject).toReversed();
      expect((await subjects()).map(withoutMark)).to.deep.equal(wanted);
      await panel().getByRole('combobox', { name: 'Whose mail' }).selectOption(morgan);
      const hers = open.sandbox.world.cloud.mailbox.to(user(morgan).person.mail ?? '').map(({ subject }) => subject);
      expect(hers).to.not.be.empty;
      expect((await subjects()).map(withoutMark)).to.deep.equal(hers.toReversed());
      await panel().getByRole('combobox', { name: 'Whose mail' }).selectOption('Everybody’s');
    });

    it('shows a mail as a mail program would, and its plain text', async () => {
      const mail = await read('MFA reset done');
      await mail.getByText('Steps to pass on').waitFor();
      await mail.getByText(`Tell ${priya} in person or by phone`).waitFor();
      const text = panel().locator('pre');
      expect(await text.isVisible()).to.equal(false);
      await panel().getByText('As plain text').press('Enter');
      await text.waitFor();
      expect(await text.innerText())
        .to.include(`Tell ${priya} in person or by phone`)
        .and.not.include('<');
    });

    it('leads to the bot’s public page, in a new tab', async () => {
      const mail = await read('Your MFA methods were cleared');
      const [opened] = await Promise.all([
        open.page.context().waitForEvent('page'),
        mail.getByRole('link', { name: 'What to do now' }).click(),
      ]);
      await opened.getByRole('heading', { name: 'Set up MFA again' }).waitFor();
      expect(opened.url()).to.equal(`${open.sandbox.world.product.url}/next`);
      await opened.close();
    });

    it('leads into the reader’s chat with the bot, and with the words typed in where the link has some', async () => {
      const column = open.page.getByRole('combobox', { name: 'Whose chat is in column 1' });
      const box = open.chat(sam).getByRole('textbox', { name: `Write as ${sam}` });
      await column.selectOption(user('Dana Kowalski').person.id);
      const received = await read('Request received');
      await received.getByRole('link', { name: 'Open in Teams' }).or(received.getByRole('link')).first().click();
      await open.chat(sam).waitFor();
      expect(await box.inputValue()).to.equal('');

      await open.sandbox.world.cloud.mailbox.waitFor(({ subject }) => subject.startsWith('Request expired'), 100_000);
      await column.selectOption(user('Dana Kowalski').person.id);
      const expired = await read('Request expired');
      await expired.getByRole('link', { name: 'Ask again' }).click();
      await open.chat(sam).waitFor();
      expect(await box.inputValue()).to.equal('reset mfa');
      await box.fill('');
    });

    it('says only where a link out of the sandbox would lead', async () => {
      plant({ id: 'out', subject: 'A way out', html: '<p><a href="https://evil.example/there">Go there</a></p>' });
      const pages = open.page.context().pages().length;
      const mail = await read('A way out');
      await mail.getByRole('link', { name: 'Go there' }).click();
      const toast = open.page.getByText('It leads to evil.example, and nothing here leaves this machine.');
      await toast.waitFor();
      expect(open.page.context().pages()).to.have.lengthOf(pages);
      expect(open.page.url()).to.equal(`${open.url}/`);
      await toast.locator('..').getByRole('button', { name: 'Close' }).click();
      await toast.waitFor({ state: 'detached' });
    });

    it('runs nothing of a mail, and fetches nothing for it', async () => {
      const complaints = open.complaints.length;
      plant({
        id: 'hostile',
        subject: 'A hostile mail',
        html: '<p id="p">as sent</p><script>document.getElementById("p").textContent="changed"; parent.document.title="taken"</script><img src="https://evil.example/x.png" onerror="parent.document.title=\'taken\'"><form action="https://evil.example"><button>Send</button></form>',
      });
      const stopped = open.page.waitForEvent('requestfailed', (one) => one.url() === 'https://evil.example/x.png');
      const mail = await read('A hostile mail');
      expect((await stopped).failure()?.errorText).to.equal('csp');
      await mail.getByText('as sent').waitFor();
      await mail.getByRole('button', { name: 'Send' }).click();
      await mail.getByText('as sent').waitFor();
      expect(await open.page.title()).to.equal('MFA reset sandbox');
      // What Chromium says about each thing it has stopped.
      const said = open.complaints.slice(complaints);
      expect(said.some((text) => text.includes('script'))).to.equal(true);
      expect(
        said.every((text) => /sandbox|Content Security Policy/i.test(text)),
        said.join('\n'),
      ).to.equal(true);
      await panel().getByRole('button', { name: 'All mail' }).click();
    });
  });

  describe('Timeline', () => {
    it('tells each request line by line, and lets one choose between them', async () => {
      await open.turnTo('Timeline');
      const choice = panel().getByRole('combobox', { name: 'Request' });
      const options = await choice.getByRole('option').allInnerTexts();
      expect(options.map((text) => text.trim().replace(/^MFA-\w+ /, ''))).to.deep.equal([
        `for ${priya}`,
        `for ${osei}`,
      ]);
      const lines = panel().getByRole('listitem');
      await lines
        .filter({ hasText: `approved by ${morgan}` })
        .first()
        .waitFor();
      await lines.filter({ hasText: 'reset finished' }).first().waitFor();
      await choice.selectOption({ index: 1 });
      await lines.filter({ hasText: 'expired' }).first().waitFor();
      await lines
        .filter({ hasText: `submitted by ${sam}` })
        .first()
        .waitFor();
      expect(await lines.filter({ hasText: `by ${morgan}` }).count()).to.equal(0);
      expect(await lines.filter({ hasText: 'reset finished' }).count()).to.equal(0);
    });
  });

  describe('Log', () => {
    it('shows every call with names in place of ids, and one service alone', async () => {
      await open.turnTo('Log');
      const calls = panel().getByRole('list', { name: 'Calls, the newest last' }).getByRole('listitem');
      await calls
        .filter({ hasText: `message from ${sam}` })
        .first()
        .waitFor();
      const all = await calls.count();
      await panel().getByRole('combobox', { name: 'Show' }).selectOption('The bot sends mail');
      await calls.filter({ hasText: 'The bot asks Graph' }).first().waitFor({ state: 'detached' });
      const mails = await calls.allInnerTexts();
      expect(mails).to.not.be.empty;
      expect(mails.length).to.be.lessThan(all);
      expect(
        mails.every((text) => text.includes('sendMail')),
        mails.join('\n'),
      ).to.equal(true);
      await panel().getByRole('combobox', { name: 'Show' }).selectOption('The bot asks Graph');
      await calls.filter({ hasText: `DELETE` }).filter({ hasText: priya }).first().waitFor();
      await panel().getByRole('combobox', { name: 'Show' }).selectOption('Everything');
    });
  });

  describe('The page as a whole', () => {
    it('wears each theme in its own colours, cards and all', async () => {
      const theme = open.page.getByRole('combobox', { name: 'Theme' });
      const seen = new Set<string>();
      for (const name of ['light', 'dark', 'contrast']) {
        await theme.selectOption(name);
        await open.page.locator(`html[data-theme=${name}]`).waitFor();
        seen.add(await open.page.evaluate<string>(COLOURS));
      }
      expect(seen.size, [...seen].join(' | ')).to.equal(3);
      await theme.selectOption('light');
    });

    it('is after loading again what it was: what happened, and what was chosen', async () => {
      const { page } = open;
      const box = open.chat(sam).getByRole('textbox', { name: `Write as ${sam}` });
      await page.getByRole('combobox', { name: 'Whose chat is in column 3' }).selectOption(user(ingrid).person.id);
      await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
      await box.fill('half a thou');
      await open.turnTo('Directory');
      const priyas = panel().getByRole('region', { name: priya });
      const [methods, columns] = [await priyas.getByRole('listitem').allInnerTexts(), await columnsOf()];
      const messages = await open.chat(sam).getByRole('article').count();
      await page.reload();
      await priyas.waitFor();
      expect(await priyas.getByRole('listitem').allInnerTexts()).to.deep.equal(methods);
      expect(methods.join()).to.include('gone');
      expect(await columnsOf()).to.deep.equal(columns);
      expect(await open.chat(sam).getByRole('article').count()).to.equal(messages);
      expect(await box.inputValue()).to.equal('half a thou');
      expect(await page.locator('html').getAttribute('data-theme')).to.equal('dark');
      await box.fill('');
      await page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
      await open.turnTo('Timeline');
      await panel().getByText('submitted').first().waitFor();
    });

    it('says that the sandbox has ended, keeps what is typed meanwhile, and goes on when it is back', async () => {
      const { page, sandbox } = open;
      const box = open.chat(sam).getByRole('textbox', { name: `Write as ${sam}` });
      const second = await servePage(sandbox, await pageAssets(), 0);
      await page.goto(second.url);
      await page.getByText('The bot is running').waitFor();
      await second.close();
      await page.getByText('The sandbox has ended').waitFor();
      await box.fill('my requests');
      await box.press('Enter');
      await page.getByText('Is it still running in the terminal?').waitFor();
      expect(await box.inputValue()).to.equal('my requests');
      const said = user(sam).messages.length;
      await user(sam).say('help');
      const again = await servePage(sandbox, await pageAssets(), Number(new URL(second.url).port));
      expect(again.url).to.equal(second.url);
      await page.getByText('The bot is running').waitFor();
      await open
        .chat(sam)
        .getByRole('heading', { name: /What I can do/ })
        .last()
        .waitFor();
      await box.press('Enter');
      await open.chat(sam).getByRole('article').filter({ hasText: 'my requests' }).last().waitFor();
      expect(
        user(sam)
          .messages.slice(said)
          .map(({ text }) => text),
      ).to.include('my requests');
      await page.goto('about:blank');
      await again.close();
      expect(open.outside, 'but for what was stopped').to.deep.equal(['https://evil.example/x.png']);
    });
  });

  const columnsOf = (): Promise<string[]> =>
    open.page
      .getByRole('combobox', { name: /^Whose chat/ })
      .locator('option:checked')
      .allInnerTexts();
});

const withoutMark = (subject: string): string => subject.replace(/^❗ /, '');

/** The ink of a card’s heading and the ground of the page, as they are drawn. */
const COLOURS = `(() => {
  const heading = document.querySelector('[role=log] [role=heading]');
  return getComputedStyle(heading).color + ' on ' + getComputedStyle(document.documentElement).backgroundColor;
})()`;
