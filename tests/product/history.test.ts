import { expect } from 'chai';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { newcomer, newTrio, type Trio } from '../faults/people.js';
import { AT_ONCE, cast, createWorld, policyGroups, readable, send, type World } from './world.js';

describe('what was asked', () => {
  let world: World;
  /** The first of them asked for ten people, one of whom was another's manager. */
  let trios: readonly Trio[];
  const references: string[] = [];
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { ...AT_ONCE, itGroup, limits: { requestsPerDay: 100 } } });
    const requester = newcomer(world);
    trios = Array.from({ length: 10 }, () => ({ ...newTrio(world), requester }));
    for (const trio of trios) references.push(await asked(trio));
  });
  after(() => world.close());

  async function asked({ requester, target }: Trio): Promise<string> {
    const form = { personId: target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(textOf(await send(requester, 'submitForm', form)))?.[1];
    return /MFA-[0-9A-Z]{5}/.exec(textOf(await send(requester, 'confirm', { requestId })))?.[0] ?? '';
  }
  const textOf = (answer: { readonly body?: unknown }): string => JSON.stringify(answer.body ?? '');
  const listed = (card: unknown): readonly string[] => [...new Set(JSON.stringify(card).match(/MFA-[0-9A-Z]{5}/g))];
  const idsIn = (card: unknown): readonly string[] =>
    [...JSON.stringify(card).matchAll(/"value":"([0-9a-f-]{36})"/g)].map(([, id = '']) => id);
  const dana = (): TeamsUser => world.user(cast.it);
  async function says(user: TeamsUser, text: string) {
    await user.say(text);
    const message = user.botMessages.at(-1)!;
    return { message, card: message.activity['attachments'], text: readable(message) };
  }

  it('is a page of lines, newest first, with those before it behind a button; one of them opens', async () => {
    const all = references.toReversed();
    const { message, card } = await says(dana(), 'history');
    expect(listed(card)).to.deep.equal(all.slice(0, 8));
    const [, third] = [...new Set(idsIn(card))].slice(1);
    const older = await dana().tap(message, 'list');
    expect(listed(older.card)).to.deep.equal(all.slice(8));
    const newer = await dana().tap(message, 'list');
    expect(listed(newer.card)).to.deep.equal(all.slice(0, 8));
    const shown = await dana().tap(message, 'show', { requestId: third ?? '' });
    expect(listed(shown.card)).to.deep.equal([all[2]]);
  });

  it('is found by a person’s name, by IT in the directory', async () => {
    const { person } = trios[4]!.target;
    expect(listed((await says(dana(), `history ${person.mail ?? ''}`)).card)).to.deep.equal([references[4]]);
    expect(listed((await says(dana(), `search ${person.id}`)).card)).to.deep.equal([references[4]]);
    const { message, text } = await says(dana(), 'history Newcomer');
    expect(text).to.match(/Several colleagues match/);
    const choice = await dana().tap(message, 'list', { about: idsIn(message.activity)[0] ?? '' });
    expect(choice.kind).to.equal('card');
    expect((await says(dana(), 'search Nobody Atall')).text).to.match(/found nobody called “Nobody Atall”/);
    expect((await says(dana(), `search ${references[5]!.toLowerCase()}`)).text).to.include(references[5]!);
    expect((await says(dana(), 'search MFA-7K')).text).to.match(/whole reference/);
  });

  it('is seen by others as far as they had to do with it, by name as well', async () => {
    const [{ requester, approver, target }] = trios as [Trio];
    expect(listed((await says(requester, 'history')).card)).to.deep.equal(references.toReversed().slice(0, 8));
    expect(listed((await says(approver, 'history')).card)).to.deep.equal([references[0]]);
    const name = target.person.displayName;
    expect(listed((await says(approver, `history ${name}`)).card)).to.deep.equal([references[0]]);
    expect((await says(target, 'history')).text).to.match(/nothing here yet/);
    const ceo = world.user(cast.ceo);
    expect((await says(ceo, 'history')).text).to.match(/nothing here yet/);
    expect((await says(ceo, `history ${name}`)).text).to.include(`no request of yours with somebody called “${name}”`);
    for (const text of ['open requests', 'late']) expect((await says(ceo, text)).text).to.match(/Only IT can do this/);
  });

  it('is shown to nobody because a card says so', async () => {
    const [{ target }] = trios as [Trio];
    const ceo = world.user(cast.ceo);
    const about = target.person.id;
    for (const data of [{ list: 'all' }, { list: 'open' }, { list: 'late' }, { list: 'all', about }])
      expect(textOf(await send(ceo, 'list', data)), JSON.stringify(data)).to.match(/Only IT/);
    const [somebodys = ''] = idsIn((await says(dana(), 'history')).card);
    for (const where of [{}, { about }, { before: somebodys }, { after: somebodys }, { before: 'x', after: 7 }])
      expect(textOf(await send(ceo, 'list', { list: 'seen', ...where })), JSON.stringify(where)).to.not.match(/MFA-/);
    for (const list of ['everything', undefined, 7])
      expect(textOf(await send(ceo, 'list', { list }))).to.match(/can’t find/);
  });

  it('goes over pages of what is late, once it is', async () => {
    expect((await says(dana(), 'late')).text).to.match(/Nothing is late/);
    expect(listed((await says(dana(), 'open')).card)).to.have.length(8);
  });
});
