import { html, type Html } from './html.js';

/** Where an address leads that stands in a sentence. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

/** The sentence with the first of each address made a link. The longest goes first: one may begin with another. */
export function linked(sentence: string, links: readonly Link[]): Html {
  return linkedInOrder(
    sentence,
    links.toSorted((one, other) => other.text.length - one.text.length),
  );
}

/** A number as people write it, for a phone to call; undefined where it has more in it than a number. */
export function callLink(phone: string): Link | undefined {
  if (!/^\+?[\d\s()./‐‑–-]+$/u.test(phone)) return undefined;
  // +44 (0) 1632 … is called without the zero.
  const number = (phone.startsWith('+') ? phone.replace('(0)', '') : phone).replace(/[^\d+]/gu, '');
  return number.length < 3 ? undefined : { text: phone, href: `tel:${number}` };
}

/** An https address as it stands; undefined for any other. */
export function webLink(address: string): Link | undefined {
  return URL.canParse(address) && new URL(address).protocol === 'https:' ? { text: address, href: address } : undefined;
}

function linkedInOrder(sentence: string, [link, ...others]: readonly Link[]): Html {
  if (link === undefined) return html`${sentence}`;
  const start = sentence.indexOf(link.text);
  if (start === -1) return linkedInOrder(sentence, others);
  const before = linkedInOrder(sentence.slice(0, start), others);
  const after = linkedInOrder(sentence.slice(start + link.text.length), others);
  return html`${before}<a href="${link.href}" rel="noreferrer">${breakable(link.text)}</a>${after}`;
}

/** An address that is wider than a phone breaks before a dot or a slash, not in the middle of a word. */
function breakable(address: string): Html {
  const [first = '', ...rest] = address.split(/(?<=\w)(?=[./]\w)/u);
  return html`${first}${rest.map((part) => html`<wbr />${part}`)}`;
}
