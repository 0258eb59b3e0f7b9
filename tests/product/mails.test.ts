import { expect } from 'chai';
import type { withAction } from './world.js';
import { ask, AT_ONCE, cast, createWorld, managerOf, policyGroups, readable, reading, type World } from './world.js';

describe('mails', () => {
  let world: World;
  const support = { phone: '+44 20 7946 0000', hours: 'Monday to Friday, 8:30 to 17:30' };
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({
      policy: {
        ...AT_ONCE,
        itGroup,
        remindAfter: 'PT5S',
        escalateAfter: 'PT5M',
        support,
        limits: { requestsPerDay: 100 },
      },
      environment: { PUBLIC_URL: 'https://mfa.contoso.example' },
    });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const mailTo = (name: string, subject: RegExp, reference: string) =>
    world.cloud.mailbox.waitFor(
      (mail) =>
        mail.to.includes(world.cloud.directory.user(name).mail ?? '') &&
        subject.test(mail.subject) &&
        mail.subject.includes(reference),
    );

  it('go out at each step of a request, with a button that decides nothing', async () => {
    const { card, reference } = await ask(world);
    const pending = await mailTo(cast.requester, /Request received/, reference);
    expect(pending.content).to.include('Morgan Okafor');
    const wanted = await mailTo(cast.approver, /your decision/, reference);
    expect(wanted.html).to.include('https://teams.microsoft.com/l/chat/').and.to.include('Sam Whitfield');
    expect(wanted.html!.match(/<a /g)!.length).to.be.at.most(2);
    await mailTo(cast.approver, /Reminder/, reference);
    const reminded = await mailTo(cast.requester, /reminded/i, reference);
    expect(reminded.content).to.include(support.phone);
    await world.user(cast.approver).tap(card, 'approve');
    const done = await mailTo(cast.requester, /done/, reference);
    for (const fact of [
      'login.microsoftonline.com',
      'App Store',
      'Google Play',
      'mysignins.microsoft.com/security-info',
    ])
      expect(done.content).to.include(fact);
    const cleared = await mailTo(cast.target, /were cleared/, reference);
    expect(cleared.html).to.include('https://mfa.contoso.example/next');
    expect(cleared.to).to.have.members([
      world.cloud.directory.user(cast.target).mail,
      ...world.cloud.directory.user(cast.target).otherMails,
    ]);
  });

  it('tell of a decline with its reason, of a cancellation and of what needs attention', async () => {
    const first = await ask(world, { target: cast.phoneOnly });
    await world
      .user(managerOf(world, cast.phoneOnly))
      .tap(first.card, 'reject', { reason: 'other', text: 'He has his phone.' });
    expect((await mailTo(cast.requester, /declined/, first.reference)).content)
      .to.include('He has his phone.')
      .and.to.include('same reason');
    const second = await ask(world, { target: cast.twoPhones });
    await world.user(cast.requester).say(`cancel ${second.reference}`);
    await mailTo(cast.requester, /cancelled/, second.reference);
    world.cloud.faults.add({ service: 'graph', match: { method: 'DELETE' }, kind: 'status', status: 400 });
    const third = await ask(world, { target: 'Harriet Fairbairn' });
    await world.user(managerOf(world, 'Harriet Fairbairn')).tap(third.card, 'approve');
    await mailTo(cast.requester, /IT is on it/, third.reference);
  });

  it('one that Graph refuses is parked at once, and IT can send it on its way again', async () => {
    const fault = world.cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied' });
    const { reference } = await ask(world, { target: cast.nothing });
    const dana = world.user(cast.it);
    const parked = await dana.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"retryEffect"'),
    );
    expect(readable(parked)).to.match(/403/);
    const stranger = await world.user(cast.requester).invoke('adaptiveCard/action', {
      action: { type: 'Action.Execute', verb: 'retryEffect', data: { effect: effectOf(parked) } },
      trigger: 'manual',
    });
    expect(JSON.stringify(stranger.body)).to.match(/Only IT/);
    fault.remove();
    const answer = await dana.tap(parked, 'retryEffect');
    expect(answer.text).to.match(/trying it again/);
    await world.cloud.mailbox.waitFor(({ subject }) => subject.includes(reference));
    const late = await dana.tap(parked, 'retryEffect');
    expect(late.text).to.match(/taken care of/);
  });

  it('go instead of a message that Teams refuses, and reach nobody twice', async () => {
    const { card, reference } = await ask(world, { target: cast.everything });
    world.user(cast.requester).block();
    try {
      const approver = world.user(managerOf(world, cast.everything));
      await approver.tap(card, 'ask');
      await approver.tap(card, 'ask', { text: 'Where is she now?' });
      const question = await mailTo(cast.requester, /question/i, reference);
      expect(question.content).to.include('Where is she now?');
      await approver.tap(card, 'reject', { reason: 'notNeeded' });
      await mailTo(cast.requester, /declined/, reference);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const address = world.user(cast.requester).person.mail ?? '';
      const declined = world.cloud.mailbox
        .to(address)
        .filter(({ subject }) => /declined/.test(subject) && subject.includes(reference));
      expect(declined).to.have.lengthOf(1);
    } finally {
      world.user(cast.requester).unblock();
    }
  });

  it('IT hears of somebody whom neither Teams nor mail reaches', async () => {
    const name = 'Harriet Fairbairn';
    const { card, reference } = await ask(world, { requester: name, target: cast.securitySecond });
    world.user(name).block();
    world.cloud.directory.user(name).mail = null;
    await world.user(cast.security).tap(card, 'reject', { reason: 'notNeeded' });
    const told = await world
      .user(cast.it)
      .waitFor((message) => /no mail address/.test(readable(message)) && readable(message).includes(name));
    expect(readable(told)).to.include(reference);
  });

  function effectOf(message: Awaited<ReturnType<typeof withAction>>): string {
    return /"effect":"([^"]+)"/.exec(JSON.stringify(message.activity))?.[1] ?? '';
  }

  it('an approver without the app gets it through Graph, and the card in Teams', async () => {
    const approver = managerOf(world, cast.deadlock);
    await world.user(approver).uninstall();
    await ask(world, { target: cast.deadlock });
    const installs = world.cloud.log.of({ service: 'graph', method: 'POST', path: /teamwork\/installedApps$/ });
    expect(installs).to.have.lengthOf.at.least(1);
    await reading(world.user(approver), /your decision/);
  });
});
