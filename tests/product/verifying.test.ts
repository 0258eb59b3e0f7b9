import { expect } from 'chai';
import { journalOf } from './journal.js';
import {
  ask,
  cast,
  createWorld,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  typesOf,
  type World,
} from './world.js';

describe('the code that a policy asks for', () => {
  let world: World;
  before(async () => {
    const groups = await policyGroups();
    world = await createWorld({
      policy: {
        ...groups,
        undoFor: 'PT0S',
        verification: { ask: 'code', for: 'all' },
        limits: { requestsPerDay: 100 },
      },
    });
  });
  after(() => world.close());

  const sam = () => world.user(cast.requester);
  const morgan = () => world.user(cast.approver);
  /** What the requester's card says, and nobody else's may. */
  async function codeOf(reference: string): Promise<string> {
    const card = await sam().waitFor(
      (message) => readable(message).includes(reference) && /\b\d{3} \d{3}\b/.test(readable(message)),
    );
    return /\b(\d{3} \d{3})\b/.exec(readable(card))?.[1] ?? '';
  }

  it('is shown to the requester alone, and approves when the user has read it out', async () => {
    const { card, reference } = await ask(world);
    const code = await codeOf(reference);
    const digits = code.replace(' ', '');
    expect(readable(card)).to.include('ask for the six digits that Sam Whitfield has told them');
    const form = await morgan().tap(card, 'approve');
    expect(JSON.stringify(form.card)).to.include('Six digits').and.not.include('Reject');
    // A slow tap comes four times: that is one wrong code.
    for (let delivery = 1; delivery <= 4; delivery++) {
      const wrong = await morgan().tap(card, 'approve', { code: digits === '111111' ? '222222' : '111111' });
      expect(JSON.stringify(wrong.card)).to.include('isn’t the right code').and.to.include('4 more times');
    }
    const approved = await morgan().tap(card, 'approve', { code });
    expect(JSON.stringify(approved.card)).to.include('had the code read out');
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    expect(typesOf(world, cast.target)).to.deep.equal(['password']);
    // Nowhere but on the requester's card: not in a mail, not on anybody's card, not in what is kept.
    const others = [cast.approver, cast.target, cast.it, cast.security].flatMap((name) => world.user(name).botMessages);
    for (const message of others) expect(readable(message)).to.not.include(code).and.not.include(digits);
    for (const { content, subject } of world.cloud.mailbox.all)
      expect(`${subject} ${content}`).to.not.match(new RegExp(`${code}|${digits}`));
    expect(await journalOf(world.product)).to.not.match(new RegExp(`\\b${digits}\\b|${code}`));
    expect(world.product.output()).to.not.include(digits);
  });

  it('can’t be gone around by what a card sends', async () => {
    const { card, reference } = await ask(world, { target: cast.phoneOnly });
    const approver = world.user(cast.backup);
    const requestId = requestIdOf(card);
    const code = await codeOf(reference);
    for (const data of [{}, { how: 'inPerson', text: 'really' }, { code: '' }, { code: ['1'] }, { verified: true }]) {
      const { body } = await send(approver, 'approve', { requestId, ...data });
      expect(JSON.stringify(body), JSON.stringify(data)).to.include('Six digits');
    }
    // Somebody who may not approve learns nothing of a code.
    for (const name of [cast.requester, cast.target, cast.it]) {
      const { body } = await send(world.user(name), 'approve', { requestId, code });
      expect(JSON.stringify(body), name).to.not.match(/right code|Six digits|Approved/);
    }
    await sam().say(`cancel ${reference}`);
  });

  it('may be typed wrong five times: IT and security are told, and the right one comes too late', async () => {
    const { card, reference } = await ask(world, { target: cast.twoPhones });
    const approver = world.user(cast.backup);
    const requestId = requestIdOf(card);
    const code = await codeOf(reference);
    const wrong = Array.from({ length: 12 }, (_, index) => String(100_000 + index)).filter(
      (each) => each !== code.replace(' ', ''),
    );
    // At once, as a program would.
    const answers = await Promise.all(wrong.map((each) => send(approver, 'approve', { requestId, code: each })));
    const texts = answers.map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => /right code/.test(text))).to.have.length(5);
    expect(texts.filter((text) => /Too many wrong codes/.test(text))).to.have.length(wrong.length - 5);
    const { body } = await send(approver, 'approve', { requestId, code });
    expect(JSON.stringify(body)).to.include('Too many wrong codes');
    for (const name of [cast.it, cast.security])
      await reading(world.user(name), new RegExp(`${reference}[\\s\\S]*five wrong codes`));
    await approver.tap(card, 'reject', { reason: 'couldNotVerify' });
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*declined`));
    expect(world.cloud.log.methodDeletes(world.cloud.directory.user(cast.twoPhones).id)).to.have.lengthOf(0);
  });
});

describe('a policy that asks how whoever approves made sure', () => {
  it('keeps the answer with the approval, for IT as well; a call ends the hold', async () => {
    const { itGroup } = await policyGroups();
    const world = await createWorld({
      policy: { itGroup, undoFor: 'PT0S', holdFor: 'PT10M', verification: { ask: 'how' } },
    });
    try {
      // Nothing warns: nothing is asked.
      const plain = await ask(world, { target: cast.phoneOnly });
      await world.user(cast.backup).tap(plain.card, 'approve');
      await reading(world.user(cast.requester), new RegExp(`${plain.reference}[\\s\\S]*Pass this on`));
      world.cloud.directory.user(cast.target).lastPasswordChangeDateTime = new Date().toISOString();
      const { card, reference } = await ask(world);
      const morgan = world.user(cast.approver);
      const form = await morgan.tap(card, 'approve');
      expect(JSON.stringify(form.card)).to.include('by calling the number from the directory');
      const silent = await morgan.tap(card, 'approve', { how: 'other', text: '' });
      expect(JSON.stringify(silent.card)).to.include('How did you make sure');
      const approved = await morgan.tap(card, 'approve', { how: 'called', text: 'she named her last project' });
      expect(JSON.stringify(approved.card)).to.include('called the directory’s number').and.not.include('starts later');
      await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
      const dana = world.user(cast.it);
      await dana.say(`status ${reference}`);
      expect(readable(dana.botMessages.at(-1)!)).to.include('she named her last project');
      expect(await journalOf(world.product)).to.include('"verified":"called"');
    } finally {
      await world.close();
    }
  });
});
