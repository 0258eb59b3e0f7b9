import { expect } from 'chai';
import { approvalCard } from '../../cards/approval/approvalCard.js';
import { itCard } from '../../cards/it/itCard.js';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { targetCard } from '../../cards/notices/targetCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { translator } from '../../cards/strings.js';
import { titleName, whatIsCleared } from '../../cards/wording.js';
import { canClearLess } from '../../core/pins.js';
import type { Lost, ResetRequest } from '../../core/request.js';
import { faultsOf, nodes } from './cardCheck.js';
import { examples, links, marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { gallery } from '../../sandbox/gallery/cardExamples.js';
import { textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const shared = { now: NOW, t, support, links };
const MINUTE = 60_000;

function row(name: string, change: Partial<ResetRequest> = {}): ResetRequest {
  const found = rows[name];
  if (found === undefined) throw new Error(`there is no example ${name}`);
  return { ...found, ...change };
}

type More = Partial<Parameters<typeof approvalCard>[0]>;
const toRequester = (request: ResetRequest, usual?: number): string =>
  textOf(requestCard({ ...shared, request, usual }).content);
const toApprover = (request: ResetRequest, id = 'morgan', more: More = {}): string =>
  textOf(approvalCard({ ...shared, request, viewer: { id, name: 'x' }, ...more }).content);
const toIt = (request: ResetRequest, id = 'kim'): string =>
  textOf(itCard({ ...shared, request, viewer: { id } }).content);

describe('what is cleared', () => {
  const kinds: readonly Lost[] = ['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown'];

  it('is named wherever less than everything can be proposed, and only there', () => {
    for (const lost of kinds) {
      expect(whatIsCleared({ clearing: 'lost', lost }) !== 'all', lost).to.equal(canClearLess(lost));
      expect(whatIsCleared({ clearing: 'all', lost })).to.equal('all');
    }
  });

  const parts = {
    all: { clearing: 'all', lost: 'newPhone' },
    phone: { clearing: 'lost', lost: 'lostPhone' },
    securityKey: { clearing: 'lost', lost: 'securityKey' },
  } as const;
  const words = {
    all: /priya name’s MFA methods (are|are being) cleared/u,
    phone: /The MFA methods on priya name’s old phone (are|are being) cleared/u,
    securityKey: /priya name’s security keys and passkeys (are|are being) cleared/u,
  };
  for (const [what, part] of Object.entries(parts))
    it(`is what everybody reads, and nothing else: ${what}`, () => {
      const texts = [
        toRequester(row('resetting', part)),
        toRequester(row('completed', part)),
        toApprover(row('resetting', part)),
        toApprover(row('completed', part)),
        toIt(row('completed', part)),
      ];
      for (const text of texts)
        for (const [other, expression] of Object.entries(words))
          expect(expression.test(text), `${other} in ${text}`).to.equal(other === what);
    });

  it('is what the approver agrees to', () => {
    expect(toApprover(row('pending', parts.all))).to.include('Their MFA methods are cleared.');
    expect(toApprover(row('pending', parts.phone))).to.include(
      'The MFA methods on the old phone are cleared: phone numbers, Authenticator app and codes. The others stay.',
    );
    expect(toApprover(row('pending', parts.securityKey))).to.include('Their security keys and passkeys are cleared.');
    expect(toApprover(row('pending', parts.phone), 'morgan', { kinds: ['phoneAuthenticationMethod'] }))
      .to.include('To be cleared: \nPhone (call or text)')
      .and.not.include('what is on the old phone');
    expect(toIt(row('pending', parts.securityKey))).to.include('security keys and passkeys');
  });

  it('decides what there is to pass on', () => {
    const told = (part: Partial<ResetRequest>): string => toRequester(row('completed', part));
    expect(told(parts.all)).to.include('“Your old MFA methods are gone.”').and.include('Sign out everywhere');
    expect(told(parts.phone)).to.include('“Your old phone’s MFA methods are gone.”').and.include('add the new phone');
    expect(told(parts.securityKey))
      .to.include('“Your old security keys and passkeys are gone.”')
      .and.include('Got a new key?')
      .and.not.include('App Store');
    expect(told(parts.all)).to.include('At the next sign-in priya name sets up MFA again.');
    for (const part of [parts.phone, parts.securityKey]) expect(told(part)).to.include('a method that is left');
    expect(toRequester(row('registered'))).to.include('Suggest a second method');
    expect(toRequester(row('registered', parts.phone)))
      .to.include('set up a new MFA method')
      .and.not.include('Suggest');
  });
});

describe('while it waits', () => {
  it('the requester reads how long it usually takes, where that is known', () => {
    expect(toRequester(row('pending'))).not.to.include('usually');
    const about = (usual: number): string =>
      /usually takes (.*)\./u.exec(toRequester(row('pending'), usual))?.[1] ?? '';
    expect(about(20_000)).to.equal('about 2 minutes');
    expect(about(7.4 * MINUTE)).to.equal('about 7 minutes');
    expect(about(21 * MINUTE)).to.equal('about 20 minutes');
    expect(about(130 * MINUTE)).to.equal('about 2 hours');
    expect(about(50 * 60 * MINUTE)).to.equal('about 2 days');
  });

  it('the requester reads when they had them reminded, and when they can again', () => {
    expect(toRequester(row('pending'))).not.to.include('reminded');
    expect(toRequester(row('pendingNudged'))).to.include(
      'You had them reminded at 10:41. You can do so again at 10:56.',
    );
    expect(toRequester(row('pendingNudgedEarlier')))
      .to.include('You had them reminded at 10:22.')
      .and.not.include('again at');
  });

  it('a question asks for the answer, and nobody is told that there is nothing to do', () => {
    const { content, summary } = requestCard({ ...shared, request: row('asked') });
    expect(summary).to.equal('MFA-7K3Q9: a question for you');
    expect(textOf(content))
      .to.include('morgan name wants to know something before deciding')
      .and.include('“question” – morgan name')
      .and.not.include('nothing you need to do');
    for (const name of ['pending', 'answeredAll']) expect(toRequester(row(name))).to.include('nothing you need to do');
  });

  it('everybody reads what was asked, answered and added', () => {
    const request = row('noted', { questions: row('answered').questions });
    for (const text of [toRequester(request), toApprover(request), toIt(request)])
      for (const words of ['“question” – morgan', '“answer”', '“second question” – sam', '“first note”', '“note”'])
        expect(text).to.include(words);
  });

  it('what was said stands in TextRuns only', () => {
    const said = /⟦(question|second question|answer|note|first note)⟧/u;
    let seen = 0;
    for (const [name, { content }] of gallery(marked, t))
      for (const { node, path } of nodes(content))
        for (const value of Object.values(node))
          if (typeof value === 'string' && said.test(value)) {
            expect(node['type'], `${name} ${path}`).to.equal('TextRun');
            seen++;
          }
    expect(seen).to.be.greaterThan(50);
  });

  it('the longest words of many still fit, and the latest questions are among them', () => {
    for (const longest of ['😀', '€', '"'].map((letter) => letter.repeat(500))) {
      const request = examples(() => longest)['pendingTalk']!;
      const card = approvalCard({ ...shared, request, viewer: { id: 'morgan', name: 'x' } });
      expect(faultsOf(card.content)).to.deep.equal([]);
      expect(textOf(card.content).split(`– ${longest.slice(0, 10)}`).length - 1).to.equal(3);
    }
  });
});

describe('the call-back', () => {
  it('warns of a number that was changed lately, and does not show it', () => {
    expect(toApprover(row('pending'))).to.include('priya phone (from the directory)');
    for (const name of ['pendingPhoneChanged', 'approvedHeldPhoneChanged'])
      expect(toApprover(row(name)), name).not.to.include('priya phone');
    expect(toApprover(row('pendingPhoneChanged')))
      .to.include('changed lately, so don’t rely on it. Check in person or by video.')
      .and.include('Their phone number was changed in the last three days');
  });

  it('is offered with the number while the reset is held, to who approved', () => {
    const offer = 'Called priya name on priya phone and sure it’s them?';
    expect(toApprover(row('approvedHeld'))).to.include(offer);
    expect(toApprover(row('approvedHeld'), 'sam')).not.to.include('Called');
    for (const name of ['approved', 'approvedHeldNoPhone', 'approvedHeldPhoneChanged', 'approvedCalledBack'])
      expect(toApprover(row(name)), name).not.to.include('Called');
  });

  it('is told to every nominee and to IT once it was made', () => {
    for (const name of ['approvedCalledBack', 'resettingCalledBack', 'completedCalledBack']) {
      for (const viewer of ['morgan', 'sam'])
        expect(toApprover(row(name), viewer)).to.include('morgan name called priya name back at 10:41.');
      expect(toIt(row(name))).to.include('morgan name called priya name back at 10:41.');
    }
    for (const name of ['approved', 'resetting', 'completed']) expect(toApprover(row(name))).not.to.include('back at');
  });
});

describe('what needs attention', () => {
  it('is told to who can put it right, method by method, and not that IT has been told', () => {
    const repairing = toApprover(row('attentionRemain'), 'morgan', { noIt: true });
    for (const text of [repairing, toIt(row('attentionRemain'))])
      expect(text)
        .to.include('Some MFA methods could not be removed.')
        .and.include('Windows Hello: refused by Microsoft Entra')
        .and.include('“Finish by hand”')
        .and.not.include('IT has been told');
    const other = toApprover(row('attentionRemain'), 'sam');
    expect(other).to.include('IT has been told').and.not.include('Windows Hello');
  });

  it('says to nobody that IT has been told where the policy names no IT', () => {
    const request = row('attentionRemain');
    const view = { ...shared, request, noIt: true };
    const mail = noticeMail({ ...view, notice: 'needsAttention', to: 'requester' });
    const texts = [
      textOf(requestCard(view).content),
      toApprover(request, 'sam', { noIt: true }),
      textOf(targetCard(view).content),
      `${mail.subject} ${mail.text}`,
    ];
    for (const text of texts)
      expect(text)
        .to.match(/Whoever approved it can try again/)
        .and.not.match(/IT (is|has)/);
    for (const text of [toRequester(request), toApprover(request, 'sam')]) expect(text).to.include('IT has been told');
  });

  it('is not tried again while there is an objection', () => {
    expect(toIt(row('attentionRemain'))).to.include('Try again.');
    expect(toIt(row('attentionDisputed')))
      .to.include('“this wasn’t me”')
      .and.include('can’t be tried again')
      .and.not.include('Try again.');
  });
});

describe('IT’s card', () => {
  it('says in every state for whom, who asked and who was to approve', () => {
    for (const [name, request] of Object.entries(rows)) {
      const text = toIt(request);
      expect(text, name).to.include('priya name').and.include('robin name');
      for (const { person } of request.nominees.slice(0, 2)) expect(text, name).to.include(person.name);
    }
  });

  it('says when what happened', () => {
    const request = row('pendingEscalated', { nudgedAt: NOW - 3 * MINUTE, expireAt: NOW + 5 * MINUTE });
    expect(toIt(request))
      .to.include('asked at 10:37')
      .and.match(/Reminded: \nat 08:42/u)
      .and.include('Reminded by the requester: \nat 10:39')
      .and.match(/More people asked: \nat 09:42/u)
      .and.include('Expires: \nat 10:47');
    expect(toIt(row('completed')))
      .to.include('Ended: \nat 10:42')
      .and.not.include('Expires');
    expect(toIt(row('approved'))).not.to.include('Expires');
  });

  it('says where it stands', () => {
    const says: Readonly<Record<string, string>> = {
      pending: 'It is with morgan name or sam name now.',
      pendingSecond: 'Approved by morgan name. A second person is needed: it is with sam name now.',
      approved: 'The reset starts at 10:42.',
      approvedHeld: 'As a precaution the reset waits and starts at 10:55.',
      approvedDue: 'The reset starts in a moment.',
      resetting: 'It is running now.',
      frozen: 'stopped until IT releases or cancels it',
      completed: 'priya name hasn’t registered a new method yet.',
      completedByHand: 'kim name finished this by hand.',
      registered: 'priya name registered a new method at 10:42.',
      rejectedOther: 'morgan name rejected it at 10:41. Nothing was cleared.',
      cancelledByIt: 'kim name cancelled this request. Nothing was cleared.',
      expired: 'Nobody answered in time. Nothing was cleared.',
    };
    for (const [name, sentence] of Object.entries(says)) expect(toIt(row(name)), name).to.include(sentence);
    expect(toIt(row('completedByHand'))).to.include('“note”');
    expect(toIt(row('rejectedOther'))).to.include('“reason”');
  });
});

describe('a name on a button', () => {
  it('is short and without Markdown', () => {
    expect(titleName({ name: 'Priya Raman' })).to.equal('Priya Raman');
    expect(titleName({ name: '[Priya](https://evil.example)' })).to.equal('Priya (https://evil.example)');
    expect(titleName({ name: 'x'.repeat(100) })).to.equal(`${'x'.repeat(29)}…`);
  });
});
