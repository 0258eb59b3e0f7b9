import type { Instant, ResetRequest, ThreadMessage } from '../../core/request.js';
import type { Box } from '../message.js';
import type { Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { quote, when } from '../wording.js';

/** Messages that a card shows; the others are counted. */
const SHOWN = 4;
/** Characters of each where all of them are long: Teams takes 28 KB for a message. */
const SHORT = 120;
const ROOM = 3000;

/** What IT and the requester wrote to each other: the last of it, and how much came before. */
export function threadBoxes({ thread = [] }: ResetRequest, now: Instant, t: Translate): readonly Box[] {
  if (thread.length === 0) return [];
  const shown = thread.slice(-SHOWN);
  const room = Buffer.byteLength(shown.map(({ text }) => text).join('')) <= ROOM;
  const lines = shown.map((message) =>
    t('thread.line', {
      name: nameOf(message.by),
      when: when(t, message.at, now),
      what: saidIn(message, t, room ? undefined : SHORT),
    }),
  );
  const earlier = thread.length - shown.length;
  const before = earlier === 0 ? [] : [t('thread.earlier', { count: earlier })];
  return [{ title: t('thread.title'), tone: 'emphasis', lines: [...before, ...lines] }];
}

/** In quotation marks; a quick answer is what its button says. */
export function saidIn({ kind, text }: ThreadMessage, t: Translate, length?: number): string {
  return kind === 'sorted' || kind === 'stillLockedOut' ? t(`thread.${kind}`) : quote(t, text, length);
}

export function lastFollowUp({ thread = [] }: Pick<ResetRequest, 'thread'>): ThreadMessage | undefined {
  return thread.findLast(({ kind }) => kind === 'followUp');
}

/** IT's message that the requester has not answered. */
export function openFollowUp({ thread = [], erasedAt }: ResetRequest): ThreadMessage | undefined {
  const last = thread.at(-1);
  return erasedAt === undefined && last?.kind === 'followUp' ? last : undefined;
}
