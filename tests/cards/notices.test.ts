import { expect } from 'chai';
import { noticeMessage, notices, otherNotices, type NoticeView } from '../../cards/notices/notice.js';
import { answeredCard, noticeCard } from '../../cards/notices/noticeCard.js';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { translator } from '../../cards/strings.js';
import { targetCard } from '../../cards/notices/targetCard.js';
import type { Notice } from '../../core/effects.js';
import type { ResetRequest } from '../../core/request.js';
import { nodes } from './cardCheck.js';
import { CAUSES, noticeViews, WORK } from '../../sandbox/gallery/noticeExamples.js';
import { examples, links, marked, support, type Words } from '../../sandbox/gallery/examples.js';

const t = translator('en-GB', 'Europe/London');
const plain: Words = (what) => what;
const views = noticeViews(plain, t);
const of = (notice: Notice, to?: NoticeView['to']): readonly NoticeView[] =>
  views.filter((view) => view.notice === notice && (to === undefined || view.to === to));
const on = (notice: Notice, name: string): NoticeView => {
  const [view] = of(notice);
  return { ...view!, request: row(name) };
};
const row = (name: string, words = plain): ResetRequest => examples(words)[name]!;

const STOP = links.stop!(row('pending'));

describe('notices', () => {
  it('have a card and a mail for everybody who is told, with heading, summary and reference', () => {
    for (const view of views) {
      const { subject, text, html } = noticeMail(view);
      const { content, summary } = noticeCard(view);
      const name = `${view.notice} to ${view.to}`;
      expect(subject, name).to.match(/^\p{L}.{8,80}$/u);
      expect(summary, name).to.match(/\p{L}.{5,100}$/u);
      if (view.request !== undefined)
        for (const where of [subject, summary, allText(content)]) expect(where, name).to.include('MFA-7K3Q9');
      expect(text, name).to.match(/never asks for a password/u);
      for (const words of [text, html, allText(content)]) {
        expect(words, name).not.to.match(/undefined|null|NaN|\$\{|\{\w+\}/u);
        expect(words.trim(), name).not.to.equal('');
      }
    }
  });

  it('fail loudly for a pair nobody wrote a sentence for', () => {
    const [declined] = of('declined');
    const [refused] = of('targetRefused');
    const [parked] = of('effectParked');
    expect(() => noticeMail({ ...declined!, to: 'target' })).to.throw('declined has no sentence for target');
    expect(() => noticeMail({ ...declined!, request: undefined })).to.throw('declined needs its request');
    expect(() => noticeMail({ ...refused!, to: 'requester' })).to.throw('targetRefused has no sentence for requester');
    expect(() => noticeMail({ ...refused!, about: parked!.about })).to.throw('targetRefused needs whom and why');
    expect(() => noticeMail({ ...parked!, about: undefined })).to.throw('effectParked needs its effect');
  });

  it('lead from the mail to where there is something to do, and nowhere else', () => {
    const chat = ['approvalWanted', 'approvalReminder', 'approvalNudge', 'noteAdded', 'answered', 'question', 'held'];
    const team = [
      'codeMissed',
      'suspectRegistration',
      'contained',
      'handedOver',
      'passWanted',
      'released',
      'urgent',
      'stillLockedOut',
      'details',
      'followUp',
      'replied',
      'takenOver',
    ];
    const status = [
      'requestPending',
      'approverReminded',
      'escalated',
      'reassigned',
      'approvalUndone',
      'needsAttention',
      'frozen',
    ];
    const expected: Partial<Record<string, string>> = {
      ...Object.fromEntries([...chat, ...status, ...team].map((notice) => [notice, links.chat])),
      completed: links.next,
      registeredAgain: links.next,
      notRegistered: links.next,
      methodsCleared: links.next,
      expired: links.form,
      killSwitchTripped: links.chat,
      digest: links.chat,
    };
    for (const view of views) {
      const { button } = noticeMessage(view, 'mail');
      // Before anything has changed the user has nothing to press.
      const byTarget = view.to === 'target' && !['methodsCleared', 'notRegistered'].includes(view.notice);
      const objects = view.to === 'target' && view.request?.disputedAt === undefined && view.notice !== 'objected';
      const { link } = noticeMessage(view, 'mail');
      if (view.to === 'target') {
        // The one thing to press, or a link below what most are looking for.
        expect((byTarget ? button : link)?.url, view.notice).to.equal(objects ? STOP : undefined);
        if (byTarget) expect(link).to.equal(undefined);
        if (byTarget) continue;
      } else expect(link, view.notice).to.equal(undefined);
      const nothing = isOvertaken(view) || (view.notice === 'reassigned' && view.to === 'nominee');
      expect(button?.url, view.notice).to.equal(nothing ? undefined : expected[view.notice]);
      const urls = noticeMail(view).html.match(/href="[^"]*"/gu) ?? [];
      expect(urls.length, view.notice).to.equal((button === undefined ? 0 : 1) + (link === undefined ? 0 : 1));
      for (const url of urls) expect(url, view.notice).to.match(/^href="https:\/\//u);
    }
  });

  it('ask nobody to do what has been done since', () => {
    const late = { approvalWanted: 'approved', approvalReminder: 'approved', noteAdded: 'cancelled' } as const;
    for (const [notice, name] of Object.entries(late)) {
      const { subject, text } = noticeMail(on(notice as keyof typeof late, name));
      expect(subject, notice).to.equal('Nothing for you to do (MFA-7K3Q9)');
      expect(text, notice).to.include('isn’t waiting for a decision any more').and.not.include('Open in Teams');
    }
    const pending = noticeMail(on('requestPending', 'approved')).text;
    expect(pending).to.include('it has moved on since').and.not.include('second person');
    const closed = noticeCard(on('question', 'pending')).content;
    expect(inputsOf(closed)).to.deep.equal([]);
    expect(allText(closed)).to.include('doesn’t need an answer from you any more');
  });

  it('have no button in the chat but what is done there, and the page for the user', () => {
    const see = 'Action.Execute show';
    const expected: Partial<Record<Notice, readonly string[]>> = {
      passWanted: ['Action.Execute passIssued', see],
      notRegistered: [`Action.OpenUrl ${links.next!}`],
      question: ['Action.Execute answer'],
      followUp: ['Action.Execute reply', 'Action.Execute sorted', 'Action.Execute stillLockedOut'],
      ...Object.fromEntries(
        ['urgent', 'stillLockedOut', 'details', 'replied', 'takenOver'].map((notice) => [
          notice,
          ['Action.Execute show'],
        ]),
      ),
      effectParked: ['Action.Execute retryEffect', 'Action.Execute dismissEffect'],
      killSwitchTripped: ['Action.Execute allowResets'],
      digest: ['Action.Execute console'],
      completed: [`Action.OpenUrl ${links.next!}`],
      registeredAgain: [`Action.OpenUrl ${links.next!}`],
      methodsCleared: [`Action.OpenUrl ${links.next!}`],
    };
    for (const view of views) {
      const actions = actionsOf(noticeCard(view).content);
      // IT can do something about a cool-down, and about no other cause.
      const cause = view.about !== undefined && 'cause' in view.about ? view.about.cause : '';
      const lift = cause === 'coolDown' ? ['Action.Execute lift'] : [];
      const team = view.to === 'it' || view.to === 'security';
      if (incidents.includes(view.notice) && team) {
        const toContain = /Disputed|suspected|contained(?!Blocked|Nothing|$)/.test(exampleOf(view));
        const cleared = exampleOf(view) !== 'rejectedDisputed';
        expect(actions, `${view.notice} ${exampleOf(view)}`).to.deep.equal([
          ...(toContain && cleared ? ['Action.Execute contain'] : []),
          ...(view.to === 'it' ? [see] : []),
        ]);
        continue;
      }
      if (view.to === 'target') {
        const next = ['methodsCleared', 'notRegistered'].includes(view.notice) ? [`Action.OpenUrl ${links.next!}`] : [];
        const objects = view.request?.disputedAt === undefined && view.notice !== 'objected';
        expect(actions, view.notice).to.deep.equal([...next, ...(objects ? ['Action.ShowCard freeze'] : [])]);
        continue;
      }
      if (exampleOf(view) === 'passIssued' || (view.notice === 'handedOver' && view.to === 'it'))
        expect(actions).to.deep.equal([see]);
      else expect(actions, view.notice).to.deep.equal(isOvertaken(view) ? [] : (expected[view.notice] ?? lift));
    }
    for (const view of noticeViews(plain, t, support, { ...links, next: undefined, stop: undefined })) {
      expect(JSON.stringify(noticeCard(view).content), view.notice).not.to.include('OpenUrl');
      const { button } = noticeMessage(view, 'mail');
      if (expected[view.notice]?.[0]?.includes('OpenUrl') === true) expect(button, view.notice).to.equal(undefined);
    }
  });
});

describe('the mails of the support article', () => {
  const mail = (notice: Notice, name: string): string => noticeMail(on(notice, name)).text;
  const everyWay = [support.phone, support.hours, 'MFA lockout', support.portal, 'voicemail; the on-call team'];
  const all = [...everyWay, support.passwordReset, 'separate request', support.escalation].map(String);

  it('Pending: it is received, with whom it is, and nothing needs to be done', () => {
    const text = mail('requestPending', 'pending');
    for (const fact of ['priya name · priya title · priya department', '“justification”', ...all])
      expect(text).to.include(fact);
    expect(text).to.match(/with morgan name or sam name .*nothing you need to do/u);
    expect(noticeMail(on('requestPending', 'pending')).subject).to.match(/^Request received: waiting for approval/u);
  });

  it('Reminder: the approver was reminded for them; who can be spoken to, or IT for another approver', () => {
    const text = mail('approverReminded', 'pending');
    expect(text).to.include('so I reminded morgan name and sam name. There’s nothing you need to do.');
    expect(text).to.match(/Urgent\? Speak to morgan name or sam name, or have IT arrange another approver/u);
    for (const fact of all) expect(text).to.include(fact);
  });

  it('Complete: to be passed on in person or by phone, with every step and what to do where it is not asked for', () => {
    const text = mail('completed', 'completed');
    const steps = ['login.microsoftonline.com', 'App Store', 'Google Play', 'password', 'phone ready'];
    for (const fact of [...steps, 'in person or by phone', 'Sign out', 'mysignins.microsoft.com/security-info', ...all])
      expect(text).to.include(fact);
    expect(text).to.include(`Steps to pass on: ${links.next!}`);
  });

  it('Declined: the reason, whom to ask, and not to ask again', () => {
    const text = mail('declined', 'rejectedOther');
    for (const fact of ['“reason”', 'same reason', 'morgan name', 'Nothing was cleared', 'priya name', ...all])
      expect(text).to.include(fact);
  });

  it('the same facts are on the card, and only the nearest way to IT', () => {
    const text = allText(noticeCard(on('completed', 'completed')).content);
    expect(text).to.include('Google Play').and.include(support.phone).and.not.include(support.escalation);
  });
});

describe('the mail to an approver', () => {
  const text = (name: string): string => noticeMail(on('approvalWanted', name)).text;

  it('has what is weighed, and says where the decision is made', () => {
    const facts = [
      'Asked by: robin name · robin title · robin department',
      'For: priya name · priya title · priya department',
      'Why: “justification”',
      'What happened: Phone stolen',
      'Call back: priya phone (from the directory)',
      'Reset several times in the last 30 days',
      'The first request by this requester',
      'expires on Thu',
      'The card with Approve and Reject is in your chat with the MFA reset bot',
      'This mail can’t decide anything',
      `Open in Teams: ${links.chat}`,
    ];
    for (const fact of facts) expect(text('pendingRisky')).to.include(fact);
  });

  it('warns of a number that was changed lately, and does not give it', () => {
    const pending = row('pending');
    const changed = { ...pending, risks: [{ kind: 'phoneChangedLately', level: 'warning' }] } as const;
    const warned = noticeMail({ ...on('approvalWanted', 'pending'), request: changed }).text;
    expect(warned)
      .to.match(/Call back: .*changed/u)
      .and.not.include('priya phone');
  });

  it('says who has approved where two must, and what was asked and answered', () => {
    expect(text('pendingPrivileged')).to.include('Two people must approve');
    expect(text('pendingSecond')).to.include('Approved so far: morgan name on Tue');
    expect(text('answered')).to.include('“answer”');
  });
});

describe('notices to the target', () => {
  const mail = (notice: Notice, name: string): string => noticeMail(on(notice, name)).text;

  it('say how to object, always', () => {
    for (const view of views.filter(({ to }) => to === 'target'))
      for (const words of [noticeMail(view).text, allText(noticeCard(view).content)])
        expect(words).to.include('Tell IT now, and quote MFA-7K3Q9').and.include(support.phone);
  });

  it('say what goes and what stays', () => {
    expect(mail('resetAsked', 'pending')).to.include('asked to have your MFA methods cleared');
    expect(mail('resetAsked', 'pendingPhone')).to.include('the MFA methods of your phone cleared');
    expect(mail('resetAsked', 'pendingKey')).to.include('your security keys and passkeys cleared');
    expect(mail('methodsCleared', 'completed')).to.include('Google Play').and.not.include('still work');
    expect(mail('methodsCleared', 'completedPhone')).to.include(
      'methods of your phone are gone. Others you have still',
    );
    expect(mail('methodsCleared', 'completedKey')).to.include('passkeys are gone').and.not.include('Google Play');
    for (const name of ['completed', 'completedPhone', 'completedKey'])
      expect(mail('methodsCleared', name), name)
        .to.include('login.microsoftonline.com')
        .and.include('mysignins.microsoft.com/security-info')
        .and.include('MFA lockout')
        .and.include(support.outOfHours);
  });

  it('ask them to press nothing but that it wasn’t them before anything has changed', () => {
    for (const name of ['pending', 'pendingPhone']) {
      expect(noticeMail(on('resetAsked', name)).html.match(/href="[^"]*"/gu)).to.deep.equal([`href="${STOP!}"`]);
      expect(actionsOf(noticeCard(on('resetAsked', name)).content)).to.deep.equal(['Action.ShowCard freeze']);
    }
  });

  it('say after an objection who said so, what it stopped, and what to do', () => {
    const objected = (name: string): string => mail('objected', name);
    expect(objected('frozen')).to.include('You said that this wasn’t you').and.include('only IT can let it go on');
    expect(objected('frozenByLink')).to.include('the link in a mail to you');
    expect(objected('frozenByIt')).to.include('kim name said for you');
    expect(objected('completedDisputed')).to.include('may be gone already').and.include('Set up nothing until');
    expect(objected('rejectedDisputed')).to.include('Nothing was cleared').and.not.include('Set up nothing until');
    expect(objected('released')).to.include('looked into since').and.not.include('may be gone');
    for (const name of ['frozen', 'completedDisputed']) expect(objected(name)).to.include('Have you told anybody');
  });

  it('say what was contained, and that they can’t sign in where that is so', () => {
    expect(mail('contained', 'contained')).to.include('removed').and.not.include('can’t sign in');
    expect(mail('contained', 'containedBlocked')).to.include('can’t sign in until IT has spoken to you');
    expect(mail('contained', 'containedRemain')).to.include('isn’t finished').and.not.include('had you signed out');
  });

  it('ask whether it was them who registered, and from where', () => {
    expect(mail('suspectRegistration', 'suspected')).to.include('right after the reset, from Brazil');
    expect(mail('suspectRegistration', 'suspectedOddly')).to.include('from a country that isn’t known');
  });

  it('say that IT calls with a pass, where the policy wants one, in place of setting up MFA at once', () => {
    expect(mail('methodsCleared', 'passWanted'))
      .to.include('IT calls you with a Temporary Access Pass')
      .and.not.include('Google Play');
  });
});

describe('the card of the target', () => {
  const card = (name: string, leads = links): string =>
    JSON.stringify(targetCard({ request: row(name), t, support, links: leads }));

  it('says what was done, in every status', () => {
    const expected = {
      pending: 'Nothing has changed yet',
      approved: 'Nothing has changed yet',
      approvedRetry: 'are being cleared',
      resetting: 'are being cleared',
      attentionRemain: 'isn’t finished',
      attentionStopped: 'stopped before anything was changed',
      frozen: 'only IT can let it go on',
      completedDisputed: 'may be gone already',
      completed: 'Google Play',
      registered: 'Add a second one',
      rejectedOther: 'was declined. Your MFA methods are as they were',
      cancelled: 'was called off. Your MFA methods are as they were',
      expired: 'nobody decided in time. Your MFA methods are as they were',
    };
    for (const [name, words] of Object.entries(expected)) expect(card(name), name).to.include(words);
  });

  it('always says how to object, and never who decided or why', () => {
    for (const [name, request] of Object.entries(examples(marked))) {
      const text = JSON.stringify(targetCard({ request, t, support, links }));
      expect(text, name).to.include('Tell IT now, and quote MFA-7K3Q9').and.include(support.phone);
      expect(text, name).not.to.match(/⟦(morgan|sam|justification|reason|note|detail|question|answer)\b/u);
    }
  });

  it('opens the next steps once there are some', () => {
    expect(card('completed')).to.include(links.next);
    expect(card('completed', { ...links, next: undefined })).not.to.include('OpenUrl');
    for (const name of ['pending', 'resetting', 'rejectedOther', 'registered', 'completedDisputed'])
      expect(card(name), name).not.to.include('OpenUrl');
  });
});

describe('a question', () => {
  it('is answered where it is read', () => {
    const { content } = noticeCard(on('question', 'asked'));
    expect(inputsOf(content)).to.have.length(1);
    expect(inputsOf(content)[0]).to.include({ id: 'text', isRequired: true, maxLength: 500 });
    expect(allText(content)).to.include('“question”');
    expect(noticeMail(on('question', 'asked')).text).to.include(`Answer in Teams: ${links.chat}`);
  });

  it('gives its place to the answer, and names who gets it', () => {
    const { content, summary } = answeredCard({ request: row('answeredAll'), t });
    expect(summary).to.equal('MFA-7K3Q9: Question answered');
    for (const words of ['“question”', '“answer”', 'sent to morgan name']) expect(allText(content)).to.include(words);
    expect(inputsOf(content)).to.deep.equal([]);
  });
});

describe('notices after an objection', () => {
  it('say method by method what was registered since, what became of the sign-in, and why not all of it', () => {
    const text = (name: string): string => noticeMail({ ...of('contained', 'security')[0]!, request: row(name) }).text;
    expect(text('contained')).to.include('Registered since the reset').and.include('Windows Hello: removed');
    expect(text('containedNothing')).to.include('Nothing was registered since the reset.');
    expect(text('containedBlocked')).to.include('Sign-in is blocked. Allow it again');
    expect(text('containedSignIn'))
      .to.include('refused to block the sign-in')
      .and.include('Not all of it could be done');
    expect(text('containedUndated')).to.include('nothing says when they were registered');
  });

  it('say what Contain would do, and that somebody else has to', () => {
    const [view] = of('frozen', 'it').filter((each) => exampleOf(each) === 'completedDisputed');
    expect(noticeMail(view!).text).to.include('signs priya name out everywhere').and.include('Somebody else than');
    expect(noticeMail({ ...view!, blocks: true }).text).to.include('and blocks the sign-in');
    expect(noticeMail(view!).text).not.to.include('blocks the sign-in');
    const [suspected] = of('suspectRegistration', 'security');
    expect(noticeMail(suspected!).text)
      .to.include('Registered from: Brazil')
      .and.include('Usually signs in from: United Kingdom and Ireland')
      .and.not.include('Somebody else than');
  });

  it('tell IT how to issue a pass, and never ask for it', () => {
    const text = noticeMail(on('passWanted', 'passWanted')).text;
    expect(text).to.include('Never put it into a chat or a mail, nor here').and.include('priya phone');
    expect(noticeMail(on('passWanted', 'passIssued')).text)
      .to.include('was issued')
      .and.not.include('How to issue it');
  });
});

describe('notices to IT and security', () => {
  it('tell IT, and nobody else, method by method what stayed, by mail; in the chat its card does', () => {
    for (const view of of('needsAttention')) {
      const byMail = noticeMail(view).text;
      const hasRun = view.request?.run !== undefined;
      for (const words of ['Method by method', 'Windows Hello'])
        expect(byMail.includes(words)).to.equal(view.to === 'it' && hasRun);
      const inChat = allText(noticeCard(view).content);
      expect(inChat).not.to.include('Windows Hello');
      if (view.to === 'it') expect(inChat).to.include('further up in this chat');
    }
  });

  it('say why somebody was refused, each cause in its own words, and what IT can do', () => {
    const whyOf = (view: NoticeView): string => noticeMessage(view, 'mail').boxes![0]!.lines.join();
    const refusals = of('targetRefused');
    const whys = refusals.map(whyOf);
    expect(new Set(whys).size).to.equal(CAUSES.length + 1);
    for (const why of whys.slice(0, -1)) expect(why).not.to.include('as the service names it');
    expect(whys.at(-1)).to.include('as the service names it: cause.');
    for (const view of refusals) {
      const { text } = noticeMail(view);
      expect(text).to.include('For: priya name · priya title').and.include('Asked by: robin name · robin title');
      const known = view.about !== undefined && 'cause' in view.about && view.about.cause === 'noApprover';
      expect(text.includes('robin name knows only')).to.equal(!known);
    }
  });

  it('never tell a requester the cause', () => {
    expect(Object.keys(otherNotices.targetRefused)).to.deep.equal(['it']);
  });

  it('name what got stuck, for whom and why, and bring it back or drop it by its key', () => {
    const parked = of('effectParked');
    const values = parked.map(
      (view) => noticeMessage(view, 'chat').facts!.find(({ label }) => label === 'What')!.value,
    );
    expect(values).to.include('The message “MFA reset done”').and.include('The reminder to the approver');
    for (const name of [...Object.keys(notices), ...WORK]) expect(values).not.to.include(name);
    expect(values.at(-1)).to.equal('work');
    const [view] = parked;
    expect(noticeMail(view!).text).to.include('To: priya name').and.include('Detail: error');
    expect(noticeMail(view!).text).to.include('If you leave it, tell priya name yourself');
    for (const { node } of nodes(noticeCard(view!).content))
      if (node['type'] === 'Action.Execute') expect(node['data']).to.include({ effect: 'tell:b0f4b7f0:1' });
  });

  it('say that a phone was stolen, and what can’t wait', () => {
    const { text } = noticeMail(on('stolen', 'pendingStolen'));
    for (const words of [
      'Nothing has been cleared and nobody',
      'robin name',
      'priya name',
      'revoke its sessions in Entra',
    ])
      expect(text).to.include(words);
    expect(noticeMail(on('stolen', 'resettingStolen')).text).not.to.include('Nothing has been cleared');
  });
});

describe('notices with hostile words', () => {
  const hostile: Words = (what) => `${what} <b>x</b> [y](https://evil.example) \${z} {w}`;

  it('show them as they were typed, and lead nowhere because of them', () => {
    for (const view of noticeViews(hostile, t)) {
      const { html, text } = noticeMail(view);
      expect(html, view.notice).not.to.include('<b>x</b>').and.not.include('href="https://evil');
      for (const { node } of nodes(noticeCard(view).content)) {
        if (node['type'] === 'TextBlock') expect(node['text'], view.notice).not.to.include('evil');
        if (node['type'] === 'Action.OpenUrl') expect(node['url']).to.equal(links.next);
      }
      if (text.includes('evil')) expect(text).to.include('<b>x</b> [y](https://evil.example) ${z} {w}');
    }
    expect(noticeMail(noticeViews(hostile, t).findLast(({ notice }) => notice === 'targetRefused')!).text).to.include(
      'cause <b>x</b>',
    );
  });
});

/** It asked for something that has been done when it arrives. */
function isOvertaken({ notice, request }: NoticeView): boolean {
  if (notice === 'question' && request?.questions.length === 0) return true;
  if (notice === 'followUp' && request?.thread?.at(-1)?.kind !== 'followUp') return true;
  const asking: readonly Notice[] = ['approvalWanted', 'approvalReminder', 'approvalNudge', 'noteAdded'];
  return asking.includes(notice) && request?.status !== 'awaitingApproval';
}

function allText(content: object): string {
  return [...nodes(content)].flatMap(({ node }) => (typeof node['text'] === 'string' ? [node['text']] : [])).join('\n');
}

function inputsOf(content: object): readonly object[] {
  return [...nodes(content)].map(({ node }) => node).filter(({ type }) => String(type).startsWith('Input.'));
}

function actionsOf(content: object): readonly string[] {
  return ((content as { actions?: readonly Record<string, unknown>[] }).actions ?? []).map(
    ({ type, verb, url, card }) => `${String(type)} ${card === undefined ? String(verb ?? url) : verbIn(card)}`,
  );
}

const verbIn = (card: unknown): string => /"verb":"(\w+)"/.exec(JSON.stringify(card))?.[1] ?? '';

const incidents: readonly Notice[] = ['frozen', 'contained', 'suspectRegistration'];

/** The name of the example that the notice is about. */
function exampleOf({ request }: NoticeView): string {
  const known = JSON.stringify(request);
  return Object.entries(examples(plain)).find(([, each]) => JSON.stringify(each) === known)?.[0] ?? '';
}
