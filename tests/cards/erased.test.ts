import { expect } from 'chai';
import { approvalCard } from '../../cards/approval/approvalCard.js';
import { itCard } from '../../cards/it/itCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { translator } from '../../cards/strings.js';
import { withoutWords } from '../../core/words.js';
import { examples, links, NOW, support } from '../../sandbox/gallery/examples.js';
import { textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const shared = { now: NOW, t, support, links };

/** As often as there was something to read. */
const removals = (text: string): number => text.split('removed after the retention time').length - 1;

describe('an erased request', () => {
  it('says that the reason and what was declined with were removed, to whoever looks', () => {
    const request = rows['erased']!;
    expect(removals(textOf(requestCard({ ...shared, request }).content))).to.be.greaterThanOrEqual(1);
    expect(
      removals(textOf(approvalCard({ ...shared, request, viewer: { id: 'morgan', name: 'x' } }).content)),
    ).to.be.greaterThanOrEqual(1);
    expect(removals(textOf(itCard({ ...shared, request, viewer: { id: 'kim' } }).content))).to.be.greaterThanOrEqual(1);
  });

  it('says it of what IT and the requester wrote, and offers no more of it', () => {
    const { content } = itCard({ ...shared, request: rows['erasedThread']!, viewer: { id: 'kim' } });
    // The justification, the reason, and both messages.
    expect(removals(textOf(content))).to.equal(4);
    expect(JSON.stringify(content)).not.to.match(/"verb":"(followUp|claim|takeOver)"/);
    expect(textOf(requestCard({ ...shared, request: rows['erasedThread']! }).content)).not.to.include('From IT');
  });

  it('says it of each question, answer and note', () => {
    for (const name of ['asked', 'answeredAll', 'noted']) {
      const request = { ...withoutWords(rows[name]!), erasedAt: NOW };
      const text = textOf(requestCard({ ...shared, request }).content);
      expect(removals(text), name).to.be.greaterThanOrEqual(2);
      expect(text, name).not.to.match(/“”/u);
    }
  });
});
