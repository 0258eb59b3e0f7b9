import { expect } from 'chai';
import { commandFor } from '../../bot/commands.js';
import { parseReset } from '../../dialogs/utterance.js';
import { manifestFor, settings } from './parts.js';

const understood = (typed: string): boolean => (parseReset(typed) ?? commandFor(typed)) !== undefined;
const titles = manifestFor(settings())
  .bots.flatMap(({ commandLists }) => commandLists)
  .flatMap(({ commands }) => commands.map(({ title }) => title));

describe('the command menu of the app', () => {
  it('offers what people come for, each once', () => {
    expect(titles).to.have.members([
      ...[
        'reset mfa',
        'my requests',
        'history',
        'status',
        'approvals',
        'nudge',
        'note',
        'cancel',
        'first aid',
        'help',
        'language',
      ],
    ]);
  });

  for (const title of titles)
    it(`the bot understands “${title}” when it is typed`, () => {
      expect(understood(title)).to.equal(true);
    });

  it('a word that the bot does not know would be noticed', () => {
    expect(understood('make coffee')).to.equal(false);
  });
});
