import { expect } from 'chai';
import { commandFor } from '../../bot/commands.js';
import { firstAidCard, type FirstAidView } from '../../cards/firstAid/firstAidCard.js';
import { firstAidMenu } from '../../cards/firstAid/firstAidMenu.js';
import { TOPICS, type Topic } from '../../cards/firstAid/topics.js';
import { translator } from '../../cards/strings.js';
import type { ResetRequest } from '../../core/request.js';
import { parseReset } from '../../dialogs/utterance.js';
import { examples, links, MINUTE, NOW, support } from '../../sandbox/gallery/examples.js';
import { nodes } from './cardCheck.js';
import { buttonsOf, textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const policy = {
  ...{ selfService: false, support, remindAfter: 30 * MINUTE, escalateAfter: 120 * MINUTE },
  ...{ expireAfter: 48 * 60 * MINUTE, holdFor: 15 * MINUTE },
};
const card = (topic: Topic, more: Partial<FirstAidView> = {}): object =>
  firstAidCard({ topic, open: [], policy, links, now: NOW, t, ...more }).content;
const pending = rows['pending']!;
const other: ResetRequest = { ...rows['pendingUrgent']!, id: 'other', reference: 'MFA-AAAAA' };

describe('first aid', () => {
  it('offers every question once, and leads back to them from each answer', () => {
    const menu = firstAidMenu({ t, support }).content;
    const [choice] = [...nodes(menu)].filter(({ node }) => node['type'] === 'Input.ChoiceSet').map(({ node }) => node);
    expect((choice!['choices'] as { value: string }[]).map(({ value }) => value)).to.deep.equal([...TOPICS]);
    for (const topic of TOPICS) expect(buttonsOf(card(topic)), topic).to.match(/\(firstAid\)$/);
  });

  it('nobody answers: who has it, since when, when the reminder comes, and a nudge', () => {
    const one = card('noAnswer', { open: [pending] });
    for (const fact of ['MFA-7K3Q9', 'priya name', 'morgan name or sam name', 'at 10:37', 'No answer at 11:07'])
      expect(textOf(one)).to.include(fact);
    expect(buttonsOf(one)).to.equal('nudge open (firstAid)');
    const lately = card('noAnswer', { open: [rows['pendingNudged']!] });
    expect(textOf(lately)).to.include('You can do so again at 10:56');
    expect(buttonsOf(lately)).to.equal('open (firstAid)');
  });

  it('nobody answers: several are a choice, and none is said to be none', () => {
    const several = card('noAnswer', { open: [other, pending] });
    expect(textOf(several)).to.include('MFA-AAAAA').and.include('MFA-7K3Q9').and.include('after 30 minutes');
    // The choice stops nobody who wants to ask something else.
    expect(JSON.stringify(several)).to.match(
      /"title":"Other questions"[^{]*"data":\{"verb":"firstAid"\}[^{]*"fallback":\{[^}]*\}[^}]*"associatedInputs":"none"/,
    );
    expect(JSON.stringify(several)).to.include('"id":"requestId"').and.not.include('"verb":"nudge","requestId"');
    const none = card('noAnswer', { open: [rows['approved']!] });
    expect(textOf(none)).to.include('None of your requests').and.include('never approved by itself');
    expect(buttonsOf(none)).to.equal('(firstAid)');
  });

  it('urgent: the approver directly, another one by IT, and the words to say on the phone', () => {
    for (const open of [[], [pending]])
      for (const fact of ['MFA lockout', support.phone!, support.escalation!, 'voicemail', 'arrange another'])
        expect(textOf(card('urgent', { open })), fact).to.include(fact);
    expect(buttonsOf(card('urgent', { open: [pending] }))).to.equal('open (firstAid)');
    expect(buttonsOf(card('urgent'))).to.equal('openForm (firstAid)');
  });

  it('not asked to set up MFA: sign out, or go to the page; not before it is done', () => {
    const text = textOf(card('notAsked'));
    expect(text).to.include('sign out fully').and.include('mysignins.microsoft.com/security-info');
    expect(text).not.to.include('isn’t done yet');
    expect(textOf(card('notAsked', { open: [pending] }))).to.include('MFA-7K3Q9 isn’t done yet');
    expect(textOf(card('notAsked', { ended: rows['completedPhone']! }))).to.include('priya name kept some methods');
    expect(textOf(card('notAsked', { ended: rows['completed']! }))).not.to.include('kept');
    // Its card hands it to IT where nothing helps.
    expect(buttonsOf(card('notAsked', { ended: rows['completed']! }))).to.equal('show open (firstAid)');
    expect(buttonsOf(card('notAsked', { ended: rows['cancelled']! }))).to.equal('open (firstAid)');
  });

  it('the password as well: a request of its own with its own link, beside the reset', () => {
    const text = textOf(card('password'));
    expect(text).to.include('in any order').and.include('One doesn’t replace the other');
    expect(JSON.stringify(card('password'))).to.include(`"url":"${support.passwordReset!}"`);
    const without = card('password', { policy: { ...policy, support: {} } });
    expect(textOf(without)).to.include('For the password, ask IT');
    expect(buttonsOf(without)).to.equal('openForm (firstAid)');
  });

  it('declined: the reason, not to ask again for it, and whom to turn to', () => {
    const text = textOf(card('declined', { ended: rows['rejectedOther']! }));
    expect(text).to.include('“reason”').and.include('don’t ask again for the same reason').and.include('your IT team');
    expect(buttonsOf(card('declined', { ended: rows['rejectedOther']! }))).to.equal('show (firstAid)');
    expect(textOf(card('declined', { ended: rows['completed']! }))).not.to.include('“reason”');
  });

  it('taken back: until the clearing begins, and then no more', () => {
    expect(buttonsOf(card('takeBack', { open: [pending] }))).to.equal('cancel (firstAid)');
    for (const open of [[], [rows['resetting']!]]) {
      expect(buttonsOf(card('takeBack', { open }))).to.equal('(firstAid)');
      expect(textOf(card('takeBack', { open }))).to.include('nothing that could be cancelled');
    }
  });

  it('how long: as long as it usually takes, where that is known', () => {
    expect(textOf(card('duration', { usual: 23 * MINUTE }))).to.include('usually takes about 25 minutes');
    expect(textOf(card('duration'))).to.include('mostly within minutes');
  });

  it('a new phone of one’s own: alone where another method works, else by a colleague or for oneself', () => {
    expect(textOf(card('ownPhone')))
      .to.include('you need no reset')
      .and.include('A colleague has to ask for you');
    const self = textOf(card('ownPhone', { policy: { ...policy, selfService: true } }));
    expect(self).to.include('Ask for yourself').and.not.include('A colleague has to');
  });

  it('is it safe: who decides, who is told, and what it never asks for', () => {
    expect(textOf(card('safe')))
      .to.include('unless an approver agrees')
      .and.include('always told')
      .and.include('never ask for a password or a sign-in code');
  });

  it('names only words that the bot understands', () => {
    for (const topic of TOPICS)
      for (const [, words = ''] of textOf(card(topic, { policy: { ...policy, selfService: true } })).matchAll(
        /type “([^”]+)”/gu,
      ))
        expect(parseReset(words) ?? commandFor(words), words).to.not.equal(undefined);
  });
});
