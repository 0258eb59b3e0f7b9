import { expect } from 'chai';
import { inDialog, refusedDialog, sendAgainDialog, sentDialog } from '../../cards/asking/dialogCards.js';
import { formCard } from '../../cards/asking/formCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import { translator } from '../../cards/strings.js';
import { askingCards } from '../../sandbox/gallery/cardExamples.js';
import { examples, links, marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { nodes } from './cardCheck.js';
import { textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const pending = examples((what) => what)['pending']!;
const dialogs = [...askingCards(marked, t)].filter(([name]) => name.startsWith('dialog '));

describe('cards in a dialog', () => {
  it('have the buttons that a dialog answers, and refresh nothing', () => {
    expect(dialogs.length).to.be.greaterThan(5);
    for (const [name, { content }] of dialogs) {
      const types = [...nodes(content)]
        .map(({ node }) => node['type'])
        .filter((type) => String(type).startsWith('Action.'));
      for (const type of types) expect(type, name).to.be.oneOf(['Action.Submit', 'Action.OpenUrl']);
    }
    const live = requestCard({ request: pending, now: NOW, t, support, links, viewerUserIds: ['29:1'] });
    expect(live.content).to.have.property('refresh');
    expect(inDialog(live).content).not.to.have.property('refresh');
  });

  it('send what the card in the chat sends', () => {
    const { content } = formCard({ t });
    const [inChat] = (content as { actions: { data: object; title: string }[] }).actions;
    const [submit] = (inDialog({ content, summary: '' }).content as { actions: object[] }).actions;
    expect(submit).to.deep.include({ type: 'Action.Submit', data: inChat!.data, title: inChat!.title });
  });

  it('ask for nothing to be typed in the chat, and lead there where that helps', () => {
    const form = textOf(formCard({ t, inDialog: true, missing: ['person', 'why'] }).content);
    expect(form).to.include('Choose your colleague below.').and.include('Ask in our chat');
    for (const card of [refusedDialog({ text: 'No.', t, links }), sentDialog({ request: pending, t, links })])
      expect(JSON.stringify(card.content)).to.include(JSON.stringify(links.chat)).and.include('"verb":"closeDialog"');
  });

  it('say where it goes on, with the reference', () => {
    const text = textOf(sentDialog({ request: pending, t, links }).content);
    expect(text)
      .to.include('MFA-7K3Q9')
      .and.include('Nothing was posted where you came from')
      .and.include('morgan name');
  });

  it('keep what was chosen when it has to be sent again', () => {
    const again = (lost: 'lostPhone' | 'stolen'): string =>
      JSON.stringify(
        sendAgainDialog({ draft: { requestId: 'r', lost, clearing: 'lost' }, notice: 'Slow.', t, links }).content,
      );
    expect(again('lostPhone')).to.include('"id":"clearing"').and.include('"value":"lost"');
    expect(again('stolen')).to.not.include('"id":"clearing"');
  });
});
