import { expect } from 'chai';
import { translator } from '../../cards/strings.js';
import { approvalCard } from '../../cards/approval/approvalCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { faultsOf, nodes } from './cardCheck.js';
import { examples, links, marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { gallery } from '../../sandbox/gallery/cardExamples.js';
import { textOf } from './reading.js';

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
            // Choices and buttons have no TextRuns; there the Markdown is taken out instead.
            const choice = key === 'title' && node['type'] === undefined && 'value' in node;
            const button = key === 'title' && String(node['type']).startsWith('Action.');
            const typed = key === 'value' && node['type'] === 'Input.Text';
            expect(
              choice || button || typed || (node['type'] === 'TextRun' && key === 'text'),
              `${name} ${path}.${key}`,
            ).to.be.true;
          }
  });

  it('makes short titles of names, without Markdown', () => {
    const hostile = `[${'Priya'.repeat(9)}](https://evil.example) **x**`;
    for (const [name, { content }] of gallery(() => hostile, t))
      for (const { node } of nodes(content))
        if (String(node['type']).startsWith('Action.')) {
          expect(node['title'], name).not.to.match(/[[\]*]/u);
          expect(String(node['title']).length, name).to.be.lessThan(45);
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
      const card = requestCard({ request, now: NOW, t, support, links });
      const blank = requestCard({ request: { ...request, run, attention, closedByHand }, now: NOW, t, support, links });
      expect(card, name).to.deep.equal(blank);
    }
  });

  it('says on every nominee’s card who approved, and when', () => {
    const { approved } = examples((what) => what);
    for (const id of ['morgan', 'sam']) {
      const card = approvalCard({ request: approved!, viewer: { id, name: 'x' }, now: NOW, t, support, links });
      expect(textOf(card.content)).to.include('Approved by morgan name at 10:41.');
    }
  });

  it('is refreshed only for viewers whose Teams ids are known', () => {
    const { pending } = examples(marked);
    const view = { request: pending!, now: NOW, t, support, links };
    expect(requestCard(view).content).not.to.have.property('refresh');
    expect(requestCard({ ...view, viewerUserIds: ['29:1-robin'] }).content)
      .to.have.property('refresh')
      .with.property('userIds')
      .that.deep.equals(['29:1-robin']);
  });

  it('gives the requester the way on: what to pass on, or whom to ask', () => {
    const { completed, rejectedOther } = examples((what) => what);
    const done = textOf(requestCard({ request: completed!, now: NOW, t, support, links }).content);
    for (const fact of [
      'login.microsoftonline.com',
      'App Store',
      'Google Play',
      'mysignins.microsoft.com/security-info',
    ])
      expect(done).to.include(fact);
    const declined = textOf(requestCard({ request: rejectedOther!, now: NOW, t, support, links }).content);
    for (const fact of ['“reason”', 'same reason', 'speak to morgan name', support.phone!])
      expect(declined).to.include(fact);
  });
});
