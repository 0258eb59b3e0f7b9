import type { Card } from '../core/ports.js';
import type { Instant, ResetRequest, Status } from '../core/request.js';
import { execute, refreshFor } from './action.js';
import { asked } from './asked.js';
import { cardOf } from './message.js';
import { requestStates } from './requestStates.js';
import type { RequestView } from './requestView.js';
import { when } from './wording.js';

/** The requester's live card. It names no method: a colleague's factors are not theirs to read. */
export function requestCard(
  view: RequestView & {
    readonly now: Instant;
    /** Teams' own ids (`29:…`) of who may have it open; without them the card is not refreshed by itself. */
    readonly viewerUserIds?: readonly string[];
  },
): Card {
  const { request, now, t, viewerUserIds = [] } = view;
  const { id, reference, submittedAt } = request;
  const asking = t('reference.asked', { reference, when: when(t, submittedAt, now) });
  const state = requestStates[request.status](view);
  return cardOf(
    { ...state, subtitle: asking, facts: [...asked(request, request.target, t), ...(state.facts ?? [])] },
    t,
    {
      actions: mayBeCancelled(request) ? [execute({ verb: 'cancel', title: t('request.cancel'), requestId: id })] : [],
      refresh: refreshFor(id, t('request.refresh'), viewerUserIds),
    },
  );
}

const CANCELLABLE: ReadonlySet<Status> = new Set<Status>(['awaitingApproval', 'approved', 'frozen', 'needsAttention']);

/** The requester may call it off until something was cleared. */
function mayBeCancelled({ status, run }: ResetRequest): boolean {
  return run === undefined && CANCELLABLE.has(status);
}
