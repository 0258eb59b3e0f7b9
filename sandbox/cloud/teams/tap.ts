import { isObject, type JsonObject, objectOf, textOf } from '../json.js';
import type { FoundAction } from './card.js';
import type { Delivery } from './delivery.js';
import { gatherInputs, type InputValues } from './inputs.js';

/** What Teams does for a tapped action. */
export type Gesture =
  | { readonly do: 'execute'; readonly value: JsonObject }
  | { readonly do: 'submit'; readonly parts: JsonObject }
  | { readonly do: 'dialog'; readonly value: JsonObject }
  | { readonly do: 'open'; readonly url: string }
  | { readonly do: 'nothing' };

/** What the one who tapped sees come of it. */
export interface TapResult {
  readonly kind: 'card' | 'message' | 'error' | 'sent' | 'url' | 'dialog' | 'nothing' | 'timeout';
  /** The card that now stands in the message's place. */
  readonly card?: JsonObject;
  readonly text?: string;
  readonly url?: string;
  /** The bot's `statusCode` for an invoke, else the HTTP status. */
  readonly statusCode: number;
  /** Each delivery, redeliveries after the first. */
  readonly deliveries: readonly Delivery[];
}

/** Turns a found action into what Teams sends; refuses as Teams does when an input is wrong. */
export function gestureOf(found: FoundAction, given: InputValues, executeSupported: boolean): Gesture {
  const { action } = found;
  if (action.isEnabled === false) throw new Error(`The action "${textOf(action.title) ?? ''}" is greyed out.`);
  switch (action.type) {
    case 'Action.Execute': {
      if (!executeSupported) {
        const fallback = action.fallback;
        if (!isObject(fallback))
          throw new Error('This client does not know Action.Execute, and the action has no fallback.');
        return gestureOf({ ...found, action: fallback }, given, executeSupported);
      }
      return {
        do: 'execute',
        value: executeValue(action, { ...objectOf(action.data), ...gatherInputs(found, given) }, 'manual'),
      };
    }
    case 'Action.Submit':
      return submitted(action, gatherInputs(found, given));
    case 'Action.OpenUrl':
      return { do: 'open', url: textOf(action.url) ?? '' };
    default:
      return { do: 'nothing' };
  }
}

export function executeValue(action: JsonObject, data: JsonObject, trigger: 'manual' | 'automatic'): JsonObject {
  const id = textOf(action.id);
  return {
    action: { type: 'Action.Execute', ...(id === undefined ? {} : { id }), verb: textOf(action.verb) ?? '', data },
    trigger,
  };
}

/** `data.msteams` turns a submit into something said, a message with a value, or a dialog. */
function submitted(action: JsonObject, inputs: JsonObject): Gesture {
  const data = { ...objectOf(action.data), ...inputs };
  const extra = objectOf(data.msteams);
  const text = textOf(extra.text) ?? textOf(extra.value) ?? '';
  switch (extra.type) {
    case 'imBack':
      return { do: 'submit', parts: { type: 'message', text: textOf(extra.value) ?? '', textFormat: 'plain' } };
    case 'messageBack':
      return {
        do: 'submit',
        parts: {
          type: 'message',
          text,
          textFormat: 'plain',
          value: { ...objectOf(extra.value), ...withoutMsteams(data) },
        },
      };
    case 'task/fetch':
      return { do: 'dialog', value: { data: { type: 'task/fetch', ...data }, context: { theme: 'default' } } };
    default:
      return { do: 'submit', parts: { type: 'message', value: withoutMsteams(data) } };
  }
}

function withoutMsteams({ msteams: _msteams, ...data }: JsonObject): JsonObject {
  return data;
}

/** Reads the answer to `adaptiveCard/action` as Teams does. */
export function readAnswer(deliveries: readonly Delivery[]): TapResult {
  const [first] = deliveries;
  if (first?.outcome !== 'answered') {
    return {
      kind: first?.outcome === 'timeout' ? 'timeout' : 'error',
      text: 'Unable to reach app. Please try again.',
      statusCode: 0,
      deliveries,
    };
  }
  const answer = objectOf(first.body);
  const statusCode = typeof answer.statusCode === 'number' ? answer.statusCode : first.status;
  if (first.status !== 200 || statusCode >= 400) {
    const value = objectOf(answer.value);
    return {
      kind: 'error',
      text: textOf(value.message) ?? 'Something went wrong. Please try again.',
      statusCode,
      deliveries,
    };
  }
  if (answer.type === 'application/vnd.microsoft.card.adaptive' && isObject(answer.value)) {
    return { kind: 'card', card: answer.value, statusCode, deliveries };
  }
  if (answer.type === 'application/vnd.microsoft.activity.message') {
    return { kind: 'message', text: textOf(answer.value) ?? '', statusCode, deliveries };
  }
  return { kind: 'nothing', statusCode, deliveries };
}
