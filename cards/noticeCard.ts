import type { Card } from '../core/ports.js';
import { cardOf } from './message.js';
import { noticeMessage, type NoticeView } from './notice.js';

export function noticeCard(view: NoticeView): Card {
  return cardOf(noticeMessage(view, 'chat'), view.t);
}
