import { WORDS } from '../../core/limits.js';
import type { Card } from '../../core/ports.js';
import type { ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { choiceInput } from '../asking/choices.js';
import { cardOf, template, type Box } from '../message.js';
import type { Translate } from '../strings.js';
import codeTemplate from '../templates/code.json' with { type: 'json' };
import wordsTemplate from '../templates/words.json' with { type: 'json' };
import { nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';
import { callBack } from './approvalDecision.js';
import { phoneToCall } from './approvalView.js';

export interface VerifyView {
  readonly request: ResetRequest;
  readonly ask: 'how' | 'code';
  readonly t: Translate;
  /** How often a code may still be typed, after one that was wrong. */
  readonly triesLeft?: number | undefined;
}

/**
 * What the policy asks of whoever approves: it takes the card's place, since iOS drops cards with two cards in them
 * (AdaptiveCards #6308), and Reject is one. Nothing is required: iOS would then hold Back as well.
 */
export function verifyCard({ request, ask, t, triesLeft }: VerifyView): Card {
  const { id: requestId, reference } = request;
  const values = { target: nameOf(request.target), requester: nameOf(request.requester) };
  return cardOf(
    {
      icon: '🔐',
      tone: 'accent',
      heading: t(`verify.${ask}.heading`),
      summary: t('verify.summary', { reference }),
      subtitle: t('reference.plain', { reference }),
      paragraphs: [t(`verify.${ask}.text`, values)],
      facts: [callBack(request, t)],
      boxes: wrong(triesLeft, t),
    },
    t,
    {
      inputs: ask === 'how' ? howInputs(request, t) : [codeInput(t)],
      actions: [
        execute({ verb: 'approve', title: t('approval.approve'), requestId, style: 'positive' }),
        withoutInputs(execute({ verb: 'refresh', title: t('words.back'), requestId })),
      ],
    },
  );
}

function wrong(left: number | undefined, t: Translate): readonly Box[] {
  return left === undefined
    ? []
    : [{ title: t('verify.code.wrong'), tone: 'attention', lines: [t('verify.code.left', { count: left })] }];
}

function howInputs(request: ResetRequest, t: Translate): readonly object[] {
  const ways = [
    ...(phoneToCall(request) === undefined ? [] : ['called' as const]),
    'inPerson',
    'video',
    'other',
  ] as const;
  const choices = ways.map((value) => ({ value, title: t(`verify.how.${value}`) }));
  const words = {
    maxLength: WORDS.max,
    label: t('verify.how.words'),
    hint: t('verify.how.hint'),
    missing: t('words.missing', { ...WORDS }),
  };
  return [choiceInput({ id: 'how', label: t('verify.how.label'), choices }), expandWords(words)];
}

function codeInput(t: Translate): object {
  return expandCode({ label: t('verify.code.label'), hint: t('verify.code.hint'), missing: t('verify.code.missing') });
}

const [expandWords, expandCode] = [template(wordsTemplate), template(codeTemplate)];
