import { expect } from 'chai';
import { html } from '../../web/html.js';
import { callLink, linked, webLink } from '../../web/links.js';

const HOSTILE = `<b onload="x('y')">&amp;`;
const ESCAPED = '&#60;b onload=&#34;x(&#39;y&#39;)&#34;&#62;&#38;amp;';

describe('markup', () => {
  it('keeps what it was given as text, in elements and attributes', () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.markup).to.equal(`<p title="${ESCAPED}">${ESCAPED}</p>`);
  });

  it('escapes once, however deep', () => {
    const items = [html`<li>${HOSTILE}</li>`, html`<li>${'&'}</li>`];
    const list = html`<ul>${items}</ul>`; // prettier-ignore
    expect(list.markup.replace(/\s/gu, '')).to.equal(`<ul><li>${ESCAPED}</li><li>&#38;</li></ul>`.replace(/\s/gu, ''));
  });
});

describe('links in a sentence', () => {
  const portal = { text: 'https://it.example', href: 'https://it.example' };
  const password = { text: 'https://it.example/password', href: 'https://it.example/password' };

  it('links the longer address where one begins with the other', () => {
    expect(linked('See https://it.example/password.', [portal, password]).markup.replaceAll('<wbr />', '')).to.equal(
      'See <a href="https://it.example/password" rel="noreferrer">https://it.example/password</a>.',
    );
  });

  it('links several addresses, and keeps the rest as text', () => {
    const { markup } = linked('<1> https://it.example/password & https://it.example', [portal, password]);
    expect(markup.replaceAll('<wbr />', '')).to.match(
      /^&#60;1&#62; <a [^>]*>https:\/\/it\.example\/password<\/a> &#38; <a [^>]*>https:\/\/it\.example<\/a>$/u,
    );
  });

  it('lets a long address break before its dots and slashes only', () => {
    expect(linked(password.text, [password]).markup).to.include('>https://it<wbr />.example<wbr />/password<');
  });

  it('leads to https and nowhere else', () => {
    expect(webLink('https://it.example/a?b=c')?.href).to.equal('https://it.example/a?b=c');
    for (const address of ['', 'it.example', 'http://it.example', 'javascript:alert(1)', 'data:text/html,x'])
      expect(webLink(address), address).to.equal(undefined);
  });

  it('calls a number as people write it', () => {
    const numbers = {
      '+44 (0) 1632 960 123': 'tel:+441632960123',
      '01632 960-123': 'tel:01632960123',
      '(01632) 960123': 'tel:01632960123',
      '+49 (30) 1234': 'tel:+49301234',
      '112': 'tel:112',
    };
    for (const [phone, href] of Object.entries(numbers)) expect(callLink(phone)?.href, phone).to.equal(href);
    for (const phone of ['', '1', '0800 HELP', 'ext. 123', '123;456', '1+2345'])
      expect(callLink(phone), phone).to.equal(undefined);
  });
});
