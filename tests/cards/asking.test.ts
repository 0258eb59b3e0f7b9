import { expect } from 'chai';
import { commandFor } from '../../bot/commands.js';
import { choiceCard } from '../../cards/asking/choiceCard.js';
import { confirmCard } from '../../cards/asking/confirmCard.js';
import { formCard, type FormView } from '../../cards/asking/formCard.js';
import { helpCard, suggestions, welcomeCard, type Role } from '../../cards/helpCard.js';
import { listCard } from '../../cards/asking/listCard.js';
import { translator } from '../../cards/strings.js';
import type { Draft } from '../../core/rows.js';
import type { ResetRequest } from '../../core/request.js';
import { parseReset } from '../../dialogs/utterance.js';
import { faultsOf, nodes } from './cardCheck.js';
import { askingCards, LISTED } from '../../sandbox/gallery/cardExamples.js';
import { examples, links, marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { textOf } from './reading.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const target = { id: 'priya', name: 'Priya Raman' };
const MARKDOWN = '[click](https://evil.example) **bold** `x` _y_ <b>!';
const roles: readonly Role[] = ['requester', 'approver', 'it'];

describe('cards for asking', () => {
  it('keep the rules for phones, themes and screen readers', () => {
    for (const [name, { content }] of [...askingCards(marked, t), ...askingCards(marked, t, {})])
      // Teams' own, and in no published schema.
      expect(faultsOf(without(content, 'choices.data')), name).to.deep.equal([]);
  });

  it('show the words of people in TextRuns, in choices without Markdown, and to their writer in the field', () => {
    for (const [name, { content }] of askingCards(marked, t))
      for (const { node, path } of nodes(content))
        for (const [key, value] of Object.entries(node)) {
          if (typeof value !== 'string' || !value.includes('⟦')) continue;
          const run = node['type'] === 'TextRun' && key === 'text';
          const choice = /\.choices\.\d+$/u.test(path) && key === 'title';
          const field = node['type'] === 'Input.Text' && node['id'] === 'why' && key === 'value';
          expect(run || choice || field, `${name} ${path}.${key}`).to.be.true;
        }
  });

  it('take the Markdown out of every name in a choice', () => {
    const named = (id: string): ResetRequest => ({ ...rows['pending']!, id, target: { id, name: MARKDOWN } });
    const cards = [
      choiceCard({ people: [{ id: 'a', name: MARKDOWN }], t }),
      listCard({ requests: [named('a'), named('b')], as: 'requester', now: NOW, t }),
    ];
    for (const { content } of cards) {
      const titles = all(content, 'Input.ChoiceSet').flatMap(({ choices }) => choices as { title: string }[]);
      expect(titles.filter(({ title }) => title.includes('evil'))).not.to.be.empty;
      for (const { title } of titles) expect(title).not.to.match(/[[\]<>*_`~\\#|!]/u);
    }
  });
});

describe('the form', () => {
  const input = (id: string, view: Partial<FormView> = {}): Record<string, unknown> =>
    inputs(formCard({ t, ...view }).content).find((each) => each['id'] === id)!;

  it('asks for everything at once and insists on nothing, since the chat counts as well', () => {
    const { content } = formCard({ t });
    expect(inputs(content).map(({ id }) => id)).to.deep.equal(['personId', 'why', 'lost', 'urgent']);
    for (const each of inputs(content)) expect(each).not.to.have.property('isRequired');
    expect(verbs(content)).to.deep.equal(['submitForm']);
    expect(textOf(content)).to.include('Type their name in the chat');
  });

  it('has the people picker of Teams for the whole organisation', () => {
    expect(input('personId')).to.include({ type: 'Input.ChoiceSet' }).and.not.have.any.keys('value', 'isMultiSelect');
    expect(input('personId')).to.have.deep.property('choices', []);
    expect(input('personId')['choices.data']).to.deep.equal({
      type: 'Data.Query',
      dataset: 'graph.microsoft.com/users',
    });
  });

  it('begins with “not known” and not urgent', () => {
    expect(input('lost')['value']).to.equal('unknown');
    expect(input('urgent')['value']).to.equal('false');
    const values = (input('lost')['choices'] as { value: string }[]).map(({ value }) => value);
    expect(values).to.deep.equal(['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown']);
  });

  it('holds what is known already', () => {
    const why = 'lost on the  train\u202e ${x} {{DATE(2020)}}';
    const wish = { personId: 'priya', why, lost: 'stolen', urgent: true } as const;
    expect(input('personId', { wish })['value']).to.equal('priya');
    expect(input('why', { wish })['value']).to.equal('lost on the train ${x} { {DATE(2020)}}');
    expect(input('lost', { wish })['value']).to.equal('stolen');
    expect(input('urgent', { wish })['value']).to.equal('true');
  });

  it('stops a reason that is too short, and lets none at all pass', () => {
    const { regex, maxLength, errorMessage } = input('why');
    const pattern = new RegExp(String(regex), 'u');
    for (const good of ['', '  ', 'new phone!', 'line one\nline two']) expect(pattern.test(good), good).to.be.true;
    for (const bad of ['x', 'new phone', '  new phone  ']) expect(pattern.test(bad), bad).to.be.false;
    expect(maxLength).to.equal(500);
    expect(errorMessage).to.include('10');
  });

  it('tells what was left out, and nothing when nothing was', () => {
    const text = textOf(formCard({ t, missing: ['person'] }).content);
    expect(text).to.include('Still missing').and.include('Choose your colleague').and.not.include('in a sentence');
    expect(textOf(formCard({ t, missing: ['why'] }).content)).to.include('in a sentence');
    expect(textOf(formCard({ t }).content)).not.to.include('Still missing');
  });
});

describe('the list', () => {
  const numbered = LISTED.map((name, index): ResetRequest => {
    return { ...rows[name]!, id: `id-${index}`, reference: `MFA-AAA${String(index).padStart(2, '0')}` };
  });
  const list = (requests: readonly ResetRequest[], as: 'requester' | 'nominee' = 'requester'): object =>
    listCard({ requests, as, now: NOW, t }).content;

  it('has a line for each: reference, name, state and time, in the order given', () => {
    const lines = textOf(list(numbered)).split('\n');
    const states = [
      ...['waiting for approval', 'second approval needed', 'approved', 'approved, starts later', 'in progress'],
      ...['not finished yet', 'on hold', 'declined', 'cancelled', 'expired'],
    ];
    for (const [index, state] of states.entries()) {
      const at = lines.indexOf(`MFA-AAA${String(index).padStart(2, '0')}: `);
      expect(lines[at + 1]).to.equal(`priya name · ${state} · asked at 10:37`);
    }
  });

  it('calls a hold that is over approved', () => {
    expect(textOf(list([{ ...rows['approvedHeld']!, executeAt: NOW }]))).to.include('name · approved · asked');
  });

  it('shows ten, and says how many more and how to see them', () => {
    const text = textOf(list(numbered));
    expect(text).to.include('MFA-AAA09').and.not.include('MFA-AAA10');
    expect(text).to.include('2 more aren’t listed').and.include('“history”');
    expect(textOf(list(numbered.slice(0, 10)))).not.to.include('listed');
    expect(inputs(list(numbered))[0]!['choices']).to.have.length(10);
  });

  it('lets one of several be chosen and shown', () => {
    const content = list(numbered.slice(0, 3), 'nominee');
    const [choice] = inputs(content);
    expect(choice).to.include({ id: 'requestId', style: 'expanded', isRequired: true });
    expect(choice!['choices']).to.deep.include({ title: 'MFA-AAA01 · priya name', value: 'id-1' });
    expect(all(content, 'Action.Execute').map(({ data }) => data)).to.deep.equal([{ verb: 'show' }]);
  });

  it('shows the only one without a choice', () => {
    const content = list(numbered.slice(0, 1));
    expect(inputs(content)).to.deep.equal([]);
    expect(all(content, 'Action.Execute').map(({ data }) => data)).to.deep.equal([{ verb: 'show', requestId: 'id-0' }]);
  });

  it('says what to type when it is empty', () => {
    for (const [as, words] of [
      ['requester', 'reset mfa'],
      ['nominee', 'my requests'],
    ] as const) {
      expect(textOf(list([], as))).to.include(`“${words}”`);
      expect(verbs(list([], as))).to.deep.equal([]);
      expect(isUnderstood(words)).to.be.true;
    }
  });
});

describe('the confirmation', () => {
  const confirm = (more: Partial<Draft>): object => {
    const draft = { requestId: 'r', justification: 'why', lost: 'newPhone', clearing: 'all', urgent: false } as const;
    return confirmCard({ draft: { ...draft, ...more }, target, approvers: [{ id: 'm', name: 'Morgan' }], t }).content;
  };

  it('offers to clear less only where it is known what went', () => {
    const offered = (['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown'] as const).filter(
      (lost) => inputs(confirm({ lost })).length > 0,
    );
    expect(offered).to.deep.equal(['newPhone', 'lostPhone', 'securityKey']);
  });

  it('recommends everything, and keeps what was chosen', () => {
    const [all_] = inputs(confirm({}));
    expect(all_).to.include({ id: 'clearing', style: 'expanded', value: 'all' });
    const choices = (lost: Draft['lost']): string[] =>
      (inputs(confirm({ lost }))[0]!['choices'] as { title: string; value: string }[]).map(
        ({ title, value }) => `${value}: ${title}`,
      );
    expect(choices('lostPhone')[0]).to.equal('all: Everything (recommended)');
    expect(choices('lostPhone')[1]).to.match(/^lost: .*phone.*Authenticator/u);
    expect(choices('securityKey')[1]).to.match(/^lost: .*security keys/u);
    expect(inputs(confirm({ clearing: 'lost' }))[0]).to.include({ value: 'lost' });
  });

  it('says what will be cleared: all of it, or what is chosen', () => {
    const everything = textOf(confirm({ lost: 'unknown' }));
    expect(everything).to.include('their MFA methods are cleared').and.include('sets up MFA again.');
    const chosen = textOf(confirm({ lost: 'newPhone' }));
    expect(chosen).to.include('what you choose below is cleared').and.include('unless a method is left');
    for (const text of [everything, chosen]) expect(text).to.include('can’t be undone');
  });

  it('lets nothing on the card stop whoever does not want to send it', () => {
    const [, discard] = all(confirm({}), 'Action.Execute');
    expect(discard).to.include({ verb: 'discard', associatedInputs: 'none' });
    expect(discard!['fallback']).to.include({ type: 'Action.Submit', associatedInputs: 'none' });
    for (const each of inputs(confirm({}))) expect(each).not.to.have.property('isRequired');
  });
});

describe('help', () => {
  const help = (role: Role, helpful = support): string =>
    textOf(helpCard({ t, support: helpful, links, role }).content);
  const commandsIn = (text: string): string[] => [...text.matchAll(/^“(.+)” – /gmu)].map(([, words]) => words!);

  it('names only words that the bot understands', () => {
    for (const role of roles) {
      const welcome = textOf(welcomeCard({ t, support, links, role }).content);
      const words = [
        ...commandsIn(help(role)),
        ...commandsIn(welcome),
        ...suggestions(role, t).map(({ text }) => text),
      ];
      expect(words.filter((each) => !isUnderstood(each))).to.deep.equal([]);
    }
  });

  it('names every command, approvals to those who approve', () => {
    const asking = ['reset mfa', 'my requests', 'status MFA-7K3Q9', 'nudge', 'cancel', 'language', 'help'];
    for (const role of roles) {
      expect(commandsIn(help(role))).to.include.members(asking);
      expect(commandsIn(help(role)).some((words) => words.startsWith('note'))).to.be.true;
      expect(commandsIn(help(role)).includes('approvals')).to.equal(role !== 'requester');
    }
  });

  it('gives IT the link to the form and the way to any request, and nobody else', () => {
    for (const role of roles) {
      expect(help(role).includes(links.form)).to.equal(role === 'it');
      expect(help(role).includes('any request')).to.equal(role === 'it');
    }
  });

  it('helps when it gets stuck, with and without what the policy knows', () => {
    for (const role of roles)
      for (const text of [help(role), help(role, {})])
        for (const fact of [
          'mysignins.microsoft.com/security-info',
          'Sign out everywhere'.toLowerCase(),
          'separate request',
          '“nudge”',
          'another approver',
          'MFA lockout',
        ])
          expect(text).to.include(fact);
    for (const fact of [support.phone!, support.passwordReset!, support.escalation!])
      expect(help('requester')).to.include(fact);
  });

  it('says nothing twice', () => {
    for (const helpful of [support, {}]) {
      const text = help('requester', helpful);
      for (const once of ['MFA lockout', 'separate request']) expect(text.split(once)).to.have.length(2);
    }
  });

  it('suggests at most three things', () => {
    for (const role of roles) {
      const titles = suggestions(role, t).map(({ title }) => title);
      expect(titles.length).to.be.within(1, 3);
      expect(new Set(titles).size).to.equal(titles.length);
    }
    expect(suggestions('requester', t)[0]!.text).to.equal('reset mfa');
    expect(suggestions('approver', t).map(({ text }) => text)).to.include('approvals');
  });
});

function isUnderstood(words: string): boolean {
  return parseReset(words) !== undefined || commandFor(words) !== undefined;
}

type Json = Readonly<Record<string, unknown>>;

function all(content: object, type: string): Json[] {
  return [...nodes(content)].map(({ node }) => node).filter((node) => node['type'] === type);
}

function inputs(content: object): Json[] {
  return [...nodes(content)].map(({ node }) => node).filter(({ type }) => String(type).startsWith('Input.'));
}

function verbs(content: object): unknown[] {
  return all(content, 'Action.Execute').map(({ verb }) => verb);
}

function without(content: object, name: string): object {
  const kept = (key: string, value: unknown): unknown => (key === name ? undefined : value);
  return JSON.parse(JSON.stringify(content, kept)) as object;
}
