import { template } from '../message.js';
import choiceTemplate from '../templates/choice.json' with { type: 'json' };

export interface Choice {
  readonly title: string;
  readonly value: string;
}

export interface ChoiceInput {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  /** What is chosen to begin with. */
  readonly value?: string | undefined;
  /** What to say when nothing was chosen; without it nothing has to be. */
  readonly missing?: string | undefined;
}

/** Radio buttons: one thumb on a phone, and no ActionSet. */
export function choiceInput({ id, label, choices, value, missing }: ChoiceInput): object {
  return {
    ...expand({ id, label, choices }),
    ...(value !== undefined && { value }),
    ...(missing !== undefined && { isRequired: true, errorMessage: missing }),
  };
}

const expand = template(choiceTemplate);

/** For words of people: Microsoft's renderer reads a choice's title as Markdown, and a choice can't hold TextRuns. */
export function withoutMarkdown(text: string): string {
  return text
    .replace(/[[\]<>*_`~\\#|!]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
