import { expect } from 'chai';
import { stories } from '../../sandbox/stories/stories.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

describe('on the sandbox’s page, by clicking', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  it('an approver gives the decision to somebody of those the policy allows', async () => {
    const { page, chat } = open;
    const tour = page.getByRole('region', { name: 'Get Priya back in' });
    await tour.getByRole('button', { name: /^Sam says/ }).click();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).click();
    const morgan = chat('Morgan Okafor');
    await morgan.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await morgan.getByRole('button', { name: 'More options' }).last().click();
    await morgan.getByRole('menuitem', { name: 'Give to somebody else' }).click();
    await morgan.getByRole('radio', { name: /Ingrid Sørensen/ }).check();
    await morgan.getByRole('button', { name: 'Give it to them' }).click();
    await morgan.getByText('This request is with Ingrid Sørensen now').waitFor();
    await chat('Sam Whitfield').getByText('Morgan Okafor gave it to Ingrid Sørensen').waitFor();
  });

  it('the story of the code plays to its end, with the form for six digits', async () => {
    const { page, chat } = open;
    const { title } = stories.find(({ id }) => id === 'code')!;
    await open.turnTo('Guide');
    await page.getByRole('button', { name: `Play: ${title}` }).click();
    await page.getByText('Played to its end, all as promised').waitFor();
    expect(await chat('Morgan Okafor').innerText()).to.include('had the code read out');
  });
});
