import { expect } from 'chai';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, unusedPort, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

interface Sent {
  readonly message: { subject: string; body: object; toRecipients: { emailAddress: { address: string } }[] };
  readonly saveToSentItems: boolean;
}

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
  const mail = { to: ['priya@example.com'], subject: 'A reset was asked for', text: 'Hello\nthere' };

  it('goes from the one mailbox, as text, and leaves no copy there', async () => {
    await product.ask('mailer.send', mail);
    expect(posts()[0]?.path).to.equal('/v1.0/users/mfa-reset@example.com/sendMail');
    expect(posts()[0]?.body).to.deep.equal({
      message: {
        subject: mail.subject,
        body: { contentType: 'Text', content: mail.text },
        toRecipients: [{ emailAddress: { address: 'priya@example.com' } }],
      },
      saveToSentItems: false,
    });
  });

  it('a subject stays one line of 200 characters', async () => {
    await product.ask('mailer.send', { ...mail, subject: `Hi\r\nBcc: all@example.com\u2028${'é'.repeat(500)}` });
    const { subject } = (posts()[0]?.body as Sent).message;
    expect(subject).to.match(/^Hi Bcc: all@example\.com é+$/);
    expect(Array.from(subject)).to.have.length(200);
  });

  it('what is no address is left out; none at all is an error', async () => {
    const bad = ['x', 'a@b\r\nBcc: c@d', 'a b@c', '<a@b>', 'a@b,c@d', ''];
    await product.ask('mailer.send', { ...mail, to: [...bad, ' sam@example.com', 'sam@example.com'] });
    expect(
      (posts()[0]?.body as Sent).message.toRecipients.map(({ emailAddress }) => emailAddress.address),
    ).to.deep.equal(['sam@example.com']);
    expect(await product.failure('mailer.send', { ...mail, to: bad })).to.include({ name: 'MailError' });
    expect(posts()).to.have.length(1);
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
