import { readFileSync } from 'node:fs';
import mjml2html from 'mjml';
import type { Tone } from '../cards/message.js';

const SOURCE = new URL('../cards/templates/mail.mjml', import.meta.url);
const TONES = Object.keys({
  default: 0,
  emphasis: 0,
  good: 0,
  attention: 0,
  warning: 0,
  accent: 0,
} satisfies Record<Tone, 0>);

/** cards/templates/mail.mjml as the parts that cards/mail/mailLayout.ts puts together: `button`, `box.good`, … */
export async function compiledLayout(): Promise<Readonly<Record<string, string>>> {
  const byTone = new Map<string, Record<string, string>>();
  for (const tone of TONES) byTone.set(tone, cut(tidy(await compiled(tone))));
  const names = Object.keys(byTone.get('default') ?? {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const parts = [...byTone].map(([tone, { [name]: part = '' }]) => ({ tone, part }));
      const same = new Set(parts.map(({ part }) => part)).size === 1;
      return parts.map(({ tone, part }) => [same ? name : `${name}.${tone}`, part] as const);
    }),
  );
}

async function compiled(tone: string): Promise<string> {
  const source = readFileSync(SOURCE, 'utf8').replaceAll('%tone%', tone);
  const { html } = await mjml2html(source, { validationLevel: 'strict' });
  return html;
}

/** Takes each part out, inner ones first, and leaves a slot of its name in its place. */
function cut(html: string): Record<string, string> {
  const parts: Record<string, string> = {};
  const innermost = /<!--\[(\w+)\]-->((?:(?!<!--\[\w+\]-->).)*?)<!--\[\/\1\]-->/s;
  let page = html;
  for (let found = innermost.exec(page); found !== null; found = innermost.exec(page)) {
    const [whole, name = '', part = ''] = found;
    parts[name] = part;
    page = page.replace(whole, () => `{{${name}}}`);
  }
  return { page, ...parts };
}

/** Blank space between tags is half the size. The namespace is the one address in it, and no mail needs it. */
function tidy(html: string): string {
  return html
    .replace(' xmlns="http://www.w3.org/1999/xhtml"', '')
    .replace(/\s+/g, ' ')
    .replace(/> (?=<)/g, '>')
    .replace(/ (?=>)/g, '')
    .trim();
}
