import { cast } from '../cloud/index.js';
import { confirmed, present } from './cues.js';
import type { Stage } from './stage.js';

/** What happens in the stories of the time after a reset; `stories.ts` says what each is about. */

export async function unregistered(stage: Stage): Promise<void> {
  const { sam, priya, reference } = await reset(stage);
  stage.tell('Priya’s laptop is still signed in from before, and asks her for nothing.');
  await stage.sees(sam, 'Sign out fully', reference);
  await stage.sees(priya, 'Sign out fully', reference);
  await stage.mailed(priya, 'MFA isn’t set up yet', reference);
}

export async function passed(stage: Stage): Promise<void> {
  const { sam, priya, reference } = await reset(stage);
  const dana = stage.person(cast.it);
  await stage.sees(sam, 'Temporary Access Pass', reference);
  await stage.sees(priya, 'IT calls you with a Temporary', reference);
  await stage.pause();
  stage.tell('Dana makes a pass in the Entra admin centre, and reads it to Priya on the directory’s number.');
  const task = await stage.card(dana, 'passIssued', reference);
  const { card } = await stage.taps(dana, task, 'passIssued');
  stage.check('who issued it is on the card', JSON.stringify(card).includes('Dana Kowalski issued the pass'));
}

/** Asked, approved, done. */
async function reset(stage: Stage) {
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);
  await present(stage, cast.it);
  await stage.says(sam, 'Reset MFA for Priya – new phone');
  const reference = await confirmed(stage, sam);
  await stage.taps(morgan, await stage.card(morgan, 'approve', reference), 'approve');
  await stage.sees(priya, 'Your MFA methods were cleared', reference);
  return { sam, priya, reference };
}
