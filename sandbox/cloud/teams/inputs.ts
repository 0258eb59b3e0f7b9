import { isObject, type JsonObject, objectsOf, textOf } from '../json.js';
import { elementsOf, type FoundAction } from './card.js';

export type InputValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Teams would not have sent this: an input is missing or not as the card demands. Nothing reached the bot. */
export class InputRefused extends Error {}

/** What Teams sends along with an action: every input in sight, filled in or with its default. */
export function gatherInputs({ action, cards }: FoundAction, given: InputValues): JsonObject {
  if (textOf(action.associatedInputs)?.toLowerCase() === 'none') return {};
  const inputs = cards.flatMap(elementsOf).filter((element) => textOf(element.type)?.startsWith('Input.'));
  const ids = inputs.map((input) => textOf(input.id));
  const stray = Object.keys(given).find((id) => !ids.includes(id));
  if (stray !== undefined) throw new Error(`The card has no input "${stray}". It has: ${ids.join(', ') || 'none'}.`);
  const gathered: JsonObject = {};
  for (const input of inputs) {
    const id = textOf(input.id);
    if (id === undefined) continue;
    const value = written(input, given[id]);
    check(input, id, value);
    if (value !== undefined) gathered[id] = value;
  }
  return gathered;
}

/** The value as text, the way every input but a toggle's default is sent. */
function written(input: JsonObject, given: InputValues[string] | undefined): string | undefined {
  if (input.type === 'Input.Toggle') {
    const on = textOf(input.valueOn) ?? 'true';
    const off = textOf(input.valueOff) ?? 'false';
    if (given === undefined) return textOf(input.value) ?? off;
    return given === true || given === on ? on : off;
  }
  if (given === undefined) {
    if (typeof input.value === 'number') return String(input.value);
    // An untouched text or choice is sent as an empty text; an untouched date or number is not sent.
    return textOf(input.value) ?? (input.type === 'Input.Text' || input.type === 'Input.ChoiceSet' ? '' : undefined);
  }
  return Array.isArray(given) ? given.join(',') : String(given);
}

function check(input: JsonObject, id: string, value: string | undefined): void {
  if (input.isVisible === false) return;
  const refuse = (why: string) => new InputRefused(`${id}: ${textOf(input.errorMessage) ?? why}`);
  const isEmpty = value === undefined || value.trim() === '';
  if (input.isRequired === true) {
    const isOff = input.type === 'Input.Toggle' && value !== (textOf(input.valueOn) ?? 'true');
    if (isEmpty || isOff) throw refuse('This field is required.');
  }
  if (isEmpty) return;
  if (input.type === 'Input.Text') {
    if (typeof input.maxLength === 'number' && value.length > input.maxLength)
      throw refuse(`At most ${input.maxLength} characters fit.`);
    const regex = textOf(input.regex);
    if (regex !== undefined && !new RegExp(regex).test(value)) throw refuse('The value does not have the right form.');
  }
  if (input.type === 'Input.Number') {
    const number = Number(value);
    const low = typeof input.min === 'number' && number < input.min;
    const high = typeof input.max === 'number' && number > input.max;
    if (Number.isNaN(number) || low || high) throw refuse('The number is out of range.');
  }
  if (input.type === 'Input.Date' || input.type === 'Input.Time') {
    const low = textOf(input.min);
    const high = textOf(input.max);
    if ((low !== undefined && value < low) || (high !== undefined && value > high))
      throw refuse('The value is out of range.');
  }
  if (input.type === 'Input.ChoiceSet') checkChoice(input, value, refuse);
}

/** A choice must be one of the card's, unless it may come from a query. */
function checkChoice(input: JsonObject, value: string, refuse: (why: string) => InputRefused): void {
  if (isObject(input['choices.data'])) return;
  const choices = objectsOf(input.choices).map((choice) => choice.value);
  const chosen = input.isMultiSelect === true ? value.split(',') : [value];
  const other = chosen.find((one) => !choices.includes(one));
  if (other !== undefined) throw refuse(`"${other}" is not among the choices: ${choices.join(', ')}.`);
}
