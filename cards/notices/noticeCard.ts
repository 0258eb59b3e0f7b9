import type { Card } from '../../core/ports.js';
import type { ResetRequest } from '../../core/request.js';
import { cardOf } from '../message.js';
import { followUpAnswered, type FollowUpAnswered } from './followUpNotices.js';
import { noticeMessage, written, type NoticeView, type Written } from './notice.js';
import { answered } from './questionNotice.js';
import type { Translate } from '../strings.js';

export function noticeCard(view: NoticeView): Card {
  return toCard(noticeMessage(view, 'chat'), view.t);
}

/** Takes the place of the question once it was answered there. */
export function answeredCard({ request, t }: { readonly request: ResetRequest; readonly t: Translate }): Card {
  return toCard(written(answered(request, t), request, t), t);
}

/** Takes the place of IT's message once it was answered there. */
export function followUpAnsweredCard(view: FollowUpAnswered): Card {
  return toCard(written(followUpAnswered(view), view.request, view.t), view.t);
}

function toCard(message: Written, t: Translate): Card {
  const { inputs, actions } = message;
  return cardOf(message, t, { inputs, actions });
}
