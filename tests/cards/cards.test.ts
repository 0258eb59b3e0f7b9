import { expect } from 'chai';
import { translator } from '../../cards/strings.js';
import { approvalCard } from '../../cards/approvalCard.js';
import { requestCard } from '../../cards/requestCard.js';
import { faultsOf, nodes } from './cardCheck.js';
import { examples, gallery, marked, NOW, support } from './examples.js';

const t = translator('en-GB', 'Europe/London');

describe('cards', () => {
  it('keeps the rules for phones, themes and screen readers in every state', () => {
    const cards = gallery(marked, t);
    expect(cards.size).to.be.greaterThan(150);
    for (const [name, { content }] of cards) expect(faultsOf(content), name).to.deep.equal([]);
  });

  it('keeps them without any support details and in another language', () => {
    for (const [name, { content }] of gallery(marked, translator('de-DE'), {}))
      expect(faultsOf(content), name).to.deep.equal([]);
  });

  it('has a summary for the notification, without the reason', () => {
    for (const [name, { summary }] of gallery(marked, t)) {
      expect(summary, name).to.match(/^\S.{5,250}$/u);
      expect(summary, name).not.to.match(/⟦(justification|reason|note|detail|question|answer)⟧/u);
    }
  });

  it('shows the words of people in TextRuns only', () => {
    for (const [name, { content }] of gallery(marked, t))
      for (const { node, path } of nodes(content))
        for (const [key, value] of Object.entries(node))
          if (typeof value === 'string' && value.includes('⟦')) {
            // A choice has no TextRuns; there the Markdown is taken out instead.
            const choice = name === 'choice' && key === 'title';
            expect(choice || (node['type'] === 'TextRun' && key === 'text'), `${name} ${path}.${key}`).to.be.true;
          }
  });

  it('names no method to the requester', () => {
    for (const [name, request] of Object.entries(examples(marked))) {
      const run = request.run && {
        ...request.run,
        unknown: [],
        pins: [{ type: 'x', id: 'x', fingerprint: 'x', outcome: 'refused' as const }],
      };
      const attention = request.attention && { ...request.attention, reason: 'rightsChanged' as const, detail: 'x' };
      const closedByHand = request.closedByHand && { ...request.closedByHand, note: 'x' };
      const card = requestCard({ request, now: NOW, t, support });
      const blank = requestCard({ request: { ...request, run, attention, closedByHand }, now: NOW, t, support });
      expect(card, name).to.deep.equal(blank);
    }
  });

  it('asks nobody but a nominee who has not answered', () => {
    const { pending, pendingSecond } = examples(marked);
    const verbs = (request: typeof pending, viewer: { id: string }): string[] =>
      verbsOf(approvalCard({ request: request!, viewer: { name: 'x', ...viewer }, now: NOW, t, support }).content);
    expect(verbs(pending, { id: 'morgan' })).to.deep.equal(['approve', 'reject']);
    expect(verbs(pending, { id: 'kim' })).to.deep.equal([]);
    expect(verbs({ ...pending!, expireAt: NOW }, { id: 'morgan' })).to.deep.equal([]);
    expect(verbs({ ...pending!, requester: pending!.nominees[0]!.person }, { id: 'morgan' })).to.deep.equal([]);
    expect(verbs({ ...pending!, target: pending!.nominees[0]!.person }, { id: 'morgan' })).to.deep.equal([]);
    expect(verbs(pendingSecond, { id: 'morgan' })).to.deep.equal(['undo']);
    expect(verbs(pendingSecond, { id: 'sam' })).to.deep.equal(['approve', 'reject']);
  });

  it('offers to take an approval back to the one who gave it, while it can be', () => {
    const { approved, approvedHeld, approvedDue } = examples(marked);
    const verbs = (request: typeof approved, id: string): string[] =>
      verbsOf(approvalCard({ request: request!, viewer: { id, name: 'x' }, now: NOW, t, support }).content);
    expect(verbs(approved, 'morgan')).to.deep.equal(['undo']);
    expect(verbs(approvedHeld, 'morgan')).to.deep.equal(['undo']);
    expect(verbs(approved, 'sam')).to.deep.equal([]);
    expect(verbs(approvedDue, 'morgan')).to.deep.equal([]);
  });

  it('says on every nominee’s card who approved, and when', () => {
    const { approved } = examples((what) => what);
    for (const id of ['morgan', 'sam']) {
      const card = approvalCard({ request: approved!, viewer: { id, name: 'x' }, now: NOW, t, support });
      expect(textOf(card.content)).to.include('Approved by morgan name at 10:41.');
    }
  });

  it('lets the requester cancel until something was cleared', () => {
    const cancellable = Object.entries(examples(marked)).filter(([, request]) =>
      verbsOf(requestCard({ request, now: NOW, t, support }).content).includes('cancel'),
    );
    expect(cancellable.filter(([, { run }]) => run !== undefined)).to.deep.equal([]);
    expect(new Set(cancellable.map(([, { status }]) => status))).to.deep.equal(
      new Set(['awaitingApproval', 'approved', 'frozen']),
    );
  });

  it('is refreshed only for viewers whose Teams ids are known', () => {
    const { pending } = examples(marked);
    const view = { request: pending!, now: NOW, t, support };
    expect(requestCard(view).content).not.to.have.property('refresh');
    expect(requestCard({ ...view, viewerUserIds: ['29:1-robin'] }).content)
      .to.have.property('refresh')
      .with.property('userIds')
      .that.deep.equals(['29:1-robin']);
  });

  it('gives the requester the way on: what to pass on, or whom to ask', () => {
    const { completed, rejectedOther } = examples((what) => what);
    const done = textOf(requestCard({ request: completed!, now: NOW, t, support }).content);
    for (const fact of [
      'login.microsoftonline.com',
      'App Store',
      'Google Play',
      'mysignins.microsoft.com/security-info',
    ])
      expect(done).to.include(fact);
    const declined = textOf(requestCard({ request: rejectedOther!, now: NOW, t, support }).content);
    for (const fact of ['“reason”', 'same reason', 'speak to morgan name', support.phone!])
      expect(declined).to.include(fact);
  });
});

export function verbsOf(content: object): string[] {
  return [...nodes(content)]
    .map(({ node }) => node)
    .filter(({ type }) => type === 'Action.Execute')
    .map(({ verb }) => String(verb))
    .filter((verb) => verb !== 'refresh');
}

function textOf(content: object): string {
  return [...nodes(content)].map(({ node }) => (typeof node['text'] === 'string' ? node['text'] : '')).join('\n');
}
