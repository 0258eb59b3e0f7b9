import { historyCard, whoseHistoryCard } from '../../cards/historyCard.js';
import { consoleCard } from '../../cards/it/consoleCard.js';
import { parkedCard } from '../../cards/it/parkedCard.js';
import { liftedCard, reasonCard } from '../../cards/it/reasonCard.js';
import type { Translate } from '../../cards/strings.js';
import type { Console } from '../../core/console.js';
import type { Listed } from '../../core/history.js';
import type { Card } from '../../core/ports.js';
import { examples, MINUTE, NOW, person, type Words } from './examples.js';

/** IT's console, histories, and the forms that go with them. */
export function consoleCards(words: Words, t: Translate): ReadonlyMap<string, Card> {
  const rows = examples(words);
  const [kim, priya] = [person('kim', words), person('priya', words)];
  const cards = new Map<string, Card>();
  const quiet: Console = { open: 0, late: 0, stopped: 0, parked: 0, paused: false, limit: 10 };
  const pause = { id: 'pause:1', by: kim, at: NOW - MINUTE, why: words('note') };
  const tripped = { at: NOW - MINUTE, resets: 12, limit: 12, agreed: [] };
  const consoles: Readonly<Record<string, Console>> = {
    quiet,
    busy: { ...quiet, open: 12, late: 2, stopped: 1, parked: 100 },
    paused: { ...quiet, open: 1, paused: true, pause },
    'paused before': { ...quiet, paused: true },
    tripped: { ...quiet, open: 30, late: 1, parked: 2, tripped },
    agreed: { ...quiet, open: 30, paused: true, pause, tripped: { ...tripped, agreed: ['kim'] } },
  };
  for (const [name, console] of Object.entries(consoles))
    cards.set(`it console ${name}`, consoleCard({ console, now: NOW, t }));
  const parked = ['resetAsked', 'resetMethods', words('work')].map((what, index) => ({
    effect: `tell:${index}`,
    what,
    error: words('error'),
    reference: index === 0 ? 'MFA-7K3Q9' : undefined,
  }));
  for (const count of [0, 1, 3])
    cards.set(`it parked ${count}`, parkedCard({ parked: parked.slice(0, count), more: count === 3, t }));
  cards.set('it reason pause', reasonCard({ verb: 'pause', t }));
  cards.set('it reason lift', reasonCard({ verb: 'lift', person: priya, t }));
  cards.set('it lifted', liftedCard({ person: priya, t }));
  const page = ['pending', 'approvedHeld', 'attentionRemain', 'frozen', 'rejectedOther', 'expired', 'registered'];
  for (const list of ['seen', 'all', 'open', 'late'] as const)
    for (const count of [0, 1, page.length]) {
      const requests = page.slice(0, count).flatMap((name) => rows[name] ?? []);
      const listed: Listed = {
        list,
        requests,
        older: count > 1,
        newer: count > 1,
        about: count > 1 ? 'priya' : undefined,
      };
      cards.set(`history ${list} ${count}`, historyCard({ listed, now: NOW, t }));
    }
  cards.set('history of whom', whoseHistoryCard({ people: [kim, priya], list: 'all', t }));
  return cards;
}
