import { hasEnded, type ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { template } from '../message.js';
import type { Translate } from '../strings.js';
import objectionTemplate from '../templates/objection.json' with { type: 'json' };
import type { Context, Told } from './told.js';

/** "This wasn't me", on the card and in the mail; once somebody has said so there is nothing to tap. */
export function objection(context: Pick<Context, 'request' | 't' | 'links'>): Pick<Told, 'actions' | 'button'> {
  const { request, t, links } = context;
  if (!mayObject(request)) return {};
  const url = links.stop?.(request);
  return {
    actions: [objectAction(request, t)],
    ...(url !== undefined && { button: { title: t('notice.object.button'), url } }),
  };
}

/** Which cards to draw it on. Whether a tap counts is core's to say. */
export function mayObject({ disputedAt, status }: Pick<ResetRequest, 'disputedAt' | 'status'>): boolean {
  return disputedAt === undefined && status !== 'frozen';
}

/** A card in the card, so that a thumb does not stop what somebody waits for. */
function objectAction(request: ResetRequest, t: Translate): object {
  const { id: requestId, reference, run } = request;
  const stops = run === undefined && !hasEnded(request);
  const title = t('notice.object.send', { stops: stops ? 'yes' : 'no' });
  return expand({
    title: t('notice.object.button'),
    fallback: t('fallback'),
    text: t(stops ? 'notice.object.before' : 'notice.object.after', { reference }),
    actions: [execute({ verb: 'freeze', title, requestId, style: 'destructive' })],
  });
}

const expand = template(objectionTemplate);
