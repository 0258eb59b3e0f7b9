import { expect } from 'chai';
import { channelCard } from '../../cards/it/channelCard.js';
import { itCard } from '../../cards/it/itCard.js';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { followUpAnsweredCard, noticeCard } from '../../cards/notices/noticeCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { translator } from '../../cards/strings.js';
import { wordsCard } from '../../cards/wordsCard.js';
import type { ResetRequest } from '../../core/request.js';
import { examples, links, marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { nodes } from './cardCheck.js';
import { textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const shared = { now: NOW, t, support, links };
const row = (name: string): ResetRequest => rows[name]!;
const toIt = (name: string): string => textOf(itCard({ ...shared, request: row(name), viewer: { id: 'kim' } }).content);
const toRequester = (name: string): string => textOf(requestCard({ ...shared, request: row(name) }).content);
const toChannel = (name: string): string => textOf(channelCard({ request: row(name), t }).content);

describe('a message of IT', () => {
  const notice = { notice: 'followUp', to: 'requester', request: row('followedUp'), t, support, links } as const;

  it('says who of IT writes and what, on the card and in the mail, with the number to call', () => {
    const text = textOf(noticeCard(notice).content);
    const { text: mail, subject } = noticeMail(notice);
    for (const words of [text, mail])
      expect(words).to.include('kim name from IT').and.include('“question”').and.include(support.phone);
    expect(subject).to.equal('IT has a message for you (MFA-7K3Q9)');
    expect(mail).to.include(`Answer in Teams: ${links.chat}`);
  });

  it('lets the quick answers through whatever the field holds', () => {
    const all = [...nodes(noticeCard(notice).content)].map(({ node }) => node);
    const free = all.filter(({ associatedInputs }) => associatedInputs === 'none').map(({ verb }) => verb);
    expect(free.filter(Boolean)).to.deep.equal(['sorted', 'stillLockedOut']);
    expect(all.find(({ type }) => type === 'Input.Text')).not.to.have.property('isRequired');
  });

  it('gives its place to what was answered', () => {
    const answered = (name: string): string => textOf(followUpAnsweredCard({ request: row(name), t, support }).content);
    expect(answered('replied')).to.include('Answer sent').and.include('“question” – kim name').and.include('“answer”');
    expect(answered('repliedSorted')).to.include('Good to hear').and.include('still locked out MFA-7K3Q9');
    expect(answered('lockedOut')).to.include('priya name is still locked out').and.include(support.phone);
    expect(answered('lockedOut')).not.to.include(support.outOfHours);
    expect(answered('lockedOutLate')).to.include(support.outOfHours);
  });

  it('stands on the requester’s card until it is answered', () => {
    expect(toRequester('followedUp')).to.match(/From IT: \n?“question” – kim name/u);
    expect(toRequester('replied')).not.to.include('From IT');
  });

  it('is shown again where the answer is written', () => {
    const { content } = wordsCard({ verb: 'reply', request: row('followedUp'), t });
    expect(textOf(content)).to.match(/Message: \n?“question” – kim name/u);
  });
});

describe('the alarm that somebody is still locked out', () => {
  it('says who has it, and else that somebody should take it', () => {
    const alarm = (name: string): string =>
      noticeMail({ notice: 'stillLockedOut', to: 'it', request: row(name), t, support, links }).text;
    expect(alarm('lockedOut')).to.include('kim name has it.').and.not.include('Take it');
    expect(alarm('lockedOutLate')).to.include('Take it').and.include('out of hours');
  });
});

describe('IT’s card', () => {
  it('says who has it, and since when', () => {
    expect(toIt('followedUp')).to.match(/With: \n?kim name, taken at 10:38/u);
    expect(toIt('pending')).not.to.include('With: ');
  });

  it('has the last of what was written, and how much came before', () => {
    expect(toIt('replied')).to.include('kim name, at 10:39: “question”').and.include('robin name, at 10:39: “answer”');
    expect(toIt('repliedSorted')).to.include('still locked out\n').and.include('sorted');
    expect(toIt('pendingLongThread')).to.include('and 26 earlier');
    expect(toIt('pendingLongThread').split('“question”')).to.have.length(3);
  });

  it('shortens the messages where they are too many bytes for a card', () => {
    const long = '語'.repeat(500);
    const [first] = row('followedUp').thread!;
    const request = { ...row('followedUp'), thread: Array.from({ length: 8 }, () => ({ ...first!, text: long })) };
    const text = textOf(itCard({ ...shared, request, viewer: { id: 'kim' } }).content);
    expect(text).to.include('語'.repeat(119)).and.not.include('語'.repeat(120));
  });

  it('says that somebody is still locked out, until it is sorted', () => {
    expect(toIt('lockedOut')).to.include('robin name says at 10:41 that priya name is still locked out');
    expect(toIt('lockedOutLate')).to.include('out of hours');
    expect(toIt('repliedSorted')).not.to.include('says at');
  });
});

describe('the requester’s card of somebody who is still locked out', () => {
  it('says that IT knows, and whom to call; out of hours what the policy says of that', () => {
    expect(toRequester('lockedOut')).to.include('You told IT at 10:41').and.include(support.phone);
    expect(toRequester('lockedOut')).to.include('Say “MFA lockout”').and.not.include('outside of IT’s hours');
    expect(toRequester('lockedOutLate')).to.include('outside of IT’s hours').and.include(support.outOfHours);
    expect(toRequester('repliedSorted')).to.include('Sorted, as you told IT');
  });
});

describe('the post in IT’s channel', () => {
  it('has reference, urgency and for whom, and nothing else that anybody wrote or is', () => {
    for (const [name, request] of Object.entries(examples(marked))) {
      const { content, summary } = channelCard({ request, t });
      const text = textOf(content);
      expect(text, name).to.include('MFA-7K3Q9').and.include('⟦priya name⟧');
      expect(`${JSON.stringify(content)} ${summary}`.replaceAll('⟦priya name⟧', ''), name).not.to.include('⟦');
    }
  });

  it('says what became of it', () => {
    expect(toChannel('pendingUrgent')).to.include('Urgent: locked out right now').and.include('Waiting for approval');
    expect(toChannel('completed')).to.include('Sorted out').and.include('The reset is done');
    expect(toChannel('rejectedOther')).to.include('Sorted out').and.include('declined');
    expect(toChannel('lockedOut')).to.include('MFA lockout').and.include('still locked out');
    expect(toChannel('lockedOut')).not.to.include('Out of hours');
    expect(toChannel('lockedOutLate')).to.include('Out of hours');
    expect(toChannel('repliedSorted')).to.include('Sorted out');
  });
});
