/** Markup that is safe to send: what a template was given is escaped, what came from a template is not. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = string | Html | readonly Html[];

/** Every value is text, in an element or between the quotes of an attribute, unless it is markup already. */
export function html(literals: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(literals.map((literal, index) => literal + markupOf(values[index] ?? '')).join(''));
}

function markupOf(value: Part): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return value.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
  return value.map(({ markup }) => markup).join('');
}
