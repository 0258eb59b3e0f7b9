import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { ask, type GraphCaller, graphAs, tokenOf } from './support.js';

describe('the simulated cloud: mail', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  before(async () => {
    cloud = await startCloud({ size: 40 });
    graph = await graphAs(cloud);
  });
  after(() => cloud.close());
  afterEach(() => {
    cloud.mailbox.clear();
  });

  const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));
  const message = (more: object = {}) => ({
    subject: 'Pending',
    body: { contentType: 'HTML', content: '<p>Hello</p>' },
    toRecipients: to('priya.raman@contoso.example'),
    ...more,
  });
  const send = (body: unknown, from: string = cast.mailSender) =>
    graph('POST', `/v1.0/users/${cloud.directory.user(from).id}/sendMail`, { body });

  it('is accepted with 202 and lies with every recipient, however the address is written', async () => {
    const reply = await send({
      message: message({ ccRecipients: to('Priya.Raman@mail.example') }),
      saveToSentItems: false,
    });
    expect(reply.status).to.equal(202);
    expect(cloud.mailbox.to('PRIYA.RAMAN@contoso.example')[0]).to.include({
      subject: 'Pending',
      contentType: 'html',
      content: '<p>Hello</p>',
      html: '<p>Hello</p>',
      from: 'mfa.reset@contoso.example',
    });
    expect(cloud.mailbox.to('priya.raman@mail.example')).to.have.length(1);
    expect(cloud.mailbox.to('nobody@contoso.example')).to.have.length(0);
  });

  it('can be waited for', async () => {
    const waiting = cloud.mailbox.waitFor((mail) => mail.subject === 'Later');
    await send({ message: message({ subject: 'Later' }) });
    expect((await waiting).to).to.deep.equal(['priya.raman@contoso.example']);
    const none = await cloud.mailbox
      .waitFor((mail) => mail.subject === 'Never', 20)
      .catch((error: unknown) => (error as Error).message);
    expect(none).to.include('Later');
  });

  const refused: readonly [string, unknown, string][] = [
    ['no message', {}, 'RequestBodyRead'],
    ['a parameter sendMail has not', { message: message(), urgent: true }, 'RequestBodyRead'],
    ['a property messages have not', { message: message({ priority: 'high' }) }, 'RequestBodyRead'],
    [
      'a body of an unknown kind',
      { message: message({ body: { contentType: 'markdown', content: '' } }) },
      'RequestBodyRead',
    ],
    ['nobody to send it to', { message: message({ toRecipients: [] }) }, 'ErrorInvalidRecipients'],
    ['an address that is none', { message: message({ toRecipients: to('Priya Raman') }) }, 'ErrorInvalidRecipients'],
    [
      'a recipient in the wrong shape',
      { message: message({ toRecipients: [{ address: 'a@b.example' }] }) },
      'RequestBodyRead',
    ],
    [
      'a header that does not begin with x-',
      { message: message({ internetMessageHeaders: [{ name: 'Reply-To', value: 'x' }] }) },
      'InvalidInternetMessageHeader',
    ],
    ['saveToSentItems as a text', { message: message(), saveToSentItems: 'false' }, 'RequestBodyRead'],
  ];
  for (const [what, body, code] of refused) {
    it(`with ${what} is 400 ${code}, and nothing is delivered`, async () => {
      const reply = await send(body);
      expect([reply.status, reply.body.error.code]).to.deep.equal([400, code]);
      expect(cloud.mailbox.all).to.have.length(0);
    });
  }

  describe('as MIME', () => {
    const post = async (body: string, type = 'text/plain') =>
      ask(
        cloud,
        'POST',
        `${cloud.urls.graph}/v1.0/users/${cloud.directory.user(cast.mailSender).id}/sendMail`,
        { authorization: `Bearer ${await tokenOf(cloud, cloud.graphApp)}`, 'content-type': type },
        body,
      );
    const encoded = (...lines: readonly string[]) => Buffer.from(lines.join('\r\n')).toString('base64');
    const headers = [
      'From: MFA.Reset@contoso.example',
      'To: Priya Raman <priya.raman@contoso.example>, Team: sam@contoso.example;',
      'Bcc: kim@contoso.example',
      'Subject: =?UTF-8?Q?S=C3=B8rensen?=',
      'X-Auto-Response-Suppress: OOF',
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
    ];
    const parts = [
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      'Hællo',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Hællo</p>').toString('base64'),
      '--b--',
    ];

    it('is accepted with 202; who gets it and what it says come from the message', async () => {
      const reply = await post(encoded(...headers, ...parts));
      expect(reply.status).to.equal(202);
      const [mail] = cloud.mailbox.to('kim@contoso.example');
      expect(mail).to.deep.include({
        from: 'mfa.reset@contoso.example',
        to: ['priya.raman@contoso.example', 'sam@contoso.example'],
        subject: 'Sørensen',
        contentType: 'text',
        content: 'Hællo',
        html: '<p>Hællo</p>',
        headers: { 'X-Auto-Response-Suppress': 'OOF' },
      });
    });

    it('may have one part only', async () => {
      await post(encoded(...headers, '', 'Hello'));
      await post(encoded(...headers, 'Content-Type: text/html', '', '<p>Hello</p>'));
      const [text, html] = cloud.mailbox.all;
      expect(text).to.include({ contentType: 'text', content: 'Hello', html: undefined });
      expect([html?.contentType, html?.html]).to.deep.equal(['html', html?.content]);
    });

    const malformed: readonly (readonly [string, string, number, string])[] = [
      ['no base64', headers.join('\r\n'), 400, 'ErrorMimeContentInvalidBase64String'],
      [
        'base64 that is cut off',
        encoded(...headers, '', 'Hello').slice(0, -5),
        400,
        'ErrorMimeContentInvalidBase64String',
      ],
      ['nothing at all', '', 400, 'ErrorMimeContentInvalidBase64String'],
      ['JSON', JSON.stringify({ message: message() }), 400, 'ErrorMimeContentInvalidBase64String'],
      ['no header', encoded('only words'), 400, 'ErrorMimeContentInvalid'],
      ['nobody to send it to', encoded('Subject: Hi', '', 'Hello'), 400, 'ErrorInvalidRecipients'],
      ['an address that is none', encoded('To: Priya', '', 'Hello'), 400, 'ErrorInvalidRecipients'],
      [
        'somebody else as sender',
        encoded('From: sam@contoso.example', ...headers.slice(1), '', 'Hello'),
        403,
        'ErrorSendAsDenied',
      ],
    ];
    for (const [what, body, status, code] of malformed) {
      it(`with ${what} is ${status} ${code}, and nothing is delivered`, async () => {
        const reply = await post(body);
        expect([reply.status, reply.body.error.code]).to.deep.equal([status, code]);
        expect(cloud.mailbox.all).to.have.length(0);
      });
    }

    it('is MIME only where the call says so', async () => {
      expect((await post(encoded(...headers, ...parts), 'application/json')).status).to.equal(400);
      expect((await post(encoded(...headers, ...parts), 'text/plain; charset=utf-8')).status).to.equal(202);
    });
  });

  it('over 4 MB is 413', async () => {
    const reply = await send({
      message: message({ body: { contentType: 'text', content: 'x'.repeat(4.1 * 1024 * 1024) } }),
    });
    expect(reply.status).to.equal(413);
  });

  it('needs Mail.Send, and a mailbox: a guest has none', async () => {
    const reader = await graphAs(cloud, ['User.Read.All']);
    const path = `/v1.0/users/${cloud.directory.user(cast.mailSender).id}/sendMail`;
    expect((await reader('POST', path, { body: { message: message() } })).status).to.equal(403);
    expect((await send({ message: message() }, cast.guest)).status).to.equal(404);
  });

  it('is logged under the service mail, with its body', async () => {
    cloud.log.clear();
    await send({ message: message() });
    const [call] = cloud.log.of({ service: 'mail' });
    expect(call).to.include({ method: 'POST', status: 202, appId: cloud.graphApp.appId });
    expect(call!.body).to.deep.equal({ message: message() });
  });

  it('automatic replies and presence tell who is away', async () => {
    const person = cloud.directory.user(cast.approver);
    person.automaticReplies.status = 'alwaysEnabled';
    person.automaticReplies.internalReplyMessage = 'Back on Monday';
    const settings = await graph('GET', `/v1.0/users/${person.id}/mailboxSettings`);
    expect(settings.body.automaticRepliesSetting).to.include({
      status: 'alwaysEnabled',
      internalReplyMessage: 'Back on Monday',
    });
    const presence = await graph('GET', `/v1.0/users/${person.id}/presence`);
    expect(presence.body.outOfOfficeSettings.isOutOfOffice).to.equal(true);
  });
});
