import { notApproved } from '../../core/nominees.js';
import type { Card } from '../../core/ports.js';
import type { Instant } from '../../core/request.js';
import { execute, open, refreshFor, type CardAction } from '../action.js';
import { asked, openQuestion } from '../asked.js';
import { cardOf } from '../message.js';
import { requestStates } from './requestStates.js';
import { fromIt, lockoutTexts } from './requestThread.js';
import {
  isLockedOut,
  isWaiting,
  mayAddNote,
  mayBeCancelled,
  mayCallIt,
  mayNudge,
  type RequestView,
} from './requestView.js';
import { standstillBoxes } from '../standstill.js';
import { supportLine } from '../support.js';
import { titleName, when } from '../wording.js';

type LiveView = RequestView & {
  readonly now: Instant;
  /** Teams' own ids (`29:…`) of who may have it open; without them the card is not refreshed by itself. */
  readonly viewerUserIds?: readonly string[];
};

/** The requester's live card. It names no method of the target's: a colleague's factors are not theirs to read. */
export function requestCard(view: LiveView): Card {
  const { request, now, t, viewerUserIds = [] } = view;
  const { id, reference, submittedAt } = request;
  const asking = t('reference.asked', { reference, when: when(t, submittedAt, now) });
  const state = requestStates[request.status](view);
  const { paragraphs = [], facts = [], footer = [] } = state;
  // Where the card ends with it, once is enough.
  const help = footer.length === 0 ? [supportLine(view.support, t)] : [];
  return cardOf(
    // What is new stands before what the requester wrote themselves.
    {
      ...state,
      subtitle: asking,
      paragraphs: [...lockoutTexts(view), ...paragraphs],
      boxes: [...standstillBoxes(request, view.standstill, t, help), ...(state.boxes ?? [])],
      facts: [...fromIt(view), ...facts, ...asked(request, request.target, t)],
    },
    t,
    { actions: actions(view), refresh: refreshFor(id, t('request.refresh'), viewerUserIds) },
  );
}

function actions(view: LiveView): readonly object[] {
  const { request, now, t } = view;
  const action = (verb: CardAction['verb'], title: string, more: Partial<CardAction> = {}): object =>
    execute({ verb, title, requestId: request.id, ...more });
  const mayAnswer = isWaiting(request, now) && openQuestion(request) !== undefined;
  return [
    ...(mayAnswer ? [action('answer', t('request.answer'), { style: 'positive' })] : []),
    ...(mayCallIt(request, now)
      ? [action('stillLockedOut', t('request.stillLockedOut'), { style: 'destructive' })]
      : []),
    ...(isLockedOut(request) ? [action('sorted', t('request.sorted'), { style: 'positive' })] : []),
    ...(mayNudge(request, now) ? [action('nudge', t('request.nudge'))] : []),
    ...(mayBeCancelled(request) ? [action('cancel', t('request.cancel'))] : []),
    ...(mayAddNote(request, now) ? [action('note', t('request.note'), { secondary: true })] : []),
    ...messageApprover(view),
  ];
}

/** The first who still has to answer and whose address the directory has. */
function messageApprover({ request, now, t, links }: LiveView): readonly object[] {
  if (!isWaiting(request, now)) return [];
  const approver = notApproved(request).find(({ userPrincipalName = '' }) => userPrincipalName !== '');
  if (approver?.userPrincipalName === undefined) return [];
  const title = t('request.message', { name: titleName(approver) });
  return [open(title, links.chatWith(approver.userPrincipalName), { secondary: true })];
}
