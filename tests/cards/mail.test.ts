import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { mailHtml } from '../../cards/mail/mailLayout.js';
import { cardOf, type Message, type Tone } from '../../cards/message.js';
import { mailText, noticeMail } from '../../cards/mail/noticeMail.js';
import { translator } from '../../cards/strings.js';
import { userText } from '../../cards/userText.js';
import { compiledLayout } from '../../scripts/mailParts.js';
import { examples, links, marked } from '../../sandbox/gallery/examples.js';
import { noticeViews } from '../../sandbox/gallery/noticeExamples.js';
import { contrasts, elements } from './mailCheck.js';

const t = translator('en-GB', 'Europe/London');
const frame = { lang: 'en-GB', title: 'A subject', signature: 'Sent by a bot' };
const tones: readonly Tone[] = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'];
const button = { title: 'Open the request', url: 'https://teams.example/l/chat?users=28:x&text="hi"' };
const full: Message = {
  icon: '🔐',
  tone: 'accent',
  heading: 'The heading',
  subtitle: 'The subtitle',
  summary: 'The summary',
  paragraphs: ['First paragraph', 'Second paragraph'],
  facts: [
    { label: 'Label A', value: 'Value A' },
    { label: 'Label B', value: 'Value B' },
  ],
  boxes: tones.map((tone) => ({ title: `Box ${tone}`, tone, lines: [`Line 1 ${tone}`, `Line 2 ${tone}`] })),
  button,
  footer: ['Footer 1', 'Footer 2'],
};
const bare: Message = { icon: '✅', tone: 'good', heading: 'Done', summary: 'It is done' };

const textOf = (html: string): string =>
  elements(html)
    .filter(({ tag }) => tag !== 'style')
    .map(({ text }) => text.trim())
    .join('\n');
const shape = (html: string): readonly string[] =>
  elements(html).map(({ tag, attributes }) => `${tag} ${attributes.style}`);

describe('the mail layout', () => {
  it('is compiled from cards/templates/mail.mjml (npx tsx scripts/mail-layout.ts)', async () => {
    const committed = readFileSync(new URL('../../cards/templates/mail.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).to.deep.equal(await compiledLayout());
  });

  it('shows everything a message has, once and in its order', () => {
    const shown = textOf(mailHtml(full, frame));
    const words = [
      frame.title,
      ...['The heading', 'The subtitle', 'Second paragraph', 'Label A', 'Value A', 'Label B', 'Value B'],
      ...tones.flatMap((tone) => [`Box ${tone}`, `Line 1 ${tone}`, `Line 2 ${tone}`]),
      ...[button.title, 'Footer 1', 'Footer 2', frame.signature],
    ];
    const places = words.map((word) => shown.indexOf(word));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect(places).not.to.include(-1);
    for (const word of words.slice(1)) expect(shown.split(word), word).to.have.length(2);
  });

  it('leaves out what a message has not', () => {
    const all = elements(mailHtml(bare, frame));
    expect(all.filter(({ tag }) => tag === 'a')).to.deep.equal([]);
    const classes = all.map(({ attributes }) => attributes.class ?? '').join(' ');
    expect(classes).not.to.match(/subtitle|label|value|box|button/);
  });

  it('tells an inbox the first paragraph, hidden, or else the summary', () => {
    for (const [message, words] of [
      [full, 'First paragraph'],
      [bare, bare.summary],
    ] as const) {
      const [preheader] = elements(mailHtml(message, frame)).filter(({ parent }) => parent?.tag === 'body');
      expect(preheader?.text).to.equal(words);
      expect(preheader?.attributes.style).to.match(/^display:none;/);
    }
  });

  it('can be read in light and in dark, in every tone', () => {
    for (const tone of tones)
      for (const scheme of ['light', 'dark'] as const) {
        const found = contrasts(mailHtml({ ...full, tone }, frame), scheme);
        expect(found.size).to.be.greaterThan(30);
        for (const [text, contrast] of found) expect(contrast, `${text} in ${scheme}, ${tone}`).to.be.at.least(4.5);
      }
  });

  it('changes its colours in the dark, all of them but the button’s', () => {
    const [light, dark] = [contrasts(mailHtml(full, frame), 'light'), contrasts(mailHtml(full, frame), 'dark')];
    expect([...light].filter(([text, contrast]) => dark.get(text) === contrast).map(([text]) => text)).to.deep.equal([
      button.title,
    ]);
  });

  it('asks for no more room than a small phone has', () => {
    for (const { attributes } of elements(mailHtml(full, frame)))
      for (const [, width = ''] of `${attributes.style} width="${attributes.width}"`.matchAll(
        /(?<![\w-])width(?::\s*|=")([^;"]+)/g,
      ))
        expect(width).to.match(/^(\d+%|undefined)$/);
  });

  it('fetches nothing and runs nothing', () => {
    const html = mailHtml({ ...full, button: { title: 'Open', url: 'x:y' } }, frame);
    expect(html).not.to.match(/https?:\/\/|url\(|@import|\bsrc=|\bbackground=|<(img|link|script|iframe|base|form)\b/i);
  });

  it('has one button, which is a link in a cell with the same colour', () => {
    const all = elements(mailHtml(full, frame));
    const [link, ...others] = all.filter(({ tag }) => tag === 'a');
    expect(others).to.deep.equal([]);
    expect(link?.attributes.href).to.equal(button.url);
    expect(link?.parent?.attributes.bgcolor).to.match(/^#/);
  });
});

describe('notice mails', () => {
  it('are whole documents, for browsers and for Outlook', () => {
    for (const view of noticeViews(marked, t)) {
      const { html, subject } = noticeMail(view);
      for (const reader of ['browser', 'outlook'] as const) elements(html, reader);
      const [root, ...rest] = elements(html);
      expect(root?.tag).to.equal('html');
      expect(root?.attributes.lang).to.equal('en-GB');
      expect(rest.find(({ tag }) => tag === 'title')?.text).to.equal(subject);
      expect(rest.filter(({ tag }) => tag === 'h1')).to.have.length(1);
      expect(rest.filter(({ tag }) => tag === 'a').length, view.notice).to.be.at.most(view.to === 'target' ? 2 : 1);
      expect(html, view.notice).not.to.match(/undefined|\{\{|\$\{|\[object/);
      // Gmail cuts a mail off at 102 KB.
      expect(html.length).to.be.lessThan(50_000);
    }
  });

  it('lead to addresses that were given, and no other', () => {
    const given = (text: string): boolean =>
      [
        'https://support.example.com',
        ...noticeViews(marked, t).flatMap(({ links }) => [links.chat, links.form, links.next ?? '']),
        links.stop!(examples(marked)['pending']!)!,
      ].some((url) => url !== '' && text.startsWith(url));
    for (const view of noticeViews(marked, t))
      for (const [address] of elements(noticeMail(view).html).flatMap(({ text, attributes }) => [
        ...`${text} ${Object.values(attributes).join(' ')}`.matchAll(/https?:\S+/g),
      ]))
        expect(given(address), address).to.equal(true);
  });

  it('say the same as HTML and as text', () => {
    for (const view of noticeViews(marked, t)) {
      const { html, text } = noticeMail(view);
      const shown = textOf(html).replace(/\s+/g, ' ');
      for (const line of text.split('\n').filter((one) => one !== '')) {
        const [label = '', ...rest] = line.split(': ');
        if (shown.includes(line)) continue;
        expect(shown, `${view.notice}: ${line}`).to.include(label);
        if (!rest.join(': ').startsWith('http')) expect(shown, view.notice).to.include(rest.join(': '));
      }
      // The heading is the subject, the subtitle the reference in it.
      const said = elements(html).filter(
        ({ tag, attributes }) => !['title', 'style', 'h1', 'span'].includes(tag) && attributes.class !== 'subtitle',
      );
      for (const one of said) expect(text, view.notice).to.include(one.text.trim());
    }
  });
});

describe('words in a mail', () => {
  const attacks: Record<string, string> = {
    script: '<script>alert(1)</script><img src=x onerror=alert(1)>',
    entities: '&lt;b&gt; &amp; "double" \'single\' & <b',
    attribute: '" style="display:none" onclick="x',
    slot: '{{signature}} {{url}} {{nothing}}',
    expression: '${reference} ${1+1} $& $1 $$',
    formula: '=HYPERLINK("https://evil.example","x")',
    markdown: '[click](https://evil.example) **bold**',
    comment: '--><!--[if mso]><p>x</p><![endif]-->',
    lines: 'first\r\nBcc: evil@example.com\r\n\r\n.\r\nlast',
  };
  const plain = noticeViews(() => 'plain words', t);

  for (const [name, attack] of Object.entries(attacks))
    it(`stand there as they were typed and change nothing: ${name}`, () => {
      const words = userText(attack, 80);
      let shown = 0;
      noticeViews(() => attack, t).forEach((view, index) => {
        const { html, text, subject } = noticeMail(view);
        for (const reader of ['browser', 'outlook'] as const)
          expect(elements(html, reader).length).to.equal(elements(noticeMail(plain[index]!).html, reader).length);
        expect(shape(html), view.notice).to.deep.equal(shape(noticeMail(plain[index]!).html));
        expect(textOf(html).includes(words), view.notice).to.equal(text.includes(words));
        expect(subject).not.to.match(/[\r\n]/);
        expect(elements(html).filter(({ attributes }) => attributes.href?.includes('evil'))).to.deep.equal([]);
        if (text.includes(words)) shown++;
      });
      expect(shown).to.be.greaterThan(10);
    });

  it('stand so in every place of the layout, the button’s address too', () => {
    for (const attack of Object.values(attacks)) {
      const box = { title: attack, tone: 'good', lines: [attack] } as const;
      const message: Message = {
        icon: attack,
        tone: 'good',
        heading: attack,
        subtitle: attack,
        summary: attack,
        paragraphs: [attack],
        facts: [{ label: attack, value: attack }],
        boxes: [box],
        button: { title: attack, url: attack },
        footer: [attack],
      };
      const html = mailHtml(message, { lang: 'en', title: attack, signature: attack });
      expect(textOf(html).split(attack.trim())).to.have.length(1 + 13);
      expect(elements(html).find(({ tag }) => tag === 'a')?.attributes.href).to.equal(attack);
    }
  });
});

describe('a message with a button', () => {
  it('tells its address in the text as well, on a line of its own', () => {
    const lines = mailText(full, 'Sent by a bot').split('\n');
    const at = lines.indexOf(`${button.title}: ${button.url}`);
    expect([lines[at - 1], lines[at + 1], lines[at + 2]]).to.deep.equal(['', '', 'Footer 1']);
    expect(mailText(bare, 'Sent by a bot')).to.equal('Sent by a bot\n');
  });

  it('is no other card: cards have actions', () => {
    expect(cardOf(full, t)).to.deep.equal(cardOf({ ...full, button: undefined }, t));
    expect(JSON.stringify(cardOf(full, t))).not.to.include(button.title);
  });
});
