import { expect } from 'chai';
import { commandFor } from '../../bot/commands.js';
import { troubleIn } from '../../bot/trouble.js';
import type { Topic } from '../../cards/firstAid/topics.js';
import { parseReset } from '../../dialogs/utterance.js';

/** As `bot/activities.ts` hears it: a wish for a reset and a plain command come first. */
function heard(text: string, talking = false): Topic | 'menu' | undefined {
  const wish = talking && !/\breset\b/iu.test(text) ? undefined : parseReset(text);
  const trouble = wish === undefined && commandFor(text, { talking }) ? troubleIn(text, { talking }) : undefined;
  return trouble && (trouble.topic ?? 'menu');
}

const cases: Readonly<Record<Topic | 'menu', readonly string[]>> = {
  menu: [
    ...[
      'first aid',
      'First aid!',
      'help me',
      'trouble',
      'problem',
      'I have a problem',
      'There’s an issue with my request',
    ],
    ...['it doesn’t work', 'something is wrong', 'I’m stuck', 'what now?', 'Hi, what can I do now?'],
  ],
  noAnswer: [
    ...['nobody answers', 'No one is answering', 'nobody has approved it yet', 'no answer', 'still no reply yet'],
    ...['I’m still waiting', 'still waiting for my manager', 'the approver doesn’t answer', 'my manager is on holiday'],
    ...['what if nobody answers?', 'her manager hasn’t replied yet', 'nothing happens', 'why does it take so long?'],
    ...['He is not responding', 'what if my manager is away?'],
  ],
  urgent: [
    ...['urgent', 'It’s really urgent!', 'asap', 'hurry up', 'we need it today', 'Priya is locked out'],
    ...['locked out', 'I can’t wait', 'she is still locked out right now', 'can you speed it up?'],
  ],
  notAsked: [
    ...[
      'not asked to register',
      'She isn’t asked to set up MFA',
      'Priya is not prompted',
      'he’s not asked to register',
    ],
    ...['they don’t get asked to set up anything', 'no prompt', 'why is she not asked to register?'],
    ...['it never asks for a new method', 'Teams doesn’t ask her'],
  ],
  password: [
    ...['lost the password as well', 'she forgot her password', 'he has forgotten the password too', 'password'],
    ...['reset my password', 'can you reset Priya’s password?', 'what about the password?', 'they need a new password'],
  ],
  declined: [
    ...['declined', 'my request was declined', 'Why was it rejected?', 'my manager said no', 'can I ask again?'],
    ...['MFA-7K3Q9 was declined', 'they rejected it', 'what if they say no?', 'why was my request declined?'],
  ],
  takeBack: [
    ...['how do I cancel?', 'can I take it back?', 'can I still cancel my request?', 'I picked the wrong person'],
    ...['I don’t need it any more', 'she found her phone', 'I want to withdraw it'],
  ],
  duration: [
    ...[
      'how long',
      'How long does it take?',
      'how long will the reset take',
      'how much longer?',
      'when will it be done?',
    ],
    ...['how fast is it?', 'when is she back?'],
  ],
  what: ['what happens', 'What happens next?', 'what will happen then', 'how does it work?', 'what gets deleted?'],
  who: ['who approves', 'Who decides?', 'who has to approve it?', 'who is my approver', 'who has it now?'],
  safe: ['is it safe?', 'is this a scam', 'are you legit?', 'can I trust this?', 'is that secure'],
  ownPhone: [
    ...[
      'I have a new phone, what now?',
      'how do I add a new phone?',
      'can I ask for myself?',
      'I can’t sign in any more',
    ],
  ],
};

describe('what somebody types in trouble', () => {
  for (const [topic, texts] of Object.entries(cases))
    for (const text of texts)
      it(`“${text}” asks about ${topic}`, () => {
        expect(heard(text)).to.equal(topic);
      });

  const others = [
    ...[
      'reset mfa',
      'reset mfa for Priya – nobody answers her any more',
      'help',
      'cancel',
      'status',
      'nudge',
      'approvals',
    ],
    ...['cancel MFA-7K3Q9', 'note nobody answers the phone', 'Priya lost her phone', 'Priya’s phone was stolen'],
    ...['I need an MFA reset for Priya, urgent', 'thank you', 'Priya Raman', 'the password policy is annoying me'],
    ...[
      'who is Priya',
      'what is the weather',
      'how are you',
      'no',
      'yes',
      'it is a new phone',
      'waiting',
      'my manager',
    ],
    ...['she has been asked twice already', 'can you hear me', 'when is lunch', 'is Morgan in today?'],
    'her phone fell into the lake and she is locked out of everything since this morning, her manager knows about it',
  ];
  for (const text of others)
    it(`“${text.slice(0, 60)}” is no question for first aid`, () => {
      expect(heard(text)).to.equal(undefined);
    });

  const reasons = [
    ...['locked out', 'She is locked out', 'it’s urgent', 'nobody answers the old phone', 'she forgot her password'],
    ...['not asked to register', 'the phone is gone and she can’t wait', 'I can’t sign in any more', 'help me'],
  ];
  for (const text of reasons)
    it(`“${text}” is taken as the answer to what is being asked`, () => {
      expect(heard(text, true)).to.equal(undefined);
    });

  it('a question counts in the middle of another conversation as well', () => {
    expect(heard('Is it safe?', true)).to.equal('safe');
    expect(heard('how long does it take?', true)).to.equal('duration');
    expect(heard('first aid', true)).to.equal('menu');
  });

  it('reads a very long text without backtracking', function () {
    this.timeout(5_000);
    for (const part of ['a ', 'still ', 'not ', 'what happens ', "is'nt ", 'no answer yet '])
      for (const length of [LONG, 120]) expect(() => troubleIn(part.repeat(LONG).slice(0, length))).not.to.throw();
  });
});

const LONG = 50_000;
