import { notApproved } from '../../core/nominees.js';
import type { ResetRequest } from '../../core/request.js';
import { execute, open as openLink } from '../action.js';
import { choiceInput, withoutMarkdown } from '../asking/choices.js';
import type { Extras, Fact } from '../message.js';
import { timetable, whoHasIt } from '../request/requestOutcomes.js';
import { isWaiting, mayNudge } from '../request/requestView.js';
import { nameOf } from '../userText.js';
import { people, titleName, when } from '../wording.js';
import type { FirstAidView } from './firstAidCard.js';

/** More lines than this are no help on a phone. */
const SHOWN = 5;

/** Their own that wait for somebody's answer. */
export function waiting({ open, now }: FirstAidView): readonly ResetRequest[] {
  return open.filter((request) => isWaiting(request, now));
}

/** Who has it, and what happens by itself if they don't answer. */
export function whereItStands(request: ResetRequest, { now, t }: FirstAidView): readonly string[] {
  return [whoHasIt(request, t), ...timetable(request, notApproved(request).length > 0, now, t)];
}

/** A line for each: for whom, with whom, since when. */
export function listed(requests: readonly ResetRequest[], { now, t }: FirstAidView): readonly Fact[] {
  return requests.slice(0, SHOWN).map((request) => {
    const { reference, target, submittedAt } = request;
    const names = isWaiting(request, now) ? people(t, notApproved(request), 'or') : '';
    const values = { target: nameOf(target), when: when(t, submittedAt, now), names: names || t('people.nobody') };
    return { label: reference, value: t(isWaiting(request, now) ? 'firstAid.lineWith' : 'firstAid.line', values) };
  });
}

/** The button of a request's own card; where there are several, with the choice which one. */
export function onOne(
  requests: readonly ResetRequest[],
  verb: 'nudge' | 'cancel',
  { now, t }: FirstAidView,
): Pick<Extras, 'inputs' | 'actions'> {
  const able = verb === 'nudge' ? requests.filter((request) => mayNudge(request, now)) : requests;
  const shown = able.slice(0, SHOWN);
  const [only] = shown;
  if (only === undefined) return {};
  const title = t(`request.${verb}`);
  if (shown.length === 1) return { actions: [execute({ verb, title, requestId: only.id })] };
  const choices = shown.map(({ id, reference, target }) => ({
    title: withoutMarkdown(t('list.choice', { reference, target: nameOf(target) })),
    value: id,
  }));
  return {
    inputs: [choiceInput({ id: 'requestId', label: t('firstAid.which'), choices, missing: t('list.missing') })],
    actions: [execute({ verb, title })],
  };
}

/** A chat with the first who still has to answer and whose address the directory has. */
export function messageApprover(requests: readonly ResetRequest[], { links, t }: FirstAidView): readonly object[] {
  const approver = requests.flatMap(notApproved).find(({ userPrincipalName = '' }) => userPrincipalName !== '');
  if (approver?.userPrincipalName === undefined) return [];
  return [openLink(t('request.message', { name: titleName(approver) }), links.chatWith(approver.userPrincipalName))];
}
