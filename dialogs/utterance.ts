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

const RESET = /^(?:please\s+|can you\s+)*reset\s+(?:the\s+)?(?:mfa|2fa|authenticator|authentication)\b(?<rest>.*)$/isu;
const RESET_OF = /^(?:please\s+|can you\s+)*reset\s+(?<who>.+?)(?:['’]s?)\s+(?:mfa|2fa|authenticator)\b(?<rest>.*)$/isu;
/** A dash needs a space on both sides, so that Jean-Luc keeps his name. */
const REASON = /\s+[-–—]+\s+|\s*[:;]\s+|\s*,?\s+because\s+(?:of\s+)?|\s*,\s+/u;

/**
 * `reset mfa`, `Reset MFA for Priya – new phone`, `reset Priya's MFA because …`; undefined for anything else.
 * A reason too short to stand alone is kept with the sentence it came in when it says what was lost,
 * so that the approver reads what the requester wrote.
 */
export function parseReset(text: string): Wish | undefined {
  const said = text.trim().replace(/\s+/gu, ' ');
  const of = RESET_OF.exec(said)?.groups;
  const plain = RESET.exec(said)?.groups;
  if (of === undefined && plain === undefined) return undefined;
  const rest = (of?.['rest'] ?? plain?.['rest'] ?? '').replace(/^\s*(?:for|of)\s+/iu, ' for ');
  const named = rest.startsWith(' for ') ? rest.slice(5) : undefined;
  const [first = '', ...reasons] = splitOnce(named ?? rest);
  const who = (of?.['who'] ?? (named === undefined ? '' : first)).replace(/[.!?]+$/u, '').trim();
  const why = reasons.join(' ').trim();
  const lost = lostOf(why);
  const short = Array.from(why).length < 10;
  return {
    who: who === '' ? undefined : who,
    why: why === '' || (short && lost === 'unknown') ? undefined : short ? said : why,
    lost,
    urgent: isUrgent(said),
  };
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
