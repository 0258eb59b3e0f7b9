import type { Topic } from '../cards/firstAid/topics.js';

/** A question for first aid; without a topic they say only that something is the matter. */
export interface Trouble {
  readonly topic?: Topic | undefined;
}

/**
 * What a nervous person types; undefined for anything else. While something else is being asked only a question counts,
 * or “first aid” itself: why somebody needs a reset may read like the same trouble.
 */
export function troubleIn(text: string, { talking = false }: { readonly talking?: boolean } = {}): Trouble | undefined {
  if (text.length > LONGEST) return undefined;
  const said = plain(text);
  if (/^first aid$/u.test(said)) return {};
  if (talking && !/\?\s*$/u.test(text)) return undefined;
  const [, topic] = rows.find(([pattern]) => pattern.test(said)) ?? [];
  return topic === undefined ? undefined : topic === 'menu' ? {} : { topic };
}

/** Whoever writes more than this describes something; patterns on it would cost, and find nothing. */
const LONGEST = 120;

/** In small letters, without the greeting, the reference and the full stop. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’`]/gu, "'")
    .replace(/\bmfa[-\s]?[0-9a-z]{5}\b/gu, 'it')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\s.!?…]+$/u, '')
    .replace(/^(?:(?:hi|hello|hey|please|sorry|but|and|so|ok|okay|oh|well|um|(?:help|no)(?=[,.!]))[\s,.!]+)+/u, '');
}

const SOMEBODY = String.raw`(?:[\p{L}'.-]{1,30} ){0,2}[\p{L}'.-]{1,30}`;
const IS = String.raw`(?: is| are| was| were|'s|'re)`;
const NOT = String.raw`(?:n't| not)`;
const NEVER = String.raw`(?:${IS}?${NOT}| never|(?: does| do| did)${NOT} (?:get|have been))(?: being| been| getting)?`;
/** A few words more, whatever they say. */
const MORE = String.raw`(?: [\p{L}\p{N}'-]+){0,6}`;
const THING = '(?:it|this|that|(?:my|the|a|an) (?:mfa )?(?:request|reset))';
const IT = `(?: ${THING})`;

const row = (topic: Topic | 'menu', ...patterns: readonly string[]): readonly [RegExp, Topic | 'menu'] => [
  new RegExp(`^(?:${patterns.join('|')})$`, 'u'),
  topic,
];

/** The first that fits counts. */
const rows: readonly (readonly [RegExp, Topic | 'menu'])[] = [
  row(
    'menu',
    'help me',
    `(?:(?:i have|i've got|there(?:'s| is)) )?(?:a |an |some )?(?:trouble|problems?|issues?)(?: with${IT})?`,
    `(?:it|this|something)(?: does${NOT} work|${IS}?${NOT} working|${IS} wrong| went wrong)`,
    `(?:i'm |i am )?stuck`,
    'what now|now what|what (?:can|do|should) i do(?: now)?',
  ),
  row(
    'notAsked',
    `(?:why )?(?:${SOMEBODY}${NEVER}|not|never) (?:asked|prompted)(?: (?:to|for)${MORE})?`,
    `(?:why )?(?:is|are|was|were)${NOT}? ${SOMEBODY}(?: not)? (?:asked|prompted)(?: (?:to|for)${MORE})`,
    `(?:there(?:'s| is) )?no prompt${MORE}`,
    `(?:it|teams|outlook|microsoft) (?:does${NOT}|did${NOT}|never) asks?${MORE}`,
  ),
  row(
    'password',
    `(?:${SOMEBODY}(?: has| have| had| also| just){0,2} )?(?:lost|forgot|forgotten|needs?|do(?:es)?${NOT} know)` +
      `(?: the| her| his| their| my| a| a new)? password(?: as well| too| also)?`,
    `(?:what about )?(?:the |her |his |their |my )?password(?:${IS} (?:lost|gone|forgotten))?(?: as well| too| also)?`,
    `(?:can you |could you )?(?:reset|change) (?:the |her |his |their |my |[\\p{L}-]+'s )?password`,
  ),
  row(
    'declined',
    `(?:why )?(?:(?:was|is|has|did)${IT} )?(?:been |get )?(?:declined|rejected|refused)`,
    `(?:${THING} )?(?:was|is|has been|got|been) (?:declined|rejected|refused)`,
    `(?:they|he|she|my manager|the approver) (?:declined|rejected|refused|said no)(?: it| my request)?`,
    `can i (?:ask|try|raise it|request it)(?: it)? again`,
    `what if (?:it is|it's|it gets|they|he|she) (?:declined?|rejected?|refused?|says? no)`,
  ),
  row(
    'noAnswer',
    `(?:what if |why (?:does|is|has) )?(?:nobody|no one|noone|no-one)(?:${IS}| has| have)?` +
      ` (?:answer|respond|repl|react|approv|decid)[a-z]*(?: it| me| my request)?(?: yet| so far)?`,
    `(?:i (?:have|got) |there(?:'s| is) )?(?:still )?no (?:answer|reply|response|reaction)(?: yet| so far)?`,
    `(?:i'm |i am )?still waiting(?: for${MORE})?`,
    `(?:what if )?(?:(?:the|my|her|his|their) (?:approver|manager|boss)|he|she|they)` +
      `(?: does${NOT}| do${NOT}| is${NOT}|${IS}${NOT}| won't| has${NOT}| did${NOT})` +
      ` (?:answer|respond|repl|react|approv|decid)[a-z]*(?: it| me)?(?: yet)?`,
    `(?:what if )?(?:the|my|her|his|their) (?:approver|manager|boss)${IS}` +
      ` (?:away|on holiday|on leave|on vacation|sick|ill|out of office|out|not there|unavailable|not available)`,
    `nothing (?:happens|is happening|has happened|happened)(?: yet)?`,
    `why (?:does|is) it (?:take|taking) so long`,
  ),
  row(
    'urgent',
    `(?:(?:it|this|that)(?:'s| is) )?(?:very |really |so |super |extremely )?urgent`,
    `asap|hurry(?: up)?|(?:it's |it is |this is )?an emergency|emergency`,
    `(?:i|we|she|he|they|${SOMEBODY}) needs? (?:it|this|that|access)(?: back)? (?:now|today|right now|right away|at once|immediately|urgently|asap)`,
    `can (?:you|this|it|we|i) (?:be |go |get it )?(?:hurry|speed|faster|quicker|done faster|sped)(?: ?up)?(?: it)?(?: up)?`,
    `(?:i |we |it )?can(?:no|')t wait`,
    `(?:${SOMEBODY}(?:${IS}|'m| am) )?(?:still )?locked out(?: right now| completely)?`,
  ),
  row(
    'duration',
    `how long(?: (?:does|do|will|would|is|did)${MORE})?`,
    `how much longer${MORE}`,
    `when (?:will|is|does|do)(?:${IT}| she| he| they| i)(?: be| get)?(?: done| ready| finished| back| over| approved| happen| know)${MORE}`,
    `how (?:fast|quick|quickly|soon)${MORE}`,
  ),
  row(
    'what',
    `what(?: will| does| is going to|'s going to)? (?:happens?|comes?)(?: now| next| then)?(?: (?:if|when|after|to)${MORE})?`,
    `how does(?:${IT}| mfa reset| reset) work`,
    `what (?:do|does|will)(?: you|${IT}) do`,
    `what is (?:an? |the )?(?:mfa )?reset`,
    `what (?:gets|is|will be|are) (?:cleared|deleted|removed|reset)`,
  ),
  row(
    'who',
    `who (?:approves?|decides?|(?:will|has to|must|can|needs to|should) (?:approve|decide))${MORE}`,
    `who(?:'s| is) (?:(?:the|my|her|his|their) approver|approving|asked)${MORE}`,
    `who (?:has|gets)(?:${IT}| asked)(?: now)?|who is it with`,
  ),
  row(
    'safe',
    `(?:is|are)(?:${IT}| you| the bot| this bot)(?: really| all| even)? (?:a )?(?:safe|secure|legit|legitimate|real|genuine|scam|phishing|trustworthy|ok|okay)`,
    `(?:can|should|why should) i trust(?:${IT}| you| this bot| the bot)`,
  ),
  row(
    'takeBack',
    `(?:how (?:can|do) i|can i|could i|i want to|i'd like to|i need to) (?:still )?(?:cancel|withdraw|stop|undo|revoke)${IT}?`,
    `(?:how (?:can|do) i|can i|could i|i want to|i'd like to) take${IT} back`,
    `i (?:asked for|chose|picked|selected) the wrong (?:person|one|colleague|name)`,
    `i (?:don't|do not|no longer) need (?:it|this)(?: any ?more)?`,
    `(?:she|he|they) found (?:it|(?:the|her|his|their) (?:old )?phone)(?: again)?`,
  ),
  row(
    'ownPhone',
    `(?:i have|i've got|i got) an? new (?:phone|mobile|iphone)[,.]? ?(?:what now|now what|what (?:can|do|should) i do)?`,
    `what (?:about|if) (?:my own|i (?:have|get|got|lost|lose)) (?:an? |my )?(?:new )?phone`,
    `how do i (?:add|register|set up|move)(?: an?| my)?(?: new)? (?:phone|method|authenticator)${MORE}`,
    `can i (?:ask|do it|do this|reset mfa|reset it) for myself`,
    `i can(?:no|')t (?:sign|log) in(?: any ?more)?`,
  ),
];
