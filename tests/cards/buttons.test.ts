import { expect } from 'chai';
import { approvalCard } from '../../cards/approval/approvalCard.js';
import { channelCard } from '../../cards/it/channelCard.js';
import { itCard } from '../../cards/it/itCard.js';
import { placeCard } from '../../cards/asking/placeCard.js';
import { targetCard } from '../../cards/notices/targetCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { translator } from '../../cards/strings.js';
import { wordsCard } from '../../cards/wordsCard.js';
import { MAX_NOTES, NUDGE_EVERY } from '../../core/limits.js';
import type { ResetRequest } from '../../core/request.js';
import { nodes } from './cardCheck.js';
import { examples, links, NOW, support } from '../../sandbox/gallery/examples.js';
import { buttonsOf, textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const shared = { now: NOW, t, support, links };

function row(name: string, change: Partial<ResetRequest> = {}): ResetRequest {
  const found = rows[name];
  if (found === undefined) throw new Error(`there is no example ${name}`);
  return { ...found, ...change };
}

const pending = row('pending');
const note = { at: NOW, text: 'a note' };

describe('the requester’s buttons', () => {
  const ofRequester = (request: ResetRequest): string => buttonsOf(requestCard({ ...shared, request }).content);
  const cases: readonly [promise: string, request: ResetRequest, buttons: string][] = [
    ['remind, cancel, add a note, write to the approver', pending, 'nudge cancel (note) (open)'],
    ['answer first of all', row('asked'), 'answer nudge cancel (note) (open)'],
    ['answer while another question is open', row('answered'), 'answer nudge cancel (note) (open)'],
    ['answer nothing that is answered', row('answeredAll'), 'nudge cancel (note) (open)'],
    ['remind not right after reminding', row('pendingNudged'), 'cancel (note) (open)'],
    ['remind again later', row('pending', { nudgedAt: NOW - NUDGE_EVERY }), 'nudge cancel (note) (open)'],
    ['remind not a moment too early', row('pending', { nudgedAt: NOW - NUDGE_EVERY + 1 }), 'cancel (note) (open)'],
    ['remind nobody where nobody is asked', row('pendingNobody'), 'cancel (note)'],
    [
      'add a note up to the limit',
      row('pending', { notes: Array.from({ length: MAX_NOTES - 1 }, () => note) }),
      'nudge cancel (note) (open)',
    ],
    [
      'add no note beyond it',
      row('pending', { notes: Array.from({ length: MAX_NOTES }, () => note) }),
      'nudge cancel (open)',
    ],
    [
      'write to nobody whose address the directory lacks',
      row('pending', { nominees: [{ person: { id: 'morgan', name: 'Morgan' }, by: 'manager' }] }),
      'nudge cancel (note)',
    ],
    ['only cancel what has expired', row('asked', { expireAt: NOW }), 'cancel'],
    ['cancel what was approved', row('approved'), 'cancel'],
    ['cancel what is held', row('approvedHeld'), 'cancel'],
    ['cancel what is frozen', row('frozen'), 'cancel'],
    ['cancel what stopped before anything was cleared', row('attentionStopped'), 'cancel'],
    ['do nothing once something was cleared', row('attentionRemain'), ''],
    ['do nothing while it runs', row('resetting'), ''],
    ['call IT when it is done', row('completed'), 'stillLockedOut'],
    ['say that it is sorted once they called IT', row('lockedOut'), 'sorted'],
    ['call IT again a quarter of an hour later', row('lockedOutEarlier'), 'stillLockedOut sorted'],
    ['call IT again when it was sorted and is not', row('repliedSorted', { lockout: undefined }), 'stillLockedOut'],
    ['do nothing once the user is registered again', row('registered'), ''],
    ['do nothing when it was declined', row('rejectedOther'), ''],
    ['do nothing when it was cancelled', row('cancelled'), ''],
    ['do nothing when it expired', row('expired'), ''],
  ];
  for (const [promise, request, buttons] of cases)
    it(promise, () => {
      expect(ofRequester(request)).to.equal(buttons);
    });

  it('lead to the chat with the first who still has to answer and has an address', () => {
    const [morgan, sam] = pending.nominees;
    const withoutAddress = { ...morgan!, person: { ...morgan!.person, userPrincipalName: undefined } };
    for (const request of [row('pendingSecond'), row('pending', { nominees: [withoutAddress, sam!] })])
      expectChatWithSam(request);
  });

  function expectChatWithSam(request: ResetRequest): void {
    const { content } = requestCard({ ...shared, request });
    const link = [...nodes(content)].find(({ node }) => node['type'] === 'Action.OpenUrl')?.node;
    expect(link?.['title']).to.equal('Message sam name');
    expect(link?.['url']).to.equal(links.chatWith('sam@example.com'));
  }
});

describe('an approver’s buttons', () => {
  const of = (request: ResetRequest, id: string, noIt?: boolean): string =>
    buttonsOf(approvalCard({ ...shared, request, viewer: { id, name: 'x' }, noIt }).content);
  const decide = 'approve reject (ask) (notForMe) (reassign)';
  const asRequester = row('pending', { requester: pending.nominees[0]!.person });
  const asTarget = row('pending', { target: pending.nominees[0]!.person });
  const cases: readonly [promise: string, request: ResetRequest, viewer: string, buttons: string][] = [
    ['decide, ask, or pass it on', pending, 'morgan', decide],
    ['ask nothing more while a question is open', row('asked'), 'morgan', 'approve reject (notForMe) (reassign)'],
    ['nothing for who is not asked', pending, 'kim', ''],
    ['nothing when it has expired', row('pending', { expireAt: NOW }), 'morgan', ''],
    ['nothing about their own request', asRequester, 'morgan', ''],
    ['nothing about their own account', asTarget, 'morgan', ''],
    ['take back the first of two approvals', row('pendingSecond'), 'morgan', 'undo'],
    ['decide as the second', row('pendingSecond'), 'sam', decide],
    ['take back in time', row('approved'), 'morgan', 'undo'],
    ['take back nothing of somebody else', row('approved'), 'sam', ''],
    ['take back nothing too late', row('approvedDue'), 'morgan', ''],
    ['record the call-back, or take back, while it is held', row('approvedHeld'), 'morgan', 'recordCallBack undo'],
    ['reject while it is held, and record no call-back, of somebody else', row('approvedHeld'), 'sam', 'reject'],
    ['reject nothing when the hold is over', row('approvedHeld', { executeAt: NOW }), 'sam', ''],
    ['reject nothing that nobody asked them', row('approvedHeld'), 'kim', ''],
    ['record no call-back without a number', row('approvedHeldNoPhone'), 'morgan', 'undo'],
    ['record no call-back to a number changed lately', row('approvedHeldPhoneChanged'), 'morgan', 'undo'],
    ['record a call-back once', row('approvedCalledBack'), 'morgan', 'undo'],
    ['nothing of IT’s', row('attentionRemain'), 'morgan', ''],
    ['nothing while it runs', row('resetting'), 'morgan', ''],
    ['nothing when it is done', row('completed'), 'morgan', ''],
  ];
  for (const [promise, request, viewer, buttons] of cases)
    it(promise, () => {
      expect(of(request, viewer)).to.equal(buttons);
    });

  it('put it right where there is no IT to do so', () => {
    expect(of(row('attentionRemain'), 'morgan', true)).to.equal('retry close');
    expect(of(row('attentionDisputed'), 'morgan', true)).to.equal('close');
    for (const name of ['pending', 'approved', 'resetting', 'frozen', 'completed'])
      expect(of(row(name), 'morgan', true), name).to.equal(of(row(name), 'morgan'));
  });
});

describe('IT’s buttons', () => {
  const ofIt = (request: ResetRequest, id = 'kim'): string =>
    buttonsOf(itCard({ ...shared, request, viewer: { id } }).content);
  const cases: Readonly<Record<string, string>> = {
    pending: '(reassign) (addBackup) cancel followUp (claim)',
    pendingEscalated: '(reassign) cancel followUp (claim)',
    approved: 'cancel followUp (claim)',
    approvedHeld: 'cancel followUp (claim)',
    frozen: 'release cancel followUp (claim)',
    resetting: 'followUp (claim)',
    attentionRemain: 'retry close (followUp) (claim)',
    attentionStopped: 'retry close cancel (followUp) (claim)',
    attentionDisputed: 'contain close (followUp) (claim)',
    completed: 'followUp (claim)',
    completedByHand: 'followUp (claim)',
    rejectedOther: 'followUp (claim)',
    cancelled: 'followUp (claim)',
    expired: 'followUp (claim)',
    followedUp: 'followUp (handBack)',
    lockedOut: 'followUp (handBack)',
    erased: '',
    frozenByLink: 'release cancel followUp (claim)',
    completedDisputed: 'contain followUp (claim)',
    containing: 'followUp (claim)',
    contained: 'followUp (claim)',
    containedRemain: 'contain followUp (claim)',
    suspected: 'contain followUp (claim)',
    rejectedDisputed: 'followUp (claim)',
    passWanted: 'passIssued followUp (claim)',
    passIssued: 'followUp (claim)',
  };
  for (const [name, buttons] of Object.entries(cases))
    it(`are ${buttons || 'none'}: ${name}`, () => {
      expect(ofIt(row(name))).to.equal(buttons);
    });

  it('let another of IT take it over, and not write before', () => {
    expect(ofIt(row('followedUp'), 'lou')).to.equal('(takeOver)');
    expect(ofIt(row('attentionRemain', { claim: { by: { id: 'kim', name: 'x' }, at: NOW } }), 'lou')).to.equal(
      'retry close (takeOver)',
    );
  });
});

describe('the button of the post in IT’s channel', () => {
  it('opens the details, whatever became of it, and there is no other', () => {
    for (const [name, request] of Object.entries(rows))
      expect(buttonsOf(channelCard({ request, t }).content), name).to.equal('details');
  });
});

describe('the card for somebody else’s place', () => {
  const people = ['kim', 'alex'].map((id) => ({ id, name: id }));
  const places = pending.nominees.map(({ person }) => person);
  const inputsOf = (card: { content: object }): readonly unknown[] =>
    [...nodes(card.content)].filter(({ node }) => node['type'] === 'Input.ChoiceSet').map(({ node }) => node['id']);

  it('asks whose place it is only where there are several', () => {
    const one = placeCard({ request: pending, t, people, places: places.slice(0, 1) });
    const two = placeCard({ request: pending, t, people, places, as: 'it' });
    expect(inputsOf(one)).to.deep.equal(['to']);
    expect(inputsOf(two)).to.deep.equal(['from', 'to']);
    for (const { content } of [one, two]) expect(buttonsOf(content)).to.equal('reassign refresh');
  });
});

describe('the buttons of security', () => {
  it('are to contain, where that is to be done, and nothing of IT’s', () => {
    const of = (name: string): string =>
      buttonsOf(itCard({ ...shared, request: row(name), viewer: { id: 'kim' }, as: 'security' }).content);
    for (const name of ['completedDisputed', 'attentionDisputed', 'suspected', 'containedRemain'])
      expect(of(name), name).to.equal('contain');
    for (const name of ['frozen', 'contained', 'containing', 'attentionRemain', 'passWanted'])
      expect(of(name), name).to.equal('');
  });
});

describe('the button of the target', () => {
  const of = (request: ResetRequest): string => buttonsOf(targetCard({ ...shared, request }).content);

  it('objects, in any status, until somebody has', () => {
    for (const name of [
      'pending',
      'approvedHeld',
      'resetting',
      'attentionRemain',
      'registered',
      'rejectedOther',
      'cancelled',
    ])
      expect(of(row(name)), name).to.equal('objection');
    expect(of(row('completed'))).to.equal('open objection');
    for (const name of ['frozen', 'frozenByLink', 'completedDisputed', 'rejectedDisputed', 'contained'])
      expect(of(row(name)), name).to.equal('');
  });

  it('asks once more, says what follows, and carries an id alone', () => {
    const [stopped, told] = ['pending', 'completed'].map(
      (name) => targetCard({ ...shared, request: row(name) }).content,
    );
    expect(textOf(stopped!)).to.include('is stopped at once').and.not.include('look at your account');
    expect(textOf(told!)).to.include('look at your account').and.not.include('is stopped at once');
    const tap = [...nodes(stopped!)].find(({ node }) => node['verb'] === 'freeze')?.node;
    expect(tap).to.deep.include({ style: 'destructive', data: { verb: 'freeze', requestId: pending.id } });
  });
});

describe('the form for a sentence', () => {
  for (const verb of ['ask', 'note', 'answer', 'close', 'followUp', 'reply', 'release'] as const)
    it(`sends what was written, or goes back without it: ${verb}`, () => {
      const { content } = wordsCard({ verb, request: row('answered'), t });
      expect(buttonsOf(content)).to.equal(`${verb} refresh`);
      const all = [...nodes(content)].map(({ node }) => node);
      const [input] = all.filter(({ type }) => type === 'Input.Text');
      // Not required: iOS would then hold Back as well. Empty words bring the form again.
      expect(input).to.include({ id: 'text', isMultiline: true, maxLength: 500 }).and.not.have.property('isRequired');
      const unread = all.filter(({ associatedInputs }) => associatedInputs === 'none').map(({ type }) => type);
      expect(unread).to.deep.equal(['Action.Execute', 'Action.Submit']);
      expect(all.find(({ associatedInputs }) => associatedInputs === 'none')?.['verb']).to.equal('refresh');
    });
});
