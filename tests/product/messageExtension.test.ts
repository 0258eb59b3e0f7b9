import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { textsOf, type Dialog, type DialogState } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from './journal.js';
import { cast, createWorld, managerOf, readable, reading, withAction, type World } from './world.js';

const WHY = 'Her new phone came today, the Authenticator app is on the old one';

describe('the message extension', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const written = (by: string, to: string, text = 'My phone is gone, can you help me?') =>
    world.user(by).writeTo(world.user(to), text);
  const onMessage = (by: string, reader: string = cast.requester): Promise<Dialog> =>
    world.user(reader).command({ message: written(by, reader) });
  const chosenIn = (dialog: Dialog): unknown =>
    (dialog.card['body'] as { id?: string; value?: string }[]).find(({ id }) => id === 'personId')?.value;
  const reads = (state: DialogState | { url: string }): string =>
    'card' in state ? textsOf(state.card).join('\n') : JSON.stringify(state);
  const referenceIn = (text: string): string => /MFA-[0-9A-Z]{5}/.exec(text)?.[0] ?? 'none';

  it('opens on a colleague’s message with its author chosen, and nothing of what they wrote', async () => {
    const message = written(cast.target, cast.requester, 'SECRETWORDS: my phone is gone');
    const dialog = await world.user(cast.requester).command({ message });
    expect(dialog.state).to.include({ kind: 'card', title: 'Request MFA reset' });
    expect(chosenIn(dialog)).to.equal(idOf(cast.target));
    expect(JSON.stringify(dialog.card)).to.not.include('SECRETWORDS');
    expect(world.product.output()).to.not.include('SECRETWORDS');
    dialog.close();
  });

  it('leads from the form over the confirmation to the request, whose card comes to the personal chat', async () => {
    const sam = world.user(cast.requester);
    const dialog = await onMessage(cast.target);
    expect(reads(await dialog.tap('Continue', { why: WHY, lost: 'newPhone' })))
      .to.include('Check before you send')
      .and.include(WHY)
      .and.include(cast.target);
    const sent = reads(await dialog.tap('Send request', { clearing: 'lost' }));
    const reference = referenceIn(sent);
    expect(sent).to.include('Request sent').and.include('Morgan');
    await reading(sam, new RegExp(`Waiting for approval[\\s\\S]*${reference}`));
    await reading(world.user(cast.approver), new RegExp(`${reference}[\\s\\S]*${WHY}`));
    expect(await dialog.tap('Close')).to.deep.equal({ kind: 'closed' });
    // What was chosen in the dialog is what was asked for.
    expect(await journalOf(world.product)).to.match(new RegExp(`"reference":"${reference}"[^\\n]*"clearing":"lost"`));
    await sam.say(`cancel ${reference}`);
  });

  it('opens empty beside a compose box, and says what is missing without a word of typing beside it', async () => {
    const dialog = await world.user(cast.requester).command({ context: 'compose' });
    expect(chosenIn(dialog)).to.equal(undefined);
    const asked = reads(await dialog.tap('Continue', { lost: 'lostPhone' }));
    expect(asked).to.include('Still missing').and.include('Say why they need it').and.not.include('in the chat.');
    const confirm = await dialog.tap('Continue', { personId: idOf(cast.phoneOnly), why: WHY });
    expect(reads(confirm)).to.include(cast.phoneOnly);
    expect(await dialog.tap('Don’t send')).to.deep.equal({ kind: 'closed' });
    await world.user(cast.requester).say('yes');
    expect(readable(world.user(cast.requester).botMessages.at(-1)!)).to.include('nothing waiting to be sent');
  });

  it('chooses nobody who can’t be asked for, and nobody where no person wrote', async () => {
    for (const name of [cast.guest, cast.disabled, cast.requester])
      expect(chosenIn(await onMessage(name)), name).to.equal(undefined);
    const user = { userIdentityType: 'aadUser', id: idOf(cast.target), displayName: 'x' };
    const payloads: unknown[] = [
      ...[null, 7, 'x', [], {}, { from: null }, { from: { user: null, application: { id: randomUUID() } } }],
      ...[randomUUID(), '../../me', '', 7, { id: user.id }].map((id) => ({ from: { user: { ...user, id } } })),
    ];
    for (const payload of payloads) {
      const dialog = await world.user(cast.requester).command({ context: 'message', payload });
      expect(dialog.state.kind, JSON.stringify(payload)).to.equal('card');
      expect(chosenIn(dialog), JSON.stringify(payload)).to.equal(undefined);
    }
    const good = await world.user(cast.requester).command({ context: 'message', payload: { from: { user } } });
    expect(chosenIn(good)).to.equal(user.id);
  });

  it('says no in a sentence: to a guest at once, about others without gossip', async () => {
    const guest = await onMessage(cast.target, cast.guest);
    expect(reads(guest.state)).to.include('not in the group').and.not.include(cast.target);
    const forced = await guest.submit({ verb: 'submitForm', personId: idOf(cast.target), why: WHY });
    expect(reads(forced)).to.include('not in the group').and.not.include(cast.target);
    for (const name of [cast.disabled, cast.guest]) {
      const dialog = await world.user(cast.requester).command();
      const refused = await dialog.submit({ verb: 'submitForm', personId: idOf(name), why: WHY });
      expect(reads(refused), name).to.include('This can’t be reset here').and.not.include(name);
      expect(await dialog.tap('Close')).to.deep.equal({ kind: 'closed' });
    }
  });

  it('believes nothing that was not the sender’s to say', async () => {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${cast.twoPhones} because of a new phone`);
    const confirm = await withAction(sam, 'confirm');
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(confirm.activity))![1]!;
    const other = await world.user(cast.ceo).command();
    expect(reads(await other.submit({ verb: 'confirm', requestId }))).to.include('isn’t waiting to be sent');
    await other.submit({ verb: 'discard', requestId });
    for (const verb of ['approve', 'reject', 'cancel', 'retry', 'show', '__proto__', undefined])
      expect(await other.submit({ verb, requestId, text: 'some words' }), String(verb)).to.deep.equal({
        kind: 'closed',
      });
    const forged = { requesterId: idOf(cast.ceo), approvers: [idOf(cast.requester)], by: { id: idOf(cast.ceo) } };
    const dialog = await sam.command();
    const proposed = await dialog.submit({ verb: 'submitForm', personId: idOf(cast.nothing), why: WHY, ...forged });
    expect(reads(proposed)).to.include(managerOf(world, cast.nothing)).and.not.include(cast.ceo);
    // The latest wish is the one that waits: the earlier one can't be confirmed any more.
    const late = await sam.tap(confirm, 'confirm');
    expect(late.text).to.include('isn’t waiting to be sent');
    expect(world.product.output()).to.not.include('a turn failed');
  });

  it('knows no other command', async () => {
    const sam = world.user(cast.requester);
    for (const commandId of ['other', '', '__proto__']) {
      const value = { commandId, commandContext: 'compose', data: { verb: 'submitForm' } };
      for (const name of ['fetchTask', 'submitAction'])
        expect((await sam.invoke(`composeExtension/${name}`, value)).status, commandId).to.equal(501);
    }
    for (const value of [null, 7, [], {}, { commandId: 7 }])
      expect((await sam.invoke('composeExtension/fetchTask', value)).status).to.equal(501);
  });

  it('leaves where somebody is reached as it was: the chat of two colleagues is none of the bot’s', async () => {
    // They have never spoken with the bot.
    const requester = world.user(cast.backup);
    const dialog = await onMessage(cast.everything, cast.backup);
    await dialog.tap('Continue', { why: WHY });
    const reference = referenceIn(reads(await dialog.tap('Send request')));
    await reading(requester, new RegExp(reference));
    const sends = world.cloud.log.of({ service: 'connector', path: /\/activities/ });
    const failed = sends.filter(({ status }) => status >= 400).map(({ path, status }) => `${status} ${path}`);
    expect(failed).to.deep.equal([]);
  });

  it('posts nothing into the channel it was opened from', async () => {
    const channel = world.cloud.teams.addChannel('Sales', [cast.requester, cast.target]);
    const thread = world.cloud.teams.chats.thread(channel, '1');
    const sam = world.user(cast.requester);
    const dialog = await sam.command({ context: 'compose' }, thread);
    await dialog.tap('Continue', { personId: idOf(cast.deadlock), why: WHY });
    const reference = referenceIn(reads(await dialog.tap('Send request')));
    await reading(sam, new RegExp(reference));
    expect(thread.messages).to.deep.equal([]);
  });

  it('a confirmation that Teams repeats is one request', async () => {
    const dialog = await onMessage(cast.phoneOnly);
    await dialog.tap('Continue', { why: WHY });
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(dialog.card))![1]!;
    const answers = await Promise.all([1, 2, 3].map(() => dialog.submit({ verb: 'confirm', requestId })));
    const references = new Set(answers.map((state) => referenceIn(reads(state))));
    expect([...references])
      .to.have.lengthOf(1)
      .and.not.include('none');
  });
});

describe('the message extension while Microsoft 365 is slow', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  const slow = (): { remove(): void } => world.cloud.faults.add({ service: 'graph', kind: 'hang' });
  const textIn = (dialog: Dialog): string => textsOf(dialog.card).join('\n');
  /** Milliseconds; what Teams waits is the limit of the invoke itself. */
  const answered = async (doing: Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await doing;
    return performance.now() - begun;
  };

  it('answers within the five seconds, keeps what was filled in and chosen, and sends it once', async function () {
    this.timeout(60_000);
    const sam = world.user(cast.requester);
    const message = world.user(cast.target).writeTo(sam, 'My phone is gone');
    let fault = slow();
    const dialog = await sam.command({ message });
    expect(dialog.state.kind).to.equal('card');
    fault.remove();

    fault = slow();
    const personId = world.cloud.directory.user(cast.target).id;
    expect(await answered(dialog.tap('Continue', { personId, why: WHY, lost: 'lostPhone' }))).to.be.lessThan(5_000);
    expect(textIn(dialog)).to.include('couldn’t finish');
    expect(JSON.stringify(dialog.card)).to.include(WHY).and.include(personId);
    fault.remove();
    await dialog.tap('Continue');
    expect(textIn(dialog)).to.include('Check before you send');

    fault = slow();
    expect(await answered(dialog.tap('Send request', { clearing: 'lost' }))).to.be.lessThan(5_000);
    expect(textIn(dialog)).to.include('couldn’t finish');
    fault.remove();
    await dialog.tap('Send request');
    expect(textIn(dialog)).to.include('Request sent');
    expect(dialog.deliveries.every(({ outcome }) => outcome === 'answered')).to.equal(true);
    const submitted = (await journalOf(world.product)).split('\n').filter((line) => line.includes('"submitted"'));
    expect(submitted).to.have.lengthOf(1);
    expect(submitted[0]).to.include('"clearing":"lost"');
  });
});
