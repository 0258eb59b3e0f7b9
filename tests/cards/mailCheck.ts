/** What a mail program makes of a mail's HTML: its elements, and the colours a reader sees. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: Element | undefined;
  /** The text directly inside, as it is read. */
  text: string;
}

const VOID = ['meta', 'br'];

/** Browsers skip what stands between Outlook's conditional comments; Outlook reads it, and skips `[if !mso]`. */
export function elements(html: string, reader: 'browser' | 'outlook' = 'browser'): readonly Element[] {
  const found: Element[] = [];
  let open: Element | undefined;
  for (const [whole, text, closing, tag = '', attributes = ''] of seenBy(reader, html).matchAll(
    /([^<]+)|<(\/?)([a-z][\w:]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*\/?>|</gi,
  )) {
    if (whole === '<') throw new Error('a < that begins no tag');
    if (text !== undefined) {
      if (open === undefined && text.trim() !== '') throw new Error(`text outside of the document: ${text}`);
      if (open !== undefined) open.text += decoded(text);
    } else if (closing === '/') {
      if (open?.tag !== tag) throw new Error(`</${tag}> closes <${open?.tag ?? 'nothing'}>`);
      open = open.parent;
    } else {
      const element = { tag, attributes: attributesOf(attributes), parent: open, text: '' };
      found.push(element);
      if (!VOID.includes(tag) && !whole.endsWith('/>')) open = element;
    }
  }
  if (open !== undefined) throw new Error(`<${open.tag}> is never closed`);
  return found;
}

/** Every text with the lowest contrast it can have, by the colours that count for the reader's scheme. */
export function contrasts(html: string, scheme: 'light' | 'dark'): ReadonlyMap<string, number> {
  const all = elements(html);
  const rules = scheme === 'dark' ? darkRules(all) : [];
  const shown = all.filter((one) => one.text.trim() !== '' && !isHidden(one));
  return new Map(
    shown.map((one) => [
      one.text.trim(),
      ratio(colourOf(one, 'color', rules), colourOf(one, 'background-color', rules)),
    ]),
  );
}

interface Rule {
  readonly selector: string;
  readonly declarations: string;
}

function seenBy(reader: 'browser' | 'outlook', html: string): string {
  const seen =
    reader === 'browser'
      ? html.replace(/<!--\[if !mso\]><!-->|<!--<!\[endif\]-->/g, '')
      : html
          .replace(/<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->/gs, '')
          .replace(/<!--\[if [^\]!]*\]>(.*?)<!\[endif\]-->/gs, '$1');
  return seen.replace(/<!--.*?-->/gs, '').replace(/^<!doctype html>/, '');
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decoded(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) =>
    name === '#8202' ? ' ' : (ENTITIES[name] ?? `unknown entity ${whole}`),
  );
}

function isHidden(element: Element): boolean {
  if (['title', 'style'].includes(element.tag) || declared(element.attributes.style, 'display') === 'none') return true;
  return element.parent !== undefined && isHidden(element.parent);
}

function darkRules(all: readonly Element[]): readonly Rule[] {
  const css = all.filter(({ tag }) => tag === 'style').map(({ text }) => text);
  const [, dark = ''] = /@media \(prefers-color-scheme: dark\) \{((?:[^{}]*\{[^{}]*\})*)/.exec(css.join('\n')) ?? [];
  return [...dark.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', declarations = '']) =>
    selectors.split(',').map((selector) => ({ selector: selector.trim(), declarations })),
  );
}

function colourOf(element: Element, property: 'color' | 'background-color', rules: readonly Rule[]): string {
  const ruled = rules
    .filter(({ selector }) => matches(element, selector.replace(/\s*>\s*/g, ' > ').split(' ')))
    .map(({ declarations }) => declared(declarations, property));
  const { style = '' } = element.attributes;
  const own = [...ruled, declared(style, property), property === 'color' ? undefined : declared(style, 'background')];
  const colour = own.find((one) => one !== undefined && one !== 'none');
  if (colour !== undefined) return colour;
  if (element.parent === undefined) throw new Error(`nothing says the ${property} of ${element.tag}`);
  return colourOf(element.parent, property, rules);
}

function matches(element: Element | undefined, selector: readonly string[]): boolean {
  const last = selector.at(-1);
  if (element === undefined || last === undefined) return last === undefined;
  const classes = (element.attributes.class ?? '').split(' ');
  if (!(last.startsWith('.') ? classes.includes(last.slice(1)) : element.tag === last)) return false;
  const before = selector.slice(0, -1);
  if (before.at(-1) === '>') return matches(element.parent, before.slice(0, -1));
  return before.length === 0 || ancestors(element).some((one) => matches(one, before));
}

function ancestors({ parent }: Element): readonly Element[] {
  return parent === undefined ? [] : [parent, ...ancestors(parent)];
}

function declared(style: string | undefined, property: string): string | undefined {
  const found = new RegExp(String.raw`(?:^|[;\s])${property}:\s*([^;!]+)`).exec(style ?? '');
  return found?.[1]?.trim();
}

/** WCAG 2: 1 to 21. */
function ratio(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [, red = '', green = '', blue = ''] = /^#(..)(..)(..)$/.exec(colour) ?? [];
  const [r = NaN, g = NaN, b = NaN] = [red, green, blue].map((hex) => {
    const part = parseInt(hex, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
