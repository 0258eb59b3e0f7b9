import { cast } from '../cloud/index.js';
import { textsOf, type Dialog } from '../cloud/teamsClient.js';
import { confirmed, present } from './cues.js';
import type { Stage } from './stage.js';

/** What happens in the stories of somebody who needs a hand; `stories.ts` says what each is about. */

export async function fromAMessage(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);
  const [words, why] = ['My phone fell into the lake. Can you help me, please?', 'Her phone is gone, she called me'];

  await stage.pause();
  const message = priya.writeTo(sam, words);
  stage.tell(`Priya writes to Sam, in a chat that the bot is not in: ${words}`);
  await stage.pause();
  const dialog = await sam.command({ message });
  stage.tell('Sam opens the menu of that message, and chooses “Request MFA reset”.');
  const form = JSON.stringify(dialog.card);
  stage.check('Priya is chosen in the form', form.includes(`"value":"${priya.person.id}"`));
  stage.check('her words are not in it', !form.includes('lake'));
  await taps(stage, dialog, 'Continue', { why, lost: 'lostPhone' });
  await taps(stage, dialog, 'Send request');
  const reference = /MFA-[0-9A-Z]{5}/.exec(reads(dialog))?.[0] ?? '';
  stage.check(`the dialog gives the reference: ${reference}`, reference !== '');
  await taps(stage, dialog, 'Close');
  stage.check('the dialog is closed', dialog.state.kind === 'closed');
  await stage.sees(sam, 'Waiting for approval', reference);
  await stage.sees(priya, 'Someone asked to reset your MFA', reference);
  await stage.sees(morgan, why, reference);
  // Without its beginning, which an address writes otherwise.
  const idPart = dialog.conversationId.slice(3);
  const posted = stage.cloud.log.of({ service: 'connector' }).filter(({ path }) => path.includes(idPart));
  stage.check('nothing was posted in the chat where the dialog was opened', posted.length === 0);
}

export async function firstAid(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  await present(stage, cast.target);

  await stage.says(sam, 'Is this safe?');
  await stage.sees(sam, 'Nothing is cleared unless an approver agrees');
  await stage.says(sam, 'Reset MFA for Priya – new phone');
  const reference = await confirmed(stage, sam);
  await stage.sees(morgan, 'your decision', reference);
  await stage.says(sam, 'How long does it take?');
  await stage.sees(sam, 'mostly within minutes');
  await stage.says(sam, 'nobody answers');
  const answer = await stage.sees(sam, 'In a hurry?', reference);
  await stage.taps(sam, answer, 'nudge');
  await stage.sees(morgan, 'asks again', reference);
  await stage.says(sam, 'She forgot her password as well');
  await stage.sees(sam, 'One doesn’t replace the other');
  await stage.says(sam, 'first aid');
  await stage.sees(sam, 'What is it about?');
}

async function taps(stage: Stage, dialog: Dialog, button: string, inputs: Record<string, string> = {}): Promise<void> {
  await stage.pause();
  const said = Object.values(inputs).map((input) => ` “${input}”`);
  stage.tell(`In the dialog: ${button}${said.join('')}`);
  await dialog.tap(button, inputs);
}

function reads(dialog: Dialog): string {
  return textsOf(dialog.card).join('\n');
}
