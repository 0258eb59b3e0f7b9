import type { Policy } from '../../core/policy.js';
import type { Card } from '../../core/ports.js';
import type { Instant, ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import type { Links } from '../links.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { supportLine, supportLines } from '../support.js';
import { withoutInputs } from '../withoutInputs.js';
import { answers } from './answers.js';
import type { Topic } from './topics.js';

export interface FirstAidView {
  readonly topic: Topic;
  /** The reader's own requests that have not ended, newest first. */
  readonly open: readonly ResetRequest[];
  /** The one of theirs that ended last. */
  readonly ended?: ResetRequest | undefined;
  /** How long a decision usually takes, in milliseconds, where that is known. */
  readonly usual?: number | undefined;
  readonly policy: Pick<
    Policy,
    'selfService' | 'support' | 'remindAfter' | 'escalateAfter' | 'expireAfter' | 'holdFor'
  >;
  readonly links: Links;
  readonly now: Instant;
  readonly t: Translate;
}

/** One question and its answer, with the reader's own requests in view and a button to the next step. */
export function firstAidCard(view: FirstAidView): Card {
  const { topic, policy, t } = view;
  const { urgent, inputs = [], actions = [], ...answer } = answers[topic](view);
  // A choice that nobody made must not stop whoever wants to ask something else.
  const others = withoutInputs(execute({ verb: 'firstAid', title: t('firstAid.others'), secondary: true }));
  return cardOf(
    {
      tone: 'accent',
      heading: t(`firstAid.${topic}`),
      summary: t('firstAid.summary'),
      footer: urgent === true ? supportLines(policy.support, t) : [supportLine(policy.support, t)],
      ...answer,
    },
    t,
    { inputs, actions: [...actions, others] },
  );
}
