import type { Card } from '../../core/ports.js';
import { hasEnded, type ResetRequest } from '../../core/request.js';
import { execute, open } from '../action.js';
import type { ApprovalView } from '../approval/approvalView.js';
import { asked, said } from '../asked.js';
import { itStates } from './itStates.js';
import { cardOf, type Fact } from '../message.js';
import { repairActions } from './repair.js';
import { mayBeCancelled } from '../request/requestView.js';
import { describe, nameOf } from '../userText.js';
import { people, titleName, whatIsCleared, when } from '../wording.js';

export type ItView = Pick<ApprovalView, 'request' | 'now' | 't' | 'support' | 'links'>;

/** IT's card: everything about one request, and the buttons where it is theirs to put right. */
export function itCard(view: ItView): Card {
  const { request, now, t } = view;
  const { reference, submittedAt, requester, target } = request;
  const state = itStates[request.status](view);
  return cardOf(
    {
      ...state,
      subtitle: t('reference.asked', { reference, when: when(t, submittedAt, now) }),
      facts: [
        ...(state.facts ?? []),
        { label: t('fact.askedBy'), value: describe(requester) },
        ...asked(request, target, t),
        ...(hasEnded(request)
          ? []
          : [{ label: t('fact.methods'), value: t('cleared.kinds', { what: whatIsCleared(request) }) }]),
        ...deciding(view),
        ...said(request, t),
        ...times(view),
      ],
    },
    t,
    { actions: actions(view) },
  );
}

function deciding({ request: { nominees, approvals }, now, t }: ItView): readonly Fact[] {
  const persons = nominees.map(({ person }) => person);
  const given = approvals.map(({ by, at }) => t('approval.approvedBy', { name: nameOf(by), when: when(t, at, now) }));
  return [
    ...(persons.length === 0 ? [] : [{ label: t('fact.nominees'), value: people(t, persons, 'and') }]),
    ...(given.length === 0 ? [] : [{ label: t('fact.approvals'), value: given.join(', ') }]),
  ];
}

/** When what happened; the asking itself is in the subtitle. */
function times({ request, now, t }: ItView): readonly Fact[] {
  const { remindedAt, nudgedAt, escalatedAt, expireAt, endedAt } = request;
  const rows = [
    [t('fact.reminded'), remindedAt],
    [t('fact.nudged'), nudgedAt],
    [t('fact.escalated'), escalatedAt],
    [t('fact.expires'), mayExpire(request) ? expireAt : undefined],
    [t('fact.ended'), endedAt],
  ] as const;
  return rows.flatMap(([label, at]) => (at === undefined ? [] : [{ label, value: when(t, at, now) }]));
}

/** Once approved only what stopped before the first deletion does. */
function mayExpire(request: ResetRequest): boolean {
  return request.status !== 'approved' && mayBeCancelled(request);
}

function actions({ request, t, links }: ItView): readonly object[] {
  const { id, status, requester } = request;
  const needed = status === 'needsAttention';
  const { userPrincipalName = '' } = requester;
  const title = t('it.message', { name: titleName(requester) });
  return [
    ...(needed ? repairActions(request, t, 'it') : []),
    ...(status === 'awaitingApproval' ? arranging(request, t) : []),
    ...(mayBeCancelled(request)
      ? [execute({ verb: 'cancel', title: t('request.cancel'), requestId: id, as: 'it' })]
      : []),
    ...(needed && userPrincipalName !== ''
      ? [open(title, links.chatWith(userPrincipalName), { secondary: true })]
      : []),
  ];
}

/** Somebody else, or somebody besides; whether there is anybody the directory says at the tap. */
function arranging({ id: requestId, escalatedAt }: ResetRequest, t: ItView['t']): readonly object[] {
  const more = { requestId, as: 'it', secondary: true } as const;
  return [
    execute({ verb: 'reassign', title: t('it.reassign'), ...more }),
    ...(escalatedAt === undefined ? [execute({ verb: 'addBackup', title: t('it.addBackup'), ...more })] : []),
  ];
}
