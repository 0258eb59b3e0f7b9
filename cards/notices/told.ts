import type { Digest } from '../../core/effects.js';
import type { Support } from '../../core/policy.js';
import type { Instant, Person, ResetRequest } from '../../core/request.js';
import { execute, open } from '../action.js';
import type { Links } from '../links.js';
import type { Extras, Message, Tone } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { supportLine, supportLines } from '../support.js';

/** Where a notice is read: a chat shows the card it speaks of, a mail has to lead there. */
export type Medium = 'chat' | 'mail';

/** As what somebody is told. */
export type Audience = 'requester' | 'nominee' | 'target' | 'it' | 'security';

/** What any sentence may need. */
export interface Writing {
  readonly to: Audience;
  readonly t: Translate;
  readonly support: Support;
  readonly links: Links;
  /** The policy names no IT: whoever approved puts right what got stuck. */
  readonly noIt?: boolean | undefined;
  /** The policy has Contain block the sign-in. */
  readonly blocks?: boolean | undefined;
  readonly medium: Medium;
}

/** For a notice of a request. */
export interface Context extends Writing {
  readonly request: ResetRequest;
}

/** For a notice of something else. */
export interface AboutContext extends Writing {
  readonly about: AboutView | undefined;
  readonly request: ResetRequest | undefined;
}

/** `About` of core/effects.ts, with the people it names. */
export type AboutView =
  | { readonly refusedTo: Person; readonly target: Person; readonly cause: string }
  | { readonly effect: string; readonly what: string; readonly person?: Person | undefined; readonly error: string }
  | {
      readonly deletedOf: readonly Person[];
      readonly users: number;
      readonly deletes: number;
      readonly firstAt: Instant;
    }
  | { readonly service: 'paused' | 'resumed'; readonly by: Person; readonly why?: string }
  | { readonly resets: number; readonly limit: number }
  | {
      readonly delegator: Person;
      readonly delegate: Person;
      readonly by: Person;
      readonly from: Instant;
      readonly until: Instant;
    }
  | { readonly digest: Omit<Digest, 'single'> & { readonly single: readonly Person[] } };

/**
 * A notice without what each of them has: the reference under the heading and in the summary.
 * `button` is for the mail alone, `inputs` and `actions` are for the card alone.
 */
export type Told = Omit<Message, 'summary' | 'subtitle'> & Pick<Extras, 'inputs' | 'actions'>;

/** What most notices are: a heading and some sentences. */
export function told(
  icon: string,
  tone: Tone,
  heading: string,
  paragraphs: readonly string[],
  more: Omit<Told, 'icon' | 'tone' | 'heading' | 'paragraphs'> = {},
): Told {
  return { icon, tone, heading, paragraphs, ...more };
}

/** From a mail to the chat, where the card is; in the chat they are there. */
export function toChat({ t, links }: Writing, title: Key = 'notice.button.chat'): Pick<Told, 'button'> {
  return { button: { title: t(title), url: links.chat } };
}

/** From a mail to the chat; in the chat IT opens the live card. Security has none. */
export function toItsCard(context: Context): Pick<Told, 'button' | 'actions'> {
  const { request, t, to } = context;
  const show = { verb: 'show', title: t('it.open'), requestId: request.id, as: 'it' } as const;
  return { ...toChat(context), actions: to === 'it' ? [execute(show)] : [] };
}

/** To the user's own steps, from a mail and from the chat; nowhere where the service has no address. */
export function toNext({ t, links: { next: url } }: Writing, key: Key): Pick<Told, 'button' | 'actions'> {
  if (url === undefined) return {};
  const title = t(key);
  return { button: { title, url }, actions: [open(title, url)] };
}

/** A mail has room for every way to reach people, a chat for the first. */
export function help({ support, t, medium }: Writing): readonly string[] {
  return medium === 'mail' ? supportLines(support, t) : [supportLine(support, t)];
}
