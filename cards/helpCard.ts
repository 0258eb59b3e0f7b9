import type { Support } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import { execute } from './action.js';
import type { Links } from './links.js';
import { cardOf, type Box } from './message.js';
import type { Translate } from './strings.js';
import { supportLines } from './support.js';

export type Role = 'requester' | 'approver' | 'it';

export interface HelpView {
  readonly t: Translate;
  readonly support: Support;
  readonly links: Links;
  readonly role: Role;
}

/** Everything that can be typed, and what to do when it gets stuck. */
export function helpCard(view: HelpView): Card {
  const { t, support, role } = view;
  return cardOf(
    {
      icon: '💡',
      tone: 'accent',
      heading: t('help.heading'),
      summary: t('help.summary'),
      paragraphs: [t('help.text'), ...forRole(view)],
      boxes: [commandBox(COMMANDS[role], t), firstAid(support, t)],
      footer: [t('help.safety'), ...supportLines(support, t)],
    },
    t,
    {
      actions: [
        execute({ verb: 'firstAid', title: t('help.firstAidButton') }),
        ...(role === 'approver' ? [execute({ verb: 'delegate', title: t('help.delegateButton') })] : []),
      ],
    },
  );
}

/** Once per person, before they have asked for anything. */
export function welcomeCard(view: HelpView): Card {
  const { t, support, role } = view;
  return cardOf(
    {
      icon: '👋',
      tone: 'accent',
      heading: t('welcome.heading'),
      summary: t('welcome.summary'),
      paragraphs: [t('welcome.text'), ...forRole(view)],
      boxes: [commandBox(['reset', ...FIRST[role]], t)],
      footer: [t('help.safety'), ...supportLines(support, t)],
    },
    t,
  );
}

/** To tap instead of typing: `text` is sent as if it had been typed. */
export function suggestions(role: Role, t: Translate): readonly { readonly title: string; readonly text: string }[] {
  return (['form', ...FIRST[role]] as const).map((command) => ({
    title: t(`welcome.suggest.${command}`),
    text: t(`help.${command}`),
  }));
}

/** The words of each are a string of their own, and so is what they do. */
type CommandName =
  | 'form'
  | 'reset'
  | 'requests'
  | 'status'
  | 'nudge'
  | 'note'
  | 'cancel'
  | 'lockedOut'
  | 'approvals'
  | 'reassign'
  | 'backup'
  | 'delegate'
  | 'firstAid'
  | 'history'
  | 'console'
  | 'late'
  | 'parked'
  | 'lift'
  | 'notMe'
  | 'language'
  | 'help';

/** What somebody of that role comes for, besides asking. */
const FIRST = {
  requester: ['requests', 'help'],
  approver: ['approvals', 'help'],
  it: ['console', 'help'],
} as const satisfies Record<Role, readonly CommandName[]>;

const ASKING: readonly CommandName[] = [
  'form',
  'reset',
  'requests',
  'status',
  'nudge',
  'note',
  'cancel',
  'lockedOut',
  'history',
];
const IT: readonly CommandName[] = ['console', 'late', 'parked', 'lift'];
const COMMANDS: Record<Role, readonly CommandName[]> = {
  requester: [...ASKING, 'notMe', 'language', 'firstAid', 'help'],
  approver: ['approvals', 'reassign', 'delegate', ...ASKING, 'notMe', 'language', 'firstAid', 'help'],
  it: [...IT, 'approvals', 'reassign', 'backup', ...ASKING, 'notMe', 'language', 'firstAid', 'help'],
};

function forRole({ role, links, t }: HelpView): readonly string[] {
  if (role === 'requester') return [];
  return [
    t(`welcome.${role}`),
    ...(role === 'it'
      ? [
          t('help.it.status'),
          t('help.it.followUp'),
          t('help.it.claim'),
          t('help.it.contain'),
          t('help.it.link', { link: links.form }),
        ]
      : []),
  ];
}

function commandBox(commands: readonly CommandName[], t: Translate): Box {
  const lines = commands.map((command) =>
    t('help.command', { command: t(`help.${command}`), text: t(`help.${command}Text`) }),
  );
  return { title: t('help.title'), tone: 'emphasis', lines };
}

/** What `supportLines` says better, with the policy's link and number, is left to it. */
function firstAid({ passwordReset, phone }: Support, t: Translate): Box {
  return {
    title: t('help.stuck'),
    tone: 'default',
    lines: [
      t('help.stuck.notAsked'),
      ...(passwordReset === undefined ? [t('help.stuck.password')] : []),
      t('help.stuck.noAnswer'),
      ...(phone === undefined ? [t('help.stuck.urgent')] : []),
    ],
  };
}
