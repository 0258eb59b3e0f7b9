import type { Support } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import { cardOf, type Box } from './message.js';
import type { Translate } from './strings.js';
import { supportLines } from './support.js';

export type Role = 'requester' | 'approver' | 'it';

export interface HelpView {
  readonly t: Translate;
  readonly support: Support;
  readonly role: Role;
}

export function helpCard({ t, support, role }: HelpView): Card {
  return cardOf(
    {
      icon: '💡',
      tone: 'accent',
      heading: t('help.heading'),
      summary: t('help.summary'),
      paragraphs: [t('help.text'), ...forRole(role, t)],
      boxes: [commands(t)],
      footer: [t('help.safety'), ...supportLines(support, t)],
    },
    t,
  );
}

/** Once per person, before they have asked for anything. */
export function welcomeCard({ t, support, role }: HelpView): Card {
  return cardOf(
    {
      icon: '👋',
      tone: 'accent',
      heading: t('welcome.heading'),
      summary: t('welcome.summary'),
      paragraphs: [t('welcome.text'), ...forRole(role, t)],
      boxes: [commands(t)],
      footer: [t('help.safety'), ...supportLines(support, t)],
    },
    t,
  );
}

function forRole(role: Role, t: Translate): readonly string[] {
  return role === 'requester' ? [] : [t(`welcome.${role}`)];
}

function commands(t: Translate): Box {
  const line = (command: 'reset' | 'cancel' | 'help'): string =>
    t('help.command', { command: t(`help.${command}`), text: t(`help.${command}Text`) });
  return { title: t('help.title'), tone: 'emphasis', lines: [line('reset'), line('cancel'), line('help')] };
}
