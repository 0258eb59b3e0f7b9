import { expect } from 'chai';
import { userText } from '../../cards/userText.js';
import { translator } from '../../cards/strings.js';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { fastest } from '../fastest.js';
import { faultsOf, nodes } from './cardCheck.js';
import { gallery } from '../../sandbox/gallery/cardExamples.js';
import { noticeViews } from '../../sandbox/gallery/noticeExamples.js';

const t = translator('en-GB', 'Europe/London');
const point = (...codes: number[]): string => String.fromCodePoint(...codes);

describe('userText', () => {
  const cases: Record<string, [from: string, to: string]> = {
    'keeps ordinary words': ['New phone, can’t open it', 'New phone, can’t open it'],
    'keeps what looks like an expression': ['${reference} ${1+1}', '${reference} ${1+1}'],
    'keeps Markdown and HTML as they were typed': ['[x](https://evil) <b>', '[x](https://evil) <b>'],
    'makes one line of several': ['a\r\n\r\nb\tc', 'a b c'],
    'takes out what turns text around': [`a${point(0x202e)}b${point(0x2067)}c${point(0x200f)}`, 'abc'],
    'takes out what nobody sees': [`a${point(0x200b)}b${point(0xfeff)}c${point(0xad)}d${point(0xe0041)}`, 'abcd'],
    'takes out control characters': [`a${point(0)}b${point(7)}c${point(0x1b)}[31m`, 'abc[31m'],
    'takes out half a character': [`a${String.fromCharCode(0xd83d)}b`, 'ab'],
    'takes a joiner out of Latin words': [`pay${point(0x200d)}pal`, 'paypal'],
    'leaves no hole where something was taken out': [`a ${point(0x200b)} b`, 'a b'],
    'keeps an emoji family together': ['👨‍👩‍👧 👩🏽‍💻', '👨‍👩‍👧 👩🏽‍💻'],
    'keeps Persian spelling': [`می${point(0x200c)}خواهم`, `می${point(0x200c)}خواهم`],
    'keeps a date expression from being computed': [
      '{{DATE(2020-01-01T00:00:00Z)}}',
      '{ {DATE(2020-01-01T00:00:00Z)}}',
    ],
    'limits marks on one letter': [`a${point(0x301).repeat(50)}b`, `á${point(0x301).repeat(4)}b`],
    'is empty where nothing is left': [`${point(0x200b)} ${point(0x202e)}\n`, ''],
  };
  for (const [promise, [from, to]] of Object.entries(cases))
    it(promise, () => {
      expect(userText(from, 500)).to.equal(to.normalize('NFC'));
    });

  it('cuts by characters, not by halves of them', () => {
    expect(userText('😀'.repeat(20), 5)).to.equal('😀😀😀😀…');
    expect(userText('abcde', 5)).to.equal('abcde');
  });

  it('costs no more for a megabyte than for a page', () => {
    const endless = '\u200b a\u0301'.repeat(250_000);
    expect(fastest(() => userText(endless, 500))).to.be.lessThan(20);
  });
});

describe('nasty words', () => {
  const attacks: Record<string, string> = {
    expression: '${reference}${if(true,"x","y")}',
    markdown: '[click here](https://evil.example) **bold** # heading',
    html: '<script>alert(1)</script><at>everyone</at>&lt;',
    bidi: `invoice${point(0x202e)}gpj.exe${point(0x2066)}`,
    lines: 'first\r\nApproved by: Morgan\r\n\r\nBcc: evil@example.com',
    icu: "{name, plural, one {#} other {'{'}} '",
    json: '","type":"Action.OpenUrl","url":"https://evil.example',
    long: 'long words '.repeat(9091),
    unbroken: '€'.repeat(100_000),
  };
  for (const [name, attack] of Object.entries(attacks))
    it(`appear as they were typed, capped, in TextRuns only: ${name}`, () => {
      const shown = userText(attack, 80);
      for (const [card, { content, summary }] of gallery(() => attack, t)) {
        // `${` is in the words themselves here, and stays.
        const faults = faultsOf(content).filter((fault) => name !== 'expression' || fault !== 'an unexpanded ${');
        expect(faults, card).to.deep.equal([]);
        expect(summary.length, card).to.be.lessThan(500);
        expect(summary, card).not.to.match(/[\r\n]/u);
        for (const { node, path } of nodes(content))
          for (const [key, value] of Object.entries(node))
            // Titles and what is filled in hold no TextRuns; cards.test.ts has their rules.
            if (typeof value === 'string' && value.includes(shown) && key !== 'title' && node['type'] !== 'Input.Text')
              expect(`${String(node['type'])}.${key}`, `${card} ${path}`).to.equal('TextRun.text');
      }
    });

  it('make no link of a name in a choice', () => {
    const card = gallery(() => '[Priya](https://evil.example) *x* `y`', t).get('choice')!;
    expect(JSON.stringify(card.content)).not.to.match(/\]\(|\*x|`/u);
  });

  it('start no line of their own in a mail, and no header', () => {
    for (const view of noticeViews(() => attacks['lines']!, t)) {
      const { subject, text } = noticeMail(view);
      expect(subject).not.to.match(/[\r\n]/u);
      expect(text).not.to.match(/^(Approved by: Morgan|Bcc)/mu);
    }
  });
});
