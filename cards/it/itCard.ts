import type { Card } from '../../core/ports.js';
import { hasEnded, type Person, type ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import type { ApprovalView } from '../approval/approvalView.js';
import { asked, said } from '../asked.js';
import { containAction } from './containing.js';
import { itStates } from './itStates.js';
import { cardOf, type Fact } from '../message.js';
import { repairActions } from './repair.js';
import { isLockedOut, mayBeCancelled } from '../request/requestView.js';
import { standstillBoxes } from '../standstill.js';
import { threadBoxes } from './thread.js';
import { describe, nameOf } from '../userText.js';
import { people, quote, titleName, whatIsCleared, when } from '../wording.js';
import { approvedLine } from '../verified.js';

export type ItView = Pick<ApprovalView, 'request' | 'now' | 't' | 'support' | 'links' | 'standstill'> & {
  readonly viewer: Pick<Person, 'id'>;
  /** Somebody of security reads the same, and may contain; the rest is IT's. */
  readonly as?: 'security' | undefined;
};

/** IT's card: everything about one request, and the buttons where it is theirs to put right. */
export function itCard(view: ItView): Card {
  const { request, now, t } = view;
  const { reference, submittedAt, requester, target } = request;
  const state = itStates[request.status](view);
  return cardOf(
    {
      ...state,
      subtitle: t('reference.asked', { reference, when: when(t, submittedAt, now) }),
      paragraphs: [...lockedOut(view), ...(state.paragraphs ?? [])],
      boxes: [...standstillBoxes(request, view.standstill, t), ...(state.boxes ?? []), ...threadBoxes(request, now, t)],
      facts: [
        ...claimed(view),
        ...(state.facts ?? []),
        { label: t('fact.askedBy'), value: describe(requester) },
        ...asked(request, target, t),
        ...(hasEnded(request)
          ? []
          : [{ label: t('fact.methods'), value: t('cleared.kinds', { what: whatIsCleared(request) }) }]),
        ...deciding(view),
        ...said(request, t),
        ...released(view),
        ...times(view),
      ],
    },
    t,
    { actions: actions(view) },
  );
}

function claimed({ request: { claim }, now, t }: ItView): readonly Fact[] {
  if (claim === undefined) return [];
  return [{ label: t('fact.claim'), value: t('it.claimed', { name: nameOf(claim.by), when: when(t, claim.at, now) }) }];
}

function lockedOut({ request, now, t }: ItView): readonly string[] {
  const { lockout, requester, target } = request;
  if (lockout === undefined || !isLockedOut(request)) return [];
  const values = { requester: nameOf(requester), target: nameOf(target), when: when(t, lockout.at, now) };
  return [t('it.lockout', values), ...(lockout.outOfHours ? [t('it.lockout.outOfHours')] : [])];
}

function deciding({ request: { nominees, approvals }, now, t }: ItView): readonly Fact[] {
  const persons = nominees.map(({ person }) => person);
  const given = approvals.map((approval) => approvedLine(approval, now, t));
  return [
    ...(persons.length === 0 ? [] : [{ label: t('fact.nominees'), value: people(t, persons, 'and') }]),
    ...(given.length === 0 ? [] : [{ label: t('fact.approvals'), value: given.join(', ') }]),
  ];
}

function released({ request: { released: release }, t }: ItView): readonly Fact[] {
  if (release === undefined) return [];
  return [
    { label: t('fact.released'), value: t('fact.by', { quote: quote(t, release.text), name: nameOf(release.by) }) },
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

function actions(view: ItView): readonly object[] {
  const { request, t, as } = view;
  if (as === 'security') return containAction(request, t);
  const { id, status } = request;
  const needed = status === 'needsAttention';
  return [
    ...containAction(request, t, 'it'),
    ...(needed ? repairActions(request, t, 'it') : []),
    ...(status === 'frozen' ? [execute({ verb: 'release', title: t('it.release'), requestId: id, as: 'it' })] : []),
    ...(request.pass !== undefined && request.pass.issued === undefined
      ? [execute({ verb: 'passIssued', title: t('it.pass.button'), requestId: id, as: 'it' })]
      : []),
    ...(status === 'awaitingApproval' ? arranging(request, t) : []),
    ...(mayBeCancelled(request)
      ? [execute({ verb: 'cancel', title: t('request.cancel'), requestId: id, as: 'it' })]
      : []),
    ...inTouch(view, needed),
  ];
}

/** Whoever has it writes to the requester; so does the first where nobody has it. Others take it over first. */
function inTouch({ request, viewer, t }: ItView, needed: boolean): readonly object[] {
  const { id: requestId, requester, claim, erasedAt } = request;
  if (erasedAt !== undefined) return [];
  const secondary = { requestId, as: 'it', secondary: true } as const;
  if (claim !== undefined && claim.by.id !== viewer.id)
    return [execute({ verb: 'takeOver', title: t('it.takeOver'), ...secondary })];
  const title = t('it.message', { name: titleName(requester) });
  return [
    execute({ verb: 'followUp', title, requestId, as: 'it', ...(needed && { secondary: true }) }),
    claim === undefined
      ? execute({ verb: 'claim', title: t('it.claim'), ...secondary })
      : execute({ verb: 'handBack', title: t('it.handBack'), ...secondary }),
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
