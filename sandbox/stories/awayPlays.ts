import { cast, readable } from '../cloud/index.js';
import { confirmed, left, present } from './cues.js';
import type { Stage } from './stage.js';

/** The approver is away: by their mailbox, and by what they arranged. */
export async function away(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const ingrid = await present(stage, cast.backup);

  cloud.directory.user(cast.approver).automaticReplies.status = 'alwaysEnabled';
  stage.tell('Morgan has switched on automatic replies, and thinks of nothing else.');
  await stage.says(sam, 'reset mfa for Priya – new phone, the old one is gone');
  const first = await confirmed(stage, sam);
  await stage.sees(sam, 'Morgan Okafor is out of office, so I asked Ingrid Sørensen as well', first);
  await stage.taps(ingrid, await stage.card(ingrid, 'approve', first), 'reject', { reason: 'couldNotVerify' });
  await stage.sees(sam, 'Could not verify', first);

  cloud.directory.user(cast.approver).automaticReplies.status = 'disabled';
  stage.tell('Back for an hour before the long leave, Morgan arranges it properly.');
  await stage.says(morgan, 'delegate');
  const days = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const form = await stage.card(morgan, 'delegate');
  const to = cloud.directory.user(cast.backup).id;
  await stage.taps(morgan, form, 'delegate', { to, begins: days(0), ends: days(14) });
  await stage.sees(ingrid, 'Ingrid Sørensen decides about MFA resets in place of Morgan Okafor');
  await stage.says(morgan, 'stop delegating');
  await stage.sees(morgan, 'Morgan Okafor decides about MFA resets again');
  stage.check('nothing was deleted', left(stage, cast.target).length > 1);
}

/** Six digits that the requester tells, the user reads out and the approver types. */
export async function code(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);

  await stage.says(sam, 'reset mfa for Priya – new phone, the old one is gone');
  const reference = await confirmed(stage, sam);
  const status = await stage.sees(sam, 'Tell Priya Raman these six digits in person', reference);
  const digits = /\b\d{3} \d{3}\b/u.exec(readable(status))?.[0] ?? '';
  stage.check('Sam’s card shows six digits', digits !== '');
  stage.tell(`Sam goes to Priya’s desk and says: ${digits}.`);
  const card = await stage.card(morgan, 'approve', reference);
  await stage.taps(morgan, card, 'approve');
  await stage.sees(morgan, 'Call Priya Raman on the directory’s number', reference);
  stage.tell('Morgan guesses first, to see what happens.');
  await stage.taps(morgan, card, 'approve', { code: digits === '123 456' ? '654 321' : '123 456' });
  await stage.sees(morgan, 'That isn’t the right code', reference);
  stage.tell('Morgan calls the number from the directory. Priya reads the digits out.');
  await stage.taps(morgan, card, 'approve', { code: digits });
  await stage.sees(morgan, 'had the code read out', reference);
  await stage.sees(sam, 'Pass this on', reference);
  stage.check('only the password is left', left(stage, cast.target).join() === 'password');
}
