import type { Card } from '../../core/ports.js';
import type { Instant, ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { choiceInput, withoutMarkdown } from './choices.js';
import { cardOf } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { when } from '../wording.js';

export interface ListView {
  /** In the order to show them. */
  readonly requests: readonly ResetRequest[];
  /** Those they asked for, or those that wait for their decision. */
  readonly as: 'requester' | 'nominee';
  readonly now: Instant;
  readonly t: Translate;
}

/** More lines than this are no overview on a phone: a reference finds the others. */
const SHOWN = 10;

/** Several requests, a line each, and one of them to be shown. */
export function listCard({ requests, as, now, t }: ListView): Card {
  const shown = requests.slice(0, SHOWN);
  const more = requests.length - shown.length;
  const summary = t(`list.${as}.summary`, { count: requests.length });
  return cardOf(
    {
      icon: as === 'requester' ? '📋' : '📥',
      tone: 'accent',
      heading: t(`list.${as}.heading`),
      summary,
      paragraphs: shown.length === 0 ? [t(`list.${as}.none`)] : [],
      facts: shown.map((request) => ({ label: request.reference, value: line(request, now, t) })),
      footer: more === 0 ? [] : [t('list.more', { count: more })],
    },
    t,
    choice(shown, t),
  );
}

function line(request: ResetRequest, now: Instant, t: Translate): string {
  const { target, submittedAt } = request;
  const asked = when(t, submittedAt, now);
  return t('list.line', { target: nameOf(target), status: t(statusKey(request, now)), when: asked });
}

/** Where it stands, in two or three words. */
export function statusKey({ status, approvals, held, executeAt }: ResetRequest, now: Instant): Key {
  if (status === 'awaitingApproval' && approvals.length > 0) return 'status.second';
  if (status === 'approved' && held === true && executeAt !== undefined && now < executeAt) return 'status.held';
  return `status.${status}`;
}

function choice(shown: readonly ResetRequest[], t: Translate): { inputs?: object[]; actions?: object[] } {
  const [first, ...others] = shown;
  if (first === undefined) return {};
  const show = { verb: 'show', title: t('list.show'), style: 'positive' } as const;
  if (others.length === 0) return { actions: [execute({ ...show, requestId: first.id })] };
  const choices = shown.map(({ id, reference, target }) => ({
    title: withoutMarkdown(t('list.choice', { reference, target: nameOf(target) })),
    value: id,
  }));
  return {
    inputs: [choiceInput({ id: 'requestId', label: t('list.label'), choices, missing: t('list.missing') })],
    actions: [execute(show)],
  };
}
