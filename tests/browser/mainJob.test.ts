import { expect } from 'chai';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

describe('the sandbox’s page, by clicking only', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  it('leads from “reset MFA for Priya” to “Priya is registered again”', async () => {
    const { page, chat, turnTo } = open;
    const tour = page.getByRole('region', { name: 'Get Priya back in' });

    await tour.getByRole('button', { name: /^Sam says/ }).click();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).click();
    await chat('Sam Whitfield').getByText('Waiting for approval').waitFor();
    await chat('Priya Raman').getByText('Someone asked to reset your MFA').waitFor();
    await chat('Morgan Okafor').getByRole('button', { name: 'Approve', exact: true }).click();
    await chat('Morgan Okafor').getByText('You can take it back').waitFor();
    await tour.getByRole('button', { name: 'Watch the directory' }).click();
    const priya = page.getByRole('tabpanel').getByRole('region', { name: 'Priya Raman' });
    await priya.getByText('gone').nth(3).waitFor();
    expect(await priya.getByRole('listitem').filter({ hasNotText: 'gone' }).allInnerTexts()).to.deep.equal([
      'Password',
    ]);
    await chat('Sam Whitfield').getByText('MFA reset done').waitFor();
    await turnTo('Guide');
    await tour.getByRole('button', { name: 'Priya registers again' }).click();
    await chat('Sam Whitfield').getByText('Priya Raman has set up MFA again').first().waitFor();
    await tour.getByText('All of it happened').waitFor();
  });

  it('shows a rejection with its reason', async () => {
    const { page, chat } = open;
    const tour = page.getByRole('region', { name: 'Say no' });

    await tour.getByRole('button', { name: /^Sam says/ }).click();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).click();
    await tour.getByRole('button', { name: 'Show Ingrid’s chat' }).click();
    const ingrid = chat('Ingrid Sørensen');
    await ingrid.getByRole('button', { name: 'Reject', exact: true }).click();
    await ingrid.getByRole('radio', { name: 'I couldn’t verify that it is really them' }).check();
    await ingrid.getByRole('button', { name: 'Reject request' }).click();
    await ingrid.getByText('Rejected by Ingrid Sørensen').waitFor();
    await tour.getByRole('button', { name: 'Show Sam’s chat' }).click();
    await chat('Sam Whitfield').getByText('Could not verify that it is really them').last().waitFor();
    await tour.getByText('All of it happened').waitFor();
  });

  it('survives a kill -9 in the middle', async () => {
    const { page, chat, sandbox } = open;
    const { directory, log } = sandbox.world.cloud;
    const alex = directory.user('Alex Chen').id;
    const tour = page.getByRole('region', { name: 'Pull the plug' });

    await tour.getByRole('button', { name: /^Sam says/ }).click();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).click();
    await tour.getByRole('button', { name: 'Show Ingrid’s chat' }).click();
    await chat('Ingrid Sørensen').getByRole('button', { name: 'Approve', exact: true }).click();
    await tour.getByRole('button', { name: 'kill -9' }).click();
    await page.getByText('The bot is down').waitFor();
    expect(log.methodDeletes(alex)).to.deep.equal([]);
    await tour.getByRole('button', { name: 'Start the bot' }).click();
    await page.getByText('The bot is running').waitFor();
    await tour.getByText('All of it happened').waitFor();
    const deleted = log.methodDeletes(alex).filter(({ applied }) => applied);
    const distinct = new Set(deleted.map(({ collection, methodId }) => `${collection}/${methodId ?? ''}`));
    expect(deleted.length).to.be.greaterThan(5);
    expect(distinct.size, 'each method was deleted once').to.equal(deleted.length);
    expect(directory.methodsOf(alex).map(({ type }) => type)).to.deep.equal(['password']);
  });

  it('asks nothing of any other machine, and has nothing to complain about', () => {
    expect(open.outside).to.deep.equal([]);
    expect(open.complaints).to.deep.equal([]);
  });
});
