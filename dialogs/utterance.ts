import type { Lost } from '../core/request.js';

/** What somebody has said of a reset so far. */
export interface Wish {
  /** A name, a mail address or a sign-in name, as typed. */
  readonly who?: string | undefined;
  /** Entra object id, once it is clear whom they mean. */
  readonly personId?: string | undefined;
  readonly why?: string | undefined;
  readonly lost: Lost;
  readonly urgent: boolean;
}

/** How people begin a request. */
const POLITE = [
  'hi',
  'hello',
  'hey',
  'please',
  '(?:can|could|would) you',
  '(?:i|we) (?:need|want)(?: to)?',
  "(?:i|we)(?:['’]d| would) like(?: to)?",
  'an?',
].join('|');
const begins = `^(?:(?:${POLITE})[\\s,]+)*`;
const FACTOR = '(?:mfa|2fa|authenticator|authentication)';

/** Asking in so many words: whom it is for, and the rest with the reason. */
const REQUESTS = [
  String.raw`${begins}reset\s+(?:the\s+)?${FACTOR}\b(?<rest>.*)$`,
  String.raw`${begins}reset\s+(?<who>my)\s+${FACTOR}\b(?<rest>.*)$`,
  String.raw`${begins}reset\s+(?<who>.+?)['’]s?\s+${FACTOR}\b(?<rest>.*)$`,
  String.raw`${begins}${FACTOR}\s+reset(?<rest>|\s*[-–—:;,.!?].*|\s+(?:for|of|because)\b.*)$`,
].map((pattern) => new RegExp(pattern, 'isu'));

const NAME = String.raw`(?<who>(?:[\p{L}\p{M}.’'-]{1,40} ){0,3}?[\p{L}\p{M}.’'-]{1,40}?)`;
const THING = '(?:phone|mobile|iphone|handset|device|security key|yubikey|passkey|authenticator)';

/** Saying what happened to somebody. */
const SENTENCES = [
  String.raw`^(?:my colleague )?${NAME} (?:(?:has|just|have) ){0,2}(?:lost|broke|misplaced|got|has|have|wiped) (?:\w+ ){0,3}${THING}\b`,
  String.raw`^(?:my colleague )?${NAME}['’]s (?:\w+ ){0,2}${THING} (?:was|is|got|has been|broke)\b`,
].map((pattern) => new RegExp(pattern, 'isu'));

/** They speak of themselves; the chat knows who that is. */
const SELF = /^(?:i|my)$/iu;
/** Nobody in particular: then the bot asks who. */
const NOBODY = /^(?:he|she|they|someone|somebody|a colleague|my colleague)$/iu;
/** A question, a command or something else that says nothing about one colleague. */
const NO_STATEMENT =
  /\?|^(?:who|what|when|where|why|how|has|have|is|are|if|note|answer|nobody|no one|it|this|that|the|my(?! colleague)|you|we)\b/iu;

/** A dash needs a space on both sides, so that Jean-Luc keeps his name. */
const REASON = /\s+[-–—]+\s+|\s*[:;]\s+|\s*,?\s+because\s+(?:of\s+)?|\s*,\s+/u;

/**
 * `reset mfa`, `Reset MFA for Priya – new phone`, `Priya lost her phone`; undefined for anything else.
 * A reason too short to stand alone is kept with the sentence it came in when it says what was lost,
 * so that the approver reads what the requester wrote.
 */
export function parseReset(text: string): Wish | undefined {
  const said = text.trim().replace(/\s+/gu, ' ');
  return request(said) ?? statement(said);
}

function request(said: string): Wish | undefined {
  const asked = said.replace(/,?\s(?:please|thanks|thank you)[.!?]*$/iu, '');
  const found = firstMatch(REQUESTS, asked);
  if (found === undefined) return undefined;
  const rest = (found['rest'] ?? '').replace(/^\s*(?:for|of)\s+/iu, ' for ');
  const named = rest.startsWith(' for ') ? rest.slice(5) : undefined;
  const [first = '', ...reasons] = splitOnce(named ?? rest);
  const who = (found['who'] ?? (named === undefined ? '' : first)).replace(/[.!?]+$/u, '').trim();
  const why = reasons.join(' ').trim();
  const lost = lostOf(why);
  const short = Array.from(why).length < 10;
  return {
    who: meant(who),
    why: why === '' || (short && lost === 'unknown') ? undefined : short ? said : why,
    lost,
    urgent: isUrgent(said),
  };
}

function statement(said: string): Wish | undefined {
  const lost = lostOf(said);
  const { who } = (lost === 'unknown' || NO_STATEMENT.test(said) ? undefined : firstMatch(SENTENCES, said)) ?? {};
  if (who === undefined) return undefined;
  return { who: meant(who), why: said, lost, urgent: isUrgent(said) };
}

function meant(who: string): string | undefined {
  if (SELF.test(who)) return 'me';
  return who === '' || NOBODY.test(who) ? undefined : who;
}

function firstMatch(patterns: readonly RegExp[], said: string): Record<string, string> | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(said)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}

/** What a sentence says was lost; `unknown` where it does not. */
export function lostOf(text: string): Lost {
  for (const [lost, pattern] of LOST) if (pattern.test(text)) return lost;
  return 'unknown';
}

export function isUrgent(text: string): boolean {
  return /\b(?:urgent|asap|locked out|can(?:no|['’])t (?:sign|log) in)\b/iu.test(text);
}

/** In this order: a stolen phone is also a lost one. */
const LOST: readonly (readonly [Lost, RegExp])[] = [
  ['stolen', /\b(?:stolen|theft|robbed|stole)\b/iu],
  ['securityKey', /\b(?:security key|yubikey|fido2?|passkey)\b/iu],
  [
    'newPhone',
    /\b(?:new|replaced|replacement|another|changed|different)\s+(?:\w+\s+)?(?:phone|mobile|device|handset|iphone)\b/iu,
  ],
  ['lostPhone', /\b(?:lost|missing|misplaced|left behind|broken|broke|dead|wiped)\b/iu],
];

function splitOnce(text: string): readonly string[] {
  const found = REASON.exec(text);
  return found === null ? [text] : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}
