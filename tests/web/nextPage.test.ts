import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { translator, type Key, type Translate } from '../../cards/strings.js';
import { nextPage } from '../../web/nextPage.js';
import { support } from './examples.js';

const t = translator('en');
const plain = (markup: string): string =>
  markup
    .replace(/<wbr[^>]*>/gu, '')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&#(\d+);/gu, (_entity, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/gu, ' ');

describe('the page for after a reset', () => {
  it('says how to get back in, in order', () => {
    const list = /<ol[\s\S]*<\/ol>/u.exec(nextPage(support, t))![0];
    expect(list.match(/<li>/gu)).to.have.lengthOf(5);
    expect(plain(list)).to.match(
      /phone ready.*Install Microsoft Authenticator.*App Store.*Google Play.*login\.microsoftonline\.com.*email and password.*steps on the screen.*sign in with MFA as you did before/u,
    );
    expect(plain(nextPage(support, t))).to.match(/as you did before.*add a second method.*security-info/u);
  });

  it('says everything that is known about support, with what can be tapped', () => {
    const page = nextPage(support, t);
    for (const fact of Object.values(support)) expect(plain(page)).to.include(fact);
    expect(plain(page)).to.include('“MFA lockout”');
    for (const href of ['tel:+441632960123', support.portal, support.passwordReset])
      expect(page).to.include(`<a href="${href}" rel="noreferrer">`);
  });

  it('reads well where nothing is known about support', () => {
    const text = plain(nextPage({}, t));
    expect(text).to.include('Contact your IT team.').and.to.include('Ask your IT team for a new password.');
    expect(text).not.to.match(/undefined|null|\{|The link for the password|When they can be reached/u);
    expect(nextPage({}, t)).not.to.include('tel:');
  });

  it('keeps the policy’s texts as text, whatever they hold', () => {
    const hostile = `"><script src='//evil.example'></script><img onerror=x>{phone}&lt;`;
    const names = ['phone', 'hours', 'portal', 'passwordReset', 'escalation'] as const;
    const page = nextPage(Object.fromEntries(names.map((name) => [name, hostile])), t);
    const usual = nextPage(support, t);
    const tags = (markup: string): Set<string> => new Set(markup.match(/<[a-z!]+/gu));
    expect([...tags(page)].filter((tag) => !tags(usual).has(tag))).to.deep.equal([]);
    expect(plain(page).split(hostile)).to.have.lengthOf(names.length + 1);
  });

  it('leads to Microsoft, the app stores and the policy’s addresses only, and tells nobody where from', () => {
    const page = nextPage(support, t);
    const links = [...page.matchAll(/<a ([^>]*)>/gu)].map(([, attributes]) => attributes!);
    expect(links).not.to.be.empty;
    for (const attributes of links) expect(attributes).to.match(/^href="[^"]+" rel="noreferrer"$/u);
    const hosts = links
      .map((attributes) => new URL(/href="([^"]+)"/u.exec(attributes)![1]!, 'https://self.example/next'))
      .map(({ protocol, host }) => `${protocol}${host}`);
    expect([...new Set(hosts)].sort()).to.deep.equal([
      'https:apps.apple.com',
      'https:help.example.com',
      'https:login.microsoftonline.com',
      'https:mysignins.microsoft.com',
      'https:play.google.com',
      'https:self.example',
      'tel:',
    ]);
  });

  it('runs and loads nothing but its stylesheet', () => {
    const page = nextPage(support, t);
    expect(page).not.to.match(/<script|<form|<input|<iframe|<style| style=| on[a-z]+=|\ssrc=/u);
    expect(page.match(/<link [^>]*>/gu)!.map((link) => /href="([^"]*)"/u.exec(link)![1])).to.deep.equal([
      'data:,',
      'assets/page.css',
    ]);
  });

  it('has its headings in order, one title, and names its language', () => {
    const page = nextPage(support, t);
    expect(page).to.match(/^<!doctype html>\s*<html lang="en" dir="ltr">/u);
    const levels = [...page.matchAll(/<h(\d)/gu)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).to.deep.equal([1]);
    levels.forEach((level, at) => {
      expect(level - (levels[at - 1] ?? 0)).to.be.at.most(1);
    });
    for (const [, id] of page.matchAll(/aria-labelledby="([^"]*)"/gu))
      expect(page.split(` id="${id!}"`)).to.have.lengthOf(2);
  });

  it('uses every sentence it has', () => {
    const used = new Set<string>();
    const recording = new Proxy(t, {
      apply: (translate, _this, [key, values]: Parameters<Translate>) => {
        used.add(key);
        return translate(key, values);
      },
    });
    nextPage(support, recording);
    nextPage({}, recording);
    const file = new URL('../../cards/strings/en.json', import.meta.url);
    const keys = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as Record<Key, string>);
    expect(keys.filter((key) => key.startsWith('next.') && !used.has(key))).to.deep.equal([]);
  });
});
