import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { objectOf } from '../../sandbox/cloud/json.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const [sam, morgan, priya] = ['Sam Whitfield', 'Morgan Okafor', 'Priya Raman'];

describe('a chat on the sandbox’s page', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  const box = (name: string): Locator => open.chat(name).getByRole('textbox', { name: `Write as ${name}` });
  const says = async (name: string, words: string): Promise<void> => {
    await box(name).fill(words);
    await box(name).press('Enter');
  };
  /** The newest message that has these words in it. */
  const messageWith = (name: string, words: string): Locator =>
    open.chat(name).getByRole('article').filter({ hasText: words }).last();
  const column = (number: number): Locator =>
    open.page.getByRole('combobox', { name: `Whose chat is in column ${number}` });
  const nameIn = async (number: number): Promise<string> =>
    (await column(number).locator('option:checked').innerText()).trim();
  const put = async (name: string, number: number): Promise<void> => {
    await column(number).selectOption(open.sandbox.world.cloud.directory.user(name).id);
    await open.chat(name).waitFor();
  };
  const seenBy = (name: string) => open.sandbox.world.cloud.teams.user(name);
  /** Sam asks; gives the card that Sam is to confirm. */
  const asks = async (target: string): Promise<Locator> => {
    await says(sam, `reset mfa for ${target} because the phone fell into the lake`);
    const card = messageWith(sam, `You are asking for an MFA reset for ${target}`);
    await card.waitFor();
    return card;
  };

  it('begins with a welcome, and a suggestion that is tapped is sent', async () => {
    const chat = open.chat(sam);
    await chat.getByRole('heading', { name: /Hello! I help colleagues/ }).waitFor();
    const suggestions = chat.getByRole('group', { name: 'Suggestions' });
    expect(await suggestions.getByRole('button').allInnerTexts()).to.deep.equal([
      'Ask for a reset',
      'My requests',
      'Help',
    ]);
    await suggestions.getByRole('button', { name: 'Help' }).click();
    await chat.getByRole('heading', { name: /What I can do/ }).waitFor();
    expect(seenBy(sam).messages.at(-2)).to.include({ from: 'user', text: 'help' });
    expect(await suggestions.count(), 'suggestions are gone once something was said').to.equal(0);
  });

  it('lists the commands of the manifest; one that is chosen stands in the box, to be added to', async () => {
    const chat = open.chat(sam);
    const menu = chat.getByRole('button', { name: 'What I can say' });
    const commands = chat.getByRole('list', { name: 'Commands' });
    await menu.click();
    expect(await commands.getByRole('button').allInnerTexts()).to.deep.equal(
      open.sandbox.snapshot.commands.map(({ title, description }) => `${title} ${description}`),
    );
    await chat.page().keyboard.press('Escape');
    await commands.waitFor({ state: 'detached' });
    await menu.click();
    await commands.getByRole('button', { name: /^status/ }).click();
    await commands.waitFor({ state: 'detached' });
    expect(await box(sam).inputValue()).to.equal('status');
    await box(sam).and(open.page.locator(':focus')).waitFor();
    await open.page.keyboard.type(' MFA-AAAAA');
    await open.page.keyboard.press('Enter');
    await chat.getByText('I can’t find that request').waitFor();
  });

  it('sends with Enter, begins a line with Shift+Enter, and empties the box', async () => {
    await box(sam).focus();
    await open.page.keyboard.type('reset mfa');
    await open.page.keyboard.press('Shift+Enter');
    await open.page.keyboard.type('for a colleague of mine, Nobody Atall');
    expect(await box(sam).inputValue()).to.equal('reset mfa\nfor a colleague of mine, Nobody Atall');
    const said = seenBy(sam).messages.length;
    await open.page.keyboard.press('Enter');
    await open.chat(sam).getByText('I found nobody called').first().waitFor();
    expect(seenBy(sam).messages[said]?.text).to.equal('reset mfa\nfor a colleague of mine, Nobody Atall');
    expect(await box(sam).inputValue()).to.equal('');
    await says(sam, 'stop');
    await open.chat(sam).getByText('Stopped. Nothing was sent.').waitFor();
  });

  it('leads through the form: who is found as one types, confirmed, and followed on the same card', async () => {
    await says(sam, 'reset mfa');
    const form = messageWith(sam, 'Can’t find the person in the list?');
    const picker = form.getByRole('combobox', { name: 'Colleague' });
    const found = form.getByRole('listbox').getByRole('option');
    await picker.pressSequentially('alex');
    await found.nth(2).waitFor();
    expect(await found.allInnerTexts()).to.satisfy((names: string[]) => names.every((name) => name.includes('Alex')));
    await picker.pressSequentially(' os');
    await found.and(form.getByRole('option', { name: 'Alex Osei Warehouse Lead' })).click();
    expect(await picker.inputValue()).to.equal('Alex Osei');

    const why = form.getByRole('textbox', { name: /^Why do they need it/ });
    await why.fill('short');
    await form.getByRole('button', { name: 'Continue' }).click();
    await form.getByText('Say a little more: at least 10 characters').waitFor();
    await why.fill('He dropped it at the warehouse');
    await form.getByRole('combobox', { name: 'What happened?' }).selectOption('Phone lost');
    const { id } = seenBy(sam).botMessages.at(-1)!;
    await form.getByRole('button', { name: 'Continue' }).click();

    const card = open.chat(sam).getByRole('article').filter({ hasText: 'Check before you send' }).last();
    await card.getByText('Ingrid Sørensen will be asked to approve').waitFor();
    await card.getByRole('button', { name: 'Send request' }).click();
    const status = messageWith(sam, 'Waiting for approval');
    await status.getByText('It is with Ingrid Sørensen now').waitFor();
    await status.getByText('“He dropped it at the warehouse”').waitFor();
    await open.chat(sam).getByText('Check before you send').waitFor({ state: 'detached' });
    await status.getByText('Edited').waitFor();
    expect(
      seenBy(sam).botMessages.filter((message) => message.id === id),
      'the form’s own message',
    ).to.have.lengthOf(1);
  });

  it('says why a card does not take what was filled in', async () => {
    const card = await asks(priya);
    await card.getByRole('button', { name: 'Send request' }).click();
    const decision = messageWith(morgan, `approve an MFA reset for ${priya}`);
    await decision.getByRole('button', { name: 'Reject', exact: true }).click();
    const acts: string[] = [];
    open.page.on('request', (request) => acts.push(new URL(request.url()).pathname));
    await decision.getByRole('button', { name: 'Reject request' }).click();
    await decision.getByText('Choose a reason').waitFor();
    expect(acts, 'the card says so itself').to.not.include('/acts/tap');
    await decision.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    expect(await open.chat(morgan).getByText('Rejected by').count()).to.equal(0);
  });

  it('has what is rarer behind “…”; a link to a colleague says where Teams would lead', async () => {
    const decision = messageWith(morgan, `approve an MFA reset for ${priya}`);
    await decision.getByRole('button', { name: 'More options' }).click();
    expect(await decision.getByRole('menuitem').allInnerTexts()).to.deep.equal([
      `Ask ${sam}`,
      'Not for me',
      'Give to somebody else',
    ]);
    await decision.getByRole('menuitem', { name: `Ask ${sam}` }).click();
    const question = messageWith(morgan, 'Your question');
    await question.getByRole('textbox', { name: 'Your question' }).fill('Is she at her desk?');
    await question.getByRole('button', { name: 'Send question' }).click();
    await open.chat(sam).getByText('Is she at her desk?').first().waitFor();

    const status = messageWith(sam, `For: ${priya}`);
    await status.getByRole('button', { name: 'More options' }).click();
    await status.getByRole('menuitem', { name: `Message ${morgan}` }).click();
    await open.page.getByText('Here Teams opens a chat with morgan.okafor@contoso.example').waitFor();
  });

  it('shows beside the card an answer that is a sentence', async () => {
    // The same person has Teams open twice: here, and on a telephone that is not seen.
    const card = await asks('Alex Chen');
    const message = await seenBy(sam).waitFor((one) => JSON.stringify(one.activity).includes('Alex Chen'));
    expect((await seenBy(sam).tap(message, 'Don’t send')).text).to.equal('Nothing was sent.');
    await card.getByRole('button', { name: 'Send request' }).click();
    await card.getByRole('status').filter({ hasText: 'This request isn’t waiting to be sent any more' }).waitFor();
    await card.getByRole('button', { name: 'Send request' }).waitFor();
  });

  it('shows that the bot is at work while Graph is slow', async () => {
    await open.sandbox.lever('graphSlow', true);
    try {
      await says(sam, 'reset mfa for Grace because her phone is broken');
      await open.chat(sam).getByText('MFA Reset is typing').waitFor();
      await messageWith(sam, 'You are asking for an MFA reset for Grace').waitFor();
      await open.chat(sam).getByText('MFA Reset is typing').waitFor({ state: 'detached' });
    } finally {
      await open.sandbox.lever('graphSlow', false);
    }
    await messageWith(sam, 'for Grace').getByRole('button', { name: 'Don’t send' }).click();
    await messageWith(sam, 'for Grace').getByText('Nothing was sent.').waitFor();
  });

  it('keeps what is typed into a card whatever else changes on the page', async () => {
    await says(sam, 'reset mfa');
    const form = messageWith(sam, 'Can’t find the person in the list?');
    const why = form.getByRole('textbox', { name: /^Why do they need it/ });
    await why.fill('Half a senten');
    await says(sam, 'my requests');
    await messageWith(sam, 'Your requests').waitFor();
    await says(morgan, 'help');
    await messageWith(morgan, 'What I can do').waitFor();
    await open.page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await open.turnTo('Log');
    await put(sam, 3);
    await put('Dana Kowalski', 3);
    await put(sam, 3);
    expect(await why.inputValue()).to.equal('Half a senten');
    await put(sam, 1);
    await open.page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
  });

  it('puts anybody into a column; two that are in sight change places', async () => {
    await put(sam, 1);
    await put(morgan, 2);
    await put(priya, 3);
    await put(sam, 2);
    expect(await Promise.all([1, 2, 3].map(nameIn))).to.deep.equal(['Morgan Okafor', 'Sam Whitfield', 'Priya Raman']);
    await put('Dana Kowalski', 3);
    expect(await nameIn(3)).to.equal('Dana Kowalski');
    expect(await open.chat(priya).count()).to.equal(0);
  });

  it('lets somebody without the app have it, and welcomes them', async () => {
    const name = 'Eleanor Vance';
    await put(name, 3);
    const chat = open.chat(name);
    expect(await box(name).isDisabled()).to.equal(true);
    await chat.getByRole('button', { name: 'Add it' }).click();
    await chat.getByRole('heading', { name: /Hello! I help colleagues/ }).waitFor();
    await chat.getByText('has not got the app').waitFor({ state: 'detached' });
    expect(await box(name).isEnabled()).to.equal(true);
  });

  it('tells of what comes into a chat that is out of sight, and shows that chat', async () => {
    await put(sam, 1);
    await put('Rui Almeida', 2);
    await put('Eleanor Vance', 3);
    const before = seenBy('Ingrid Sørensen').botMessages.length;
    const card = await asks('Alex Novak');
    await card.getByRole('button', { name: 'Send request' }).click();
    const toast = open.page
      .locator('div')
      .filter({ has: open.page.getByText('MFA Reset → Ingrid Sørensen') })
      .filter({ has: open.page.getByRole('button', { name: 'Show the chat' }) })
      .last();
    await toast.waitFor();
    const ingrid = column(2).getByRole('option', { name: /^Ingrid Sørensen/ });
    const came = seenBy('Ingrid Sørensen').botMessages.length - before;
    expect(came).to.be.greaterThan(0);
    expect(await ingrid.textContent()).to.match(/\(\d+ new\)/);
    await toast.getByRole('button', { name: 'Show the chat' }).click();
    await messageWith('Ingrid Sørensen', 'approve an MFA reset for Alex Novak').waitFor();
    expect(await ingrid.textContent()).to.not.include('new');
  });

  it('lets a card that asks for it refresh itself when it is looked at', async () => {
    const refreshed: string[] = [];
    const stop = open.sandbox.world.cloud.teams.onDelivery((activity) => {
      const { action, trigger } = objectOf(activity.value);
      if (trigger === 'automatic') refreshed.push(`${String(objectOf(action).verb)} ${String(activity.replyToId)}`);
    });
    for (const [place, name] of ['Rui Almeida', 'Eleanor Vance', 'Dana Kowalski'].entries()) await put(name, place + 1);
    // Asked in a chat that nobody sees.
    await seenBy(sam).say('reset mfa for Mateo because his phone was stolen in the bus');
    const draft = await seenBy(sam).waitFor((one) => JSON.stringify(one.activity).includes('"confirm"'));
    await seenBy(sam).tap(draft, 'Send request');
    const status = await seenBy(sam).waitFor(
      ({ id, activity }) => id === draft.id && JSON.stringify(activity).includes('"refresh"'),
    );
    expect(refreshed).to.deep.equal([]);
    await put(sam, 1);
    await messageWith(sam, 'For: Mateo').getByText('Waiting for approval').waitFor();
    await open.turnTo('Log');
    await open.page.getByText('POST invoke adaptiveCard/action from Sam Whitfield').last().waitFor();
    expect(refreshed).to.include(`refresh ${status.id}`);
    stop();
  });

  it('asks nothing of any other machine, and has nothing to complain about', () => {
    expect(open.outside).to.deep.equal([]);
    expect(open.complaints).to.deep.equal([]);
  });
});
