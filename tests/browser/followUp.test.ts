import { expect } from 'chai';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

describe('IT follows up, by clicking', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  const idOf = (name: string): string => open.sandbox.world.cloud.directory.user(name).id;
  const say = async (name: string, words: string): Promise<void> => {
    await open.page.getByRole('textbox', { name: `Write as ${name}` }).fill(words);
    await open.chat(name).getByRole('button', { name: 'Send', exact: true }).click();
  };

  it('an urgent request stands in IT’s channel; its details come to who is of IT, in their own chat', async () => {
    const { page, chat, turnTo } = open;
    await say('Sam Whitfield', 'reset mfa for Priya – new phone, locked out right now');
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).click();
    await turnTo('Channel');
    const posts = page.getByRole('log', { name: 'Posts in IT’s channel' });
    await posts.getByText('Urgent: locked out right now').waitFor();
    expect(await posts.innerText())
      .to.include('Priya Raman')
      .and.not.include('Sam')
      .and.not.include('new phone');

    await page.getByLabel('Who reads it').selectOption(idOf('Tomás Vidal'));
    await posts.getByRole('button', { name: 'Open details' }).click();
    await posts.getByText('Only IT can do this.').waitFor();
    await page.getByLabel('Who reads it').selectOption(idOf('Dana Kowalski'));
    await posts.getByRole('button', { name: 'Open details' }).click();
    await posts.getByText('to your own chat').waitFor();
  });

  it('IT writes to the requester, who answers; IT reads it where it asked', async () => {
    const { page, chat } = open;
    await page.getByLabel('Whose chat is in column 2').selectOption(idOf('Dana Kowalski'));
    const [sam, dana] = [chat('Sam Whitfield'), chat('Dana Kowalski')];
    await dana.getByRole('button', { name: 'Message Sam Whitfield' }).click();
    await dana.getByRole('textbox', { name: 'Your message' }).fill('Which phone has she got now?');
    await dana.getByRole('button', { name: 'Send message' }).click();
    await dana.getByText('Dana Kowalski, taken').waitFor();
    await sam.getByText('Dana Kowalski from IT writes to you').waitFor();
    await sam.getByRole('textbox', { name: 'Your answer' }).fill('The blue one, with a new number');
    await sam.getByRole('button', { name: 'Send answer' }).click();
    await sam.getByText('IT has your answer.').waitFor();
    await dana.getByText('An answer from the requester').waitFor();
    await dana
      .getByText(/“The blue one, with a new number”/)
      .first()
      .waitFor();
  });

  it('a quick answer needs no words', async () => {
    const { chat } = open;
    const [sam, dana] = [chat('Sam Whitfield'), chat('Dana Kowalski')];
    const reference = /MFA-[0-9A-Z]{5}/.exec(await sam.innerText())?.[0] ?? '';
    await say('Dana Kowalski', `follow up ${reference} Is it sorted?`);
    await sam.getByRole('button', { name: 'Sorted', exact: true }).click();
    await sam.getByText('Good to hear').waitFor();
    await dana.getByText('Sorted, says the requester').waitFor();
  });

  it('asks nothing of any other machine, and has nothing to complain about', () => {
    expect(open.outside).to.deep.equal([]);
    expect(open.complaints).to.deep.equal([]);
  });
});
