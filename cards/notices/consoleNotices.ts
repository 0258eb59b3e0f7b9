import type { Person } from '../../core/request.js';
import { execute } from '../action.js';
import { counted } from '../it/consoleCard.js';
import type { Fact } from '../message.js';
import { nameOf } from '../userText.js';
import { people, quote } from '../wording.js';
import { toChat, told, type AboutContext, type AboutView, type Told } from './told.js';

export function servicePaused({ about, t }: AboutContext): Told {
  const { by, why } = serviceChange(about);
  return told(
    '⏸️',
    'warning',
    t('notice.servicePaused.heading'),
    [t('notice.servicePaused.text', { name: nameOf(by) })],
    { facts: why === undefined ? [] : [{ label: t('fact.why'), value: quote(t, why) }] },
  );
}

export function serviceResumed({ about, t }: AboutContext): Told {
  const { by } = serviceChange(about);
  return told('▶️', 'good', t('notice.serviceResumed.heading'), [
    t('notice.serviceResumed.text', { name: nameOf(by) }),
  ]);
}

/** The numbers, what to look at, and the button that takes two. */
export function killSwitchTripped(context: AboutContext): Told {
  const { about, t } = context;
  if (about === undefined || !('limit' in about))
    throw new Error('notice killSwitchTripped needs its numbers; add about');
  const { resets, limit } = about;
  return told(
    '🚨',
    'attention',
    t('notice.killSwitchTripped.heading'),
    [t('notice.killSwitchTripped.text', { resets, limit }), t('notice.killSwitchTripped.well')],
    {
      footer: [t('notice.killSwitchTripped.attack')],
      actions: [execute({ verb: 'allowResets', title: t('console.allow') })],
      ...toChat(context),
    },
  );
}

export function resetsAllowed({ t }: AboutContext): Told {
  return told('▶️', 'good', t('notice.resetsAllowed.heading'), [t('notice.resetsAllowed.text')]);
}

/** Once a day: what waits, what is stuck, and who is one lost phone away from being locked out. */
export function digest(context: AboutContext): Told {
  const { about, t } = context;
  if (about === undefined || !('digest' in about)) throw new Error('notice digest needs its numbers; add about');
  const { open, late, stopped, parked, resets, coolingDown, single, singles, paused } = about.digest;
  const facts: readonly (Fact & { readonly count: number })[] = [
    { label: t('console.open'), count: open, value: t('console.count', { count: open }) },
    { label: t('console.late'), count: late, value: t('console.count', { count: late }) },
    { label: t('console.stopped'), count: stopped, value: t('console.count', { count: stopped }) },
    { label: t('console.parked'), count: parked, value: counted(parked, t) },
    { label: t('notice.digest.resets'), count: resets, value: t('console.count', { count: resets }) },
    { label: t('notice.digest.coolingDown'), count: coolingDown, value: t('console.count', { count: coolingDown }) },
    { label: t('notice.digest.single'), count: singles, value: withOneMethod(single, singles, context) },
  ];
  const shown = facts.filter(({ count }) => count > 0);
  return told(
    '☀️',
    'accent',
    t('notice.digest.heading'),
    [
      ...(paused ? [t('notice.digest.paused')] : []),
      t(shown.length === 0 ? 'notice.digest.nothing' : 'notice.digest.waiting'),
    ],
    {
      facts: shown.map(({ label, value }) => ({ label, value })),
      footer: singles === 0 ? [] : [t('notice.digest.second')],
      actions: [execute({ verb: 'console', title: t('notice.digest.console') })],
      ...toChat(context),
    },
  );
}

function withOneMethod(single: readonly Person[], singles: number, { t }: AboutContext): string {
  const names = single.map(nameOf);
  return singles > names.length
    ? t('notice.digest.others', { names: names.join(', '), count: singles - names.length })
    : people(t, single, 'and');
}

function serviceChange(about: AboutView | undefined): Extract<AboutView, { readonly service: unknown }> {
  if (about === undefined || !('service' in about))
    throw new Error('a notice of the service’s state needs who changed it; add about');
  return about;
}
