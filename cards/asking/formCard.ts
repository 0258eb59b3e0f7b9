import { JUSTIFICATION } from '../../core/limits.js';
import type { Card } from '../../core/ports.js';
import type { Lost } from '../../core/request.js';
import { execute } from '../action.js';
import { cardOf, template } from '../message.js';
import type { Key, Translate } from '../strings.js';
import formTemplate from '../templates/form.json' with { type: 'json' };
import { words } from '../userText.js';

/** What is known already. */
export interface FormWish {
  readonly personId?: string | undefined;
  readonly why?: string | undefined;
  readonly lost?: Lost | undefined;
  readonly urgent?: boolean | undefined;
}

export interface FormView {
  readonly t: Translate;
  readonly wish?: FormWish | undefined;
  /** What was left out of a form that was sent. */
  readonly missing?: readonly ('person' | 'why')[] | undefined;
  /** In a dialog of Teams nothing can be typed beside it. */
  readonly inDialog?: true | undefined;
  /** What came in between the last time. */
  readonly notice?: string | undefined;
}

/**
 * Everything a request needs, at once. Nothing is required here: a name typed in the chat counts as well, and
 * the server asks for what is missing. Every answer is a claim; `personId` is read again from the directory.
 */
export function formCard({ t, wish = {}, missing = [], inDialog, notice }: FormView): Card {
  const { person, why, lost, urgent, hint } = expand(fields(t, wish, inDialog)) as Record<
    keyof typeof formTemplate,
    object
  >;
  return cardOf(
    {
      icon: '🔑',
      tone: 'accent',
      heading: t('form.heading'),
      summary: t('form.summary'),
      paragraphs: [...(notice === undefined ? [] : [notice]), t('form.text')],
      boxes:
        missing.length === 0
          ? []
          : [
              {
                title: t('form.missing'),
                tone: 'warning',
                lines: missing.map((field) => t(missingKey(field, inDialog))),
              },
            ],
    },
    t,
    {
      inputs: [
        // By its object id Teams knows the name.
        { ...person, ...(wish.personId !== undefined && { value: wish.personId }) },
        { ...why, ...(wish.why !== undefined && { value: words(wish.why) }) },
        lost,
        urgent,
        hint,
      ],
      actions: [execute({ verb: 'submitForm', title: t('form.next'), style: 'positive' })],
    },
  );
}

const expand = template(formTemplate);
const LOST: readonly Lost[] = ['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown'];

function missingKey(field: 'person' | 'why', inDialog: true | undefined): Key {
  return field === 'person' && inDialog === true ? 'form.missing.person.dialog' : `form.missing.${field}`;
}

function fields(t: Translate, { lost = 'unknown', urgent = false }: FormWish, inDialog: true | undefined): object {
  const { min, max } = JUSTIFICATION;
  return {
    person: t('form.person'),
    personHint: t('form.personHint'),
    why: t('form.why'),
    whyHint: t('form.whyHint'),
    whyShort: t('form.whyShort', { min }),
    maxLength: max,
    // Nothing at all passes, since it may be said in the chat.
    pattern: String.raw`^\s*$|^\s*\S[\s\S]{${min - 2},}\S\s*$`,
    lost: t('form.lost'),
    lostValue: lost,
    lostChoices: LOST.map((value) => ({ title: t(`lost.${value}`), value })),
    urgent: t('form.urgent'),
    urgentTitle: t('urgent.yes'),
    urgentValue: String(urgent),
    hint: t(inDialog === true ? 'form.hint.dialog' : 'form.hint'),
  };
}
