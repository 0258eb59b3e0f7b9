import { approvalCard } from '../../cards/approval/approvalCard.js';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { translator } from '../../cards/strings.js';
import type { Shown } from '../client/gallery/shown.js';
import { examples, links, NOW, support } from './examples.js';
import { gallery } from './cardExamples.js';
import { noticeViews } from './noticeExamples.js';
import { readable, withNames } from './readable.js';

/** One figure of the gallery. Examples that look the same share one. */
export interface Entry {
  /** Of its first example, fit for an address. */
  readonly id: string;
  readonly kind: Kind;
  /** Every example that looks like this. */
  readonly names: readonly string[];
  readonly shown: Shown;
}

/** In the order of the page, with the words of the headings. */
export const kinds = {
  asking: 'Asking for a reset',
  dialog: 'In a dialog, from any chat',
  request: 'The requester’s status card',
  approval: 'The approver’s card',
  target: 'The user’s card',
  it: 'IT’s card',
  channel: 'The post in IT’s channel',
  words: 'Forms for a sentence',
  notice: 'Notices in the chat',
  help: 'Welcome and help',
  firstAid: 'First aid',
  mail: 'Mails',
} as const;

export type Kind = keyof typeof kinds;

/** Every card and mail there is, in British English. */
export function galleryEntries(): readonly Entry[] {
  const t = translator('en-GB', 'Europe/London');
  const cards = [...gallery(readable, t), ['approval in the README', readmeApproval(t)] as const].map(
    ([name, { content }]) => ({ name, shown: { card: content as Record<string, unknown> } }),
  );
  const mails = noticeViews(readable, t).map((view, index) => ({
    name: `mail ${index}: ${view.notice} to ${view.to}`,
    shown: { mail: noticeMail(view) },
  }));
  const alike = new Map<string, Entry>();
  for (const { name, shown } of [...cards, ...mails]) {
    const kind = kindOf(name);
    const key = `${kind} ${JSON.stringify(shown)}`;
    const { id = name.replace(/\W+/g, '-'), names = [] } = alike.get(key) ?? {};
    alike.set(key, { id, kind, names: [...names, withNames(name)], shown });
  }
  const entries = [...alike.values()];
  return (Object.keys(kinds) as Kind[]).flatMap((kind) => entries.filter((entry) => entry.kind === kind));
}

function kindOf(name: string): Kind {
  const [first = ''] = name.split(' ');
  if (first === 'answered') return 'notice';
  if (first === 'verify' || first === 'place' || first.startsWith('delegat')) return 'words';
  if (first === 'welcome') return 'help';
  return Object.hasOwn(kinds, first) ? (first as Kind) : 'asking';
}

/** What an approver mostly sees: three methods, one note, nothing to fear. */
function readmeApproval(t: ReturnType<typeof translator>): { readonly content: object } {
  const { pendingUrgent: request } = examples(readable);
  const viewer = request?.nominees[0]?.person;
  if (request === undefined || viewer === undefined) throw new Error('the examples have no urgent request any more');
  return approvalCard({
    request: { ...request, lost: 'newPhone', risks: [{ kind: 'firstRequestOfRequester', level: 'note' }] },
    viewer,
    kinds: ['phone', 'microsoftAuthenticator', 'softwareOath'].map((kind) => `${kind}AuthenticationMethod`),
    now: NOW,
    t,
    support,
    links,
  });
}
