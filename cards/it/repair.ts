import type { ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import type { Message } from '../message.js';
import { methodLines } from '../methods.js';
import type { Translate } from '../strings.js';
import { nameOf, words } from '../userText.js';

/** What went wrong and how far it got, for who puts it right: IT, or who approved where the policy names no IT. */
export function repairing(request: ResetRequest, t: Translate): Pick<Message, 'paragraphs' | 'facts' | 'boxes'> {
  const { attention, run, target, disputedAt } = request;
  const lines = methodLines(run, t);
  const detail = words(attention?.detail ?? '');
  return {
    paragraphs: [
      t('repair.text', { target: nameOf(target) }),
      ...(attention === undefined ? [] : [t(`attention.${attention.reason}`)]),
      t(disputedAt === undefined ? 'repair.how' : 'repair.disputed'),
    ],
    facts: detail === '' ? [] : [{ label: t('fact.detail'), value: detail }],
    boxes: lines.length === 0 ? [] : [{ title: t('repair.methods'), tone: 'emphasis', lines }],
  };
}

/** What is disputed is not tried again: core refuses it. */
export function repairActions({ id, disputedAt }: ResetRequest, t: Translate, as?: 'it'): readonly object[] {
  return [
    ...(disputedAt === undefined
      ? [execute({ verb: 'retry', title: t('repair.retry'), requestId: id, as, style: 'positive' })]
      : []),
    execute({ verb: 'close', title: t('repair.close'), requestId: id, as }),
  ];
}
