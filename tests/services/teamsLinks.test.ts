import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { teamsLinks } from '../../services/teamsLinks.js';

const teamsUrl = 'https://teams.microsoft.com';
const botId = randomUUID();
const tenantId = randomUUID();

describe('links into Teams', () => {
  it('the chat link opens the chat with the bot, in the right tenant, with nothing typed', () => {
    const { chat } = teamsLinks({ teamsUrl, botId, tenantId });
    expect(chat).to.equal(`https://teams.microsoft.com/l/chat/0/0?tenantId=${tenantId}&users=28:${botId}`);
  });

  it('the form link is the same with "reset mfa" typed in', () => {
    const { chat, form } = teamsLinks({ teamsUrl, botId, tenantId });
    expect(form.startsWith(`${chat}&`)).to.equal(true);
    expect(new URL(form).searchParams.get('message')).to.equal('reset mfa');
    // A plus for the space would be typed as a plus.
    expect(form).not.to.match(/[\s+]/);
  });

  it('there is a link to the public page only where there is a public address', () => {
    expect(teamsLinks({ teamsUrl, botId, tenantId })).not.to.have.property('next');
    const { next } = teamsLinks({ teamsUrl, botId, tenantId, publicUrl: 'https://mfa.example.com/it' });
    expect(next).to.equal('https://mfa.example.com/it/next');
  });

  it('every link begins where the cloud says', () => {
    const gov = 'https://gov.teams.microsoft.us';
    const { chat, form, chatWith } = teamsLinks({ teamsUrl: gov, botId, tenantId });
    for (const link of [chat, form, chatWith('a@example.com')]) expect(new URL(link).origin).to.equal(gov);
  });

  for (const name of [
    'priya@example.com',
    'o’brien+it@example.com',
    'a_b.com#EXT#@example.onmicrosoft.com',
    'a&message=x',
  ])
    it(`a chat with ${name} is with that person alone`, () => {
      const { pathname, searchParams, hash } = new URL(teamsLinks({ teamsUrl, botId, tenantId }).chatWith(name));
      expect(pathname).to.equal('/l/chat/0/0');
      expect([...searchParams]).to.deep.equal([
        ['tenantId', tenantId],
        ['users', name],
      ]);
      expect(hash).to.equal('');
    });

  it('a comma in a name does not add a second person', () => {
    expect(teamsLinks({ teamsUrl, botId, tenantId }).chatWith('a@example.com,b@example.com')).to.match(/users=[^,]+$/);
  });
});
