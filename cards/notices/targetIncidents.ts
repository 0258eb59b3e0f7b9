import type { ResetRequest } from '../../core/request.js';
import { countries } from '../countries.js';
import type { Box } from '../message.js';
import type { Translate } from '../strings.js';
import { supportLine, supportLines } from '../support.js';
import { nameOf } from '../userText.js';
import { objection } from './objection.js';
import { notYou } from './targetNotices.js';
import { told, type Context, type Told } from './told.js';

/** That somebody objected, in their name as well: what it stopped, and what is theirs to do. */
export function objected({ request, t, support }: Context): Told {
  const { disputedAt, reference } = request;
  const footer = [notYou(request, t), ...supportLines(support, t)];
  if (disputedAt === undefined)
    return told('ℹ️', 'default', t('notice.objected.told.heading'), [t('notice.objected.over', { reference })], {
      footer,
    });
  return told('🛑', 'warning', objectedHeading(request, t), objectedTexts(request, t), {
    boxes: [afterObjecting(request, t)],
    footer,
  });
}

export function objectedHeading({ status }: ResetRequest, t: Translate): string {
  return t(status === 'frozen' ? 'notice.objected.stopped.heading' : 'notice.objected.told.heading');
}

export function objectedTexts(request: ResetRequest, t: Translate): readonly string[] {
  const { objection: said, target, status } = request;
  const where = status === 'frozen' ? 'stopped' : isCleared(request) ? 'running' : 'nothing';
  return [
    ...(said === undefined ? [] : [t('notice.objected.by', { via: viaOf(said, target.id), name: nameOf(said.by) })]),
    t(`notice.objected.${where}`),
  ];
}

export function afterObjecting(request: ResetRequest, t: Translate): Box {
  const lines = [t('notice.objected.call'), t('notice.objected.given')];
  return {
    title: t('notice.objected.title'),
    tone: 'emphasis',
    lines: isCleared(request) ? [...lines, t('notice.objected.nothingNew')] : lines,
  };
}

export function released(context: Context): Told {
  const { request, t, support } = context;
  return told('▶️', 'warning', t('notice.released.heading'), [t('notice.released.target.text')], {
    footer: [notYou(request, t), supportLine(support, t)],
    ...objection(context),
  });
}

/** On the addresses of before the reset: whoever got in may have changed the others. */
export function contained(context: Context): Told {
  const { request, t, support } = context;
  const { signIn, ended } = request.containment ?? {};
  const partly = ended?.outcome !== 'contained';
  return told(
    '🛡️',
    'warning',
    t(partly ? 'notice.contained.target.partly.heading' : 'notice.contained.target.heading'),
    [
      t(partly ? 'notice.contained.target.partly' : 'notice.contained.target.text'),
      ...(signIn === 'blocked' ? [t('notice.contained.target.blocked')] : []),
      t('notice.contained.target.next'),
    ],
    { footer: [notYou(request, t), ...supportLines(support, t)], ...objection(context) },
  );
}

export function suspectRegistration(context: Context): Told {
  const { request, t, support } = context;
  const country = countries([request.suspicion?.country ?? ''], t);
  return told(
    '❓',
    'warning',
    t('notice.suspectRegistration.target.heading'),
    [t('notice.suspectRegistration.target.text', { country }), t('notice.suspectRegistration.target.you')],
    { footer: [notYou(request, t), supportLine(support, t)], ...objection(context) },
  );
}

/** Who said it, for the sentences' `{via, select, …}`. */
export function viaOf({ by, via }: NonNullable<ResetRequest['objection']>, targetId: string): 'own' | 'link' | 'other' {
  if (via === 'link') return 'link';
  return by.id === targetId ? 'own' : 'other';
}

/** Methods may be gone. */
function isCleared({ run, status }: ResetRequest): boolean {
  return run !== undefined || status === 'completed';
}
