import { execute } from '../action.js';
import { containing, mayBeContained } from '../it/containing.js';
import { nameOf } from '../userText.js';
import { countries } from '../countries.js';
import { parties } from './teamNotices.js';
import { toItsCard, told, type Context, type Told } from './told.js';

/** Somebody said "this wasn't me": who may stop it has to know how far it got. */
export function frozen(context: Context): Told {
  const { request, t } = context;
  const { target, requester, status, run } = request;
  const cleared = run !== undefined || status === 'completed';
  const where = status === 'frozen' ? 'stopped' : cleared ? 'running' : 'nothing';
  return told(
    '🚨',
    'attention',
    t('notice.frozen.team.heading'),
    [
      t('notice.frozen.team.text', { target: nameOf(target), requester: nameOf(requester) }),
      t(`notice.frozen.team.${where}`),
      ...howToContain(context),
    ],
    { facts: parties(request, t), ...containOrSee(context) },
  );
}

/** What looks wrong is a question first: only somebody who speaks to the user can know. */
export function suspectRegistration(context: Context): Told {
  const { request, t } = context;
  const { country = '', usual = [] } = request.suspicion ?? {};
  const target = nameOf(request.target);
  return told(
    '🚨',
    'attention',
    t('notice.suspectRegistration.heading'),
    [
      t('notice.suspectRegistration.text', { target }),
      t('notice.suspectRegistration.next', { target }),
      ...howToContain(context),
    ],
    {
      facts: [
        { label: t('fact.registeredFrom'), value: countries([country], t) },
        { label: t('fact.usually'), value: countries(usual, t) },
        ...parties(request, t),
      ],
      ...containOrSee(context),
    },
  );
}

/** What became of it: of a later order, if there has been one since. */
export function contained(context: Context): Told {
  const { request, t } = context;
  const partly = request.containment?.ended?.outcome !== 'contained';
  const { paragraphs, boxes } = containing(request, t);
  const values = { target: nameOf(request.target), requester: nameOf(request.requester) };
  return told(
    partly ? '🛠️' : '🛡️',
    partly ? 'attention' : 'good',
    t(partly ? 'notice.contained.partly.heading' : 'notice.contained.heading'),
    [t('notice.contained.text', values), ...paragraphs],
    { boxes, facts: parties(request, t), footer: [t('notice.contained.next', values)], ...containOrSee(context) },
  );
}

function containOrSee(context: Context): Pick<Told, 'button' | 'actions'> {
  const { request, t } = context;
  const { button, actions = [] } = toItsCard(context);
  const contain = { verb: 'contain', title: t('contain.button'), requestId: request.id } as const;
  const offered = mayBeContained(request) ? [execute({ ...contain, style: 'destructive' })] : [];
  return { ...(button && { button }), actions: [...offered, ...actions] };
}

function howToContain({ request, t, blocks }: Context): readonly string[] {
  if (!mayBeContained(request)) return [];
  const target = nameOf(request.target);
  return [
    t('contain.how', { target, block: blocks === true ? 'yes' : 'no' }),
    ...(request.suspicion === undefined ? [t('contain.who')] : []),
  ];
}
