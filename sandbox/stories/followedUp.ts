import { cast, readable } from '../cloud/index.js';
import { confirmed, present } from './cues.js';
import type { Stage } from './stage.js';

/** Urgent: into IT's channel as it is raised; and when it is done and lets nobody in, IT hears that as well. */
export async function followedUp(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const dana = await present(stage, cast.it);
  const morgan = await present(stage, cast.approver);

  await stage.says(sam, 'Reset MFA for Priya – new phone, she is locked out right now');
  const reference = await confirmed(stage, sam);
  const post = await stage.posted('Urgent: locked out right now', reference);
  stage.check('it says for whom, and neither who asked nor why', !/Sam|new phone/u.test(readable(post)));
  const { text = '' } = await stage.taps(dana, post, 'details');
  stage.tell(`Dana reads in the channel: ${text}`);
  const details = await stage.card(dana, 'followUp', reference);
  stage.check('in her own chat Dana reads the rest', readable(details).includes('Sam Whitfield'));

  await stage.taps(morgan, await stage.card(morgan, 'approve', reference), 'approve');
  await stage.sees(sam, 'Pass this on', reference);
  await stage.posted('The reset is done', reference);
  await stage.taps(dana, details, 'followUp');
  await stage.taps(dana, details, 'followUp', { text: 'Is Priya in again?' });
  const asked = await stage.card(sam, 'reply', reference);
  stage.check('Sam reads who of IT asks', readable(asked).includes('Dana Kowalski from IT'));
  stage.tell('Priya’s laptop still remembers the old sign-in.');
  await stage.taps(sam, asked, 'stillLockedOut');
  await stage.posted('MFA lockout: still locked out', reference);
  await stage.sees(dana, 'says that Priya Raman is still locked out', reference);

  stage.tell('Dana calls them: Priya signs out everywhere, and in again.');
  await stage.taps(sam, await stage.card(sam, 'sorted', reference), 'sorted');
  await stage.posted('Sorted out', reference);
  await stage.sees(dana, 'Sorted, says the requester', reference);
}
