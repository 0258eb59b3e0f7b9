import { expect } from 'chai';
import PostalMime, { type Email } from 'postal-mime';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, unusedPort, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

describe('mail', () => {
  let cloud: StubCloud;
  let product: Product;

  before(async () => {
    cloud = await startStubCloud();
    product = await startProduct(cloud.environment());
  });
  beforeEach(() => {
    cloud.calls.length = 0;
    cloud.graph(() => ({ status: 202 }));
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const posts = () => cloud.calls.filter(({ path }) => path.endsWith('/sendMail'));
  const mail = {
    to: ['priya@example.com'],
    subject: 'A reset was asked for',
    text: 'Hello\nthere\n',
    html: '<p>Hello<br>there</p>',
  };
  const sent = async (): Promise<Email> => PostalMime.parse(Buffer.from(posts()[0]?.text ?? '', 'base64'));
  const names = ({ headers }: Email): readonly string[] => headers.map(({ key }) => key).sort();

  it('goes from the one mailbox, as a text and as HTML', async () => {
    await product.ask('mailer.send', mail);
    expect(posts()[0]?.path).to.equal('/v1.0/users/mfa-reset@example.com/sendMail');
    expect(posts()[0]?.headers['content-type']).to.equal('text/plain');
    const { from, to, subject, text, html, attachments } = await sent();
    expect(from).to.deep.equal({ name: '', address: 'mfa-reset@example.com' });
    expect(to).to.deep.equal([{ name: '', address: 'priya@example.com' }]);
    expect({ subject, text: text?.trim(), html: html?.trim() }).to.deep.equal({
      subject: mail.subject,
      text: mail.text.trim(),
      html: mail.html,
    });
    expect(attachments).to.deep.equal([]);
  });

  it('asks for no automatic reply, but for word of a dead address', async () => {
    await product.ask('mailer.send', mail);
    const { headers } = await sent();
    const value = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(value('auto-submitted')).to.equal('auto-generated');
    expect(value('x-auto-response-suppress')?.split(', ')).to.include('OOF').and.not.to.include.members(['NDR']);
  });

  it('comes out as it went in: other alphabets, emoji, long lines, lone dots', async () => {
    const words = [
      'Sørensen 🔐 日本語 شكر',
      'x'.repeat(300),
      'é'.repeat(300),
      '.',
      '=3D',
      'From here',
      'trailing ',
    ].join('\n');
    const subject = '🔐 Sørensen’s reset is waiting for you (MFA-7K3Q9) '.repeat(3).trim();
    await product.ask('mailer.send', { ...mail, subject, text: words, html: `<p>${words}</p>` });
    const email = await sent();
    expect(email.subject).to.equal(subject);
    expect(email.text?.trimEnd()).to.equal(words.trimEnd());
    expect(email.html?.trimEnd()).to.equal(`<p>${words}</p>`);
    const lines = Buffer.from(posts()[0]?.text ?? '', 'base64')
      .toString('latin1')
      .split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).to.be.lessThan(999);
  });

  it('a subject stays one line of 200 characters, and brings no header', async () => {
    await product.ask('mailer.send', mail);
    const usual = names(await sent());
    cloud.calls.length = 0;
    await product.ask('mailer.send', { ...mail, subject: `Hi\r\nBcc: all@example.com\u2028${'é'.repeat(500)}` });
    const email = await sent();
    expect(email.subject).to.match(/^Hi Bcc: all@example\.com é+$/);
    expect(Array.from(email.subject ?? '')).to.have.length(200);
    expect(names(email)).to.deep.equal(usual);
    expect(email.bcc).to.equal(undefined);
  });

  it('what is no address is left out; none at all is an error', async () => {
    const bad = ['x', 'a@b\r\nBcc: c@d', 'a b@c', '<a@b>', 'a@b,c@d', '"a"@b', 'team: a@b;', ''];
    await product.ask('mailer.send', { ...mail, to: [...bad, ' sam@example.com', 'sam@example.com'] });
    const email = await sent();
    expect(email.to).to.deep.equal([{ name: '', address: 'sam@example.com' }]);
    expect([email.cc, email.bcc]).to.deep.equal([undefined, undefined]);
    expect(await product.failure('mailer.send', { ...mail, to: bad })).to.include({ name: 'MailError' });
    expect(posts()).to.have.length(1);
  });

  it('goes to a hundred people at most', async () => {
    const to = Array.from({ length: 120 }, (_, index) => `person${index}@example.com`);
    await product.ask('mailer.send', { ...mail, to });
    expect((await sent()).to?.map(({ address }) => address)).to.deep.equal(to.slice(0, 100));
  });

  it('fetches and opens nothing, whatever it says', async () => {
    const html = `<img src="${cloud.url}/seen"><img src="file:///etc/hostname">`;
    await product.ask('mailer.send', { ...mail, text: `${cloud.url}/seen`, html });
    expect((await sent()).html?.trim()).to.equal(html);
    expect(cloud.calls.filter(({ path }) => path === '/seen')).to.deep.equal([]);
  });

  for (const [name, answer, ambiguous] of [
    ['504', { status: 504, body: {} }, true],
    ['500', { status: 500, body: {} }, true],
    ['a reset', 'reset', true],
    ['429', { status: 429, body: {}, headers: { 'retry-after': '30' } }, false],
    ['503', { status: 503, body: {} }, false],
    ['400', { status: 400, body: {} }, false],
  ] as const satisfies readonly (readonly [string, StubAnswer, boolean])[]) {
    it(`${name} is sent once and ${ambiguous ? 'may be' : 'is not'} out`, async () => {
      cloud.graph(() => answer);
      expect(await product.failure('mailer.send', mail)).to.include({ isGraphError: true, ambiguous });
      expect(posts()).to.have.length(1);
    });
  }

  it('a Graph that is not there never got it', async () => {
    const other = await startProduct(cloud.environment({ GRAPH_URL: `https://localhost:${await unusedPort()}` }));
    const error = await other.failure('mailer.send', mail);
    await other.stop();
    expect(error).to.include({ code: 'unreachable', ambiguous: false });
  });
});
