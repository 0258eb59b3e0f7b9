import type { ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { phoneChanged, phoneToCall, type ApprovalView } from './approvalView.js';
import { template, type Box, type Fact, type Message } from '../message.js';
import { methodName } from '../methods.js';
import { whyYouHaveIt } from '../reassigned.js';
import type { Translate } from '../strings.js';
import rejectTemplate from '../templates/reject.json' with { type: 'json' };
import { nameOf, WORDS_LENGTH } from '../userText.js';
import { approvedLine } from '../verified.js';
import { whatIsCleared, when } from '../wording.js';

/** Everything an approver weighs, in the order they need it on a phone: whom to call, how risky, what follows. */
export function decision({ request, viewer, kinds, now, t, verification }: ApprovalView): Message {
  const { target, approvals, approvalsNeeded, expireAt } = request;
  const name = nameOf(target);
  const methods = [...new Set(kinds?.map((kind) => methodName(kind, t)))].join(', ');
  return {
    icon: '🔐',
    tone: 'accent',
    heading: t('approval.pending.heading'),
    summary: t('approval.pending.summary', { target: name }),
    paragraphs: [
      t('approval.pending.text', { requester: nameOf(request.requester), target: name }),
      ...whyYouHaveIt(request, viewer.id, now, t),
      ...(verification === undefined
        ? []
        : [t(`approval.verify.${verification}`, { target: name, requester: nameOf(request.requester) })]),
    ],
    facts: [
      callBack(request, t),
      {
        label: t('fact.methods'),
        value: methods === '' ? t('cleared.kinds', { what: whatIsCleared(request) }) : methods,
      },
      ...(approvalsNeeded === 2
        ? [
            {
              label: t('fact.approvals'),
              value: approvals.map((approval) => approvedLine(approval, now, t)).join(', ') || t('people.nobody'),
            },
          ]
        : []),
    ],
    boxes: [...riskBoxes(request, t), effect(request, t)],
    footer: [t('approval.pending.expire', { when: when(t, expireAt, now) })],
  };
}

/** Only ever the directory's number: one from the message belongs to whoever wrote it. */
export function callBack(request: Pick<ResetRequest, 'target' | 'risks'>, t: Translate): Fact {
  const phone = phoneToCall(request);
  const value =
    phone === undefined
      ? t(phoneChanged(request) ? 'approval.phoneChanged' : 'approval.noPhone')
      : t('approval.phone', { phone });
  return { label: t('fact.callBack'), value };
}

/** The risk line: an icon and a word, never a colour alone. */
function riskBoxes({ risks, target }: ResetRequest, t: Translate): readonly Box[] {
  const of = (wanted: 'warning' | 'note'): string[] =>
    risks.filter(({ level }) => level === wanted).map(({ kind }) => t(`risk.${kind}`));
  const warnings = of('warning');
  const notes = of('note');
  const verify = t('approval.risk.verify', { target: nameOf(target) });
  if (warnings.length + notes.length === 0)
    return [{ title: t('approval.risk.none'), tone: 'emphasis', lines: [verify] }];
  return [
    ...(warnings.length === 0
      ? []
      : [{ title: t('approval.risk.warning'), tone: 'warning' as const, lines: [...warnings, verify] }]),
    ...(notes.length === 0
      ? []
      : [
          {
            title: t('approval.risk.note'),
            tone: 'emphasis' as const,
            lines: warnings.length === 0 ? [...notes, verify] : notes,
          },
        ]),
  ];
}

function effect(request: ResetRequest, t: Translate): Box {
  const target = nameOf(request.target);
  return {
    title: t('approval.pending.effect.title'),
    tone: 'default',
    lines: [
      ...(request.approvalsNeeded === 2 ? [t('approval.twoPeople')] : []),
      ...(request.risks.some(({ level }) => level === 'warning') ? [t('approval.pending.held', { target })] : []),
      t('approval.pending.effect', { target }),
      t(`approval.cleared.${whatIsCleared(request)}`),
      t('approval.pending.final'),
    ],
  };
}

/**
 * A card in the card, and only one: iOS drops cards with two (AdaptiveCards #6308), and beside Approve
 * the required reason would stop the approval there, since iOS ignores `associatedInputs` (#8585).
 */
export function rejectAction({ id }: ResetRequest, t: Translate): object {
  return expand({
    title: t('approval.reject'),
    fallback: t('fallback'),
    reasonLabel: t('approval.reject.reason'),
    reasonMissing: t('approval.reject.reasonMissing'),
    reasons: (['couldNotVerify', 'notNeeded', 'suspicious', 'other'] as const).map((value) => ({
      value,
      title: t(`reject.${value}`),
    })),
    textLabel: t('approval.reject.text'),
    textHint: t('approval.reject.textHint'),
    textMissing: t('approval.reject.textMissing'),
    maxLength: WORDS_LENGTH,
    actions: [execute({ verb: 'reject', title: t('approval.reject.send'), requestId: id, style: 'destructive' })],
  });
}

const expand = template(rejectTemplate);
