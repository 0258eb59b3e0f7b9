import { cast } from '../cloud/index.js';
import { objectOf, textOf } from '../cloud/json.js';
import { cardsOf, findAction } from '../cloud/teamsClient.js';
import { confirmed, left, managerOf, offers, PHONE_REFUSES, present } from './cues.js';
import type { Stage } from './stage.js';

/** What happens in each story; `stories.ts` says what each is about. */

export async function approved(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);

  await stage.says(sam, 'Reset MFA for Priya – new phone');
  const reference = await confirmed(stage, sam);
  await stage.mailed(sam, 'Request received', reference);
  await stage.sees(priya, 'Someone asked to reset your MFA', reference);
  await stage.mailed(morgan, 'your decision', reference);
  await stage.taps(morgan, await stage.card(morgan, 'approve', reference), 'approve');
  await stage.sees(morgan, 'You can take it back', reference);
  await stage.sees(sam, 'Pass this on', reference);
  await stage.mailed(sam, 'MFA reset done', reference);
  await stage.mailed(priya, 'Your MFA methods were cleared', reference);
  stage.check('of Priya’s methods only the password is left', left(stage, cast.target).join() === 'password');
  const revoked = cloud.log.of({ service: 'graph', path: /revokeSignInSessions$/ }).map(({ at }) => at.getTime());
  const deleted = cloud.log.methodDeletes(priya.person.id).map(({ call }) => call.at.getTime());
  stage.check(
    'sessions were revoked before the first deletion and again after the last',
    Math.min(...revoked) <= Math.min(...deleted) && Math.max(...revoked) >= Math.max(...deleted),
  );
  await stage.pause();
  cloud.directory.registerMethod(cast.target, 'microsoftAuthenticator');
  stage.tell('Priya signs in and sets up Microsoft Authenticator on the new phone.');
  await stage.sees(sam, 'has set up MFA again', reference);
}

export async function rejected(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const approver = await present(stage, managerOf(stage, cast.twoPhones));
  const before = left(stage, cast.twoPhones).length;

  await stage.says(sam, `reset mfa for ${cast.twoPhones} because they say they lost their phone at the airport`);
  const reference = await confirmed(stage, sam);
  await stage.taps(approver, await stage.card(approver, 'approve', reference), 'reject', {
    reason: 'couldNotVerify',
    text: 'I called, and they have their phone.',
  });
  await stage.sees(sam, 'I called, and they have their phone.', reference);
  await stage.mailed(sam, 'declined', reference);
  await stage.sees(approver, 'Rejected by', reference);
  stage.check('nothing was deleted', left(stage, cast.twoPhones).length === before);
}

export async function escalated(stage: Stage): Promise<void> {
  const target = cast.phoneOnly;
  const sam = await present(stage, cast.requester);
  const manager = await present(stage, managerOf(stage, target));
  const backup = await present(stage, managerOf(stage, manager.person.displayName));

  await stage.says(sam, `reset mfa for ${target} because the phone does not switch on any more`);
  const reference = await confirmed(stage, sam);
  await stage.card(manager, 'approve', reference);
  stage.tell(`${manager.person.displayName} is in a meeting and does not answer.`);
  await stage.sees(manager, 'Reminder', reference);
  await stage.mailed(manager, 'Reminder', reference);
  await stage.mailed(sam, 'Approver reminded', reference);
  await stage.sees(sam, 'More people asked', reference);
  await stage.taps(backup, await stage.card(backup, 'approve', reference), 'approve');
  await stage.sees(sam, 'Pass this on', reference);
  await stage.sees(manager, backup.person.displayName, reference);
  stage.check('only the password is left', left(stage, target).join() === 'password');
}

export async function repaired(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const target = cast.deadlock;
  const sam = await present(stage, cast.requester);
  const dana = await present(stage, cast.it);
  const approver = await present(stage, managerOf(stage, target));
  const fault = cloud.faults.add(PHONE_REFUSES);

  await stage.says(sam, `reset mfa for ${target} because he changed his phone and number`);
  const reference = await confirmed(stage, sam);
  await stage.taps(approver, await stage.card(approver, 'approve', reference), 'approve');
  await stage.sees(sam, 'IT is on it', reference);
  await stage.mailed(sam, 'IT is on it', reference);
  const card = await stage.card(dana, 'retry', reference);
  stage.check('IT reads which method stayed', JSON.stringify(card.activity).includes('Phone'));
  await stage.pause();
  fault.remove();
  stage.tell('What stood in the way is gone.');
  await stage.taps(dana, card, 'retry');
  await stage.sees(sam, 'Pass this on', reference);
  stage.check('only the password is left', left(stage, target).join() === 'password');
}

export async function privileged(stage: Stage): Promise<void> {
  const target = cast.administrator;
  const sam = await present(stage, cast.requester);
  const manager = await present(stage, managerOf(stage, target));
  const security = await present(stage, cast.security);

  await stage.says(sam, `reset mfa for ${target} because the security key broke this morning`);
  const reference = await confirmed(stage, sam);
  await stage.taps(manager, await stage.card(manager, 'approve', reference), 'approve');
  await stage.sees(manager, 'A second, different person has to approve as well', reference);
  stage.check('one approval clears nothing', left(stage, target).length > 1);
  await stage.taps(security, await stage.card(security, 'approve', reference), 'approve');
  await stage.sees(sam, 'Pass this on', reference);
  stage.check('only the password is left', left(stage, target).join() === 'password');
}

export async function killed(stage: Stage): Promise<void> {
  const { cloud, product } = stage;
  const sam = await present(stage, cast.requester);
  const target = cloud.directory.user(cast.everything);
  const approver = await present(stage, managerOf(stage, cast.everything));

  await stage.says(sam, `reset mfa for ${target.displayName} because everything was in the bag that is gone`);
  const reference = await confirmed(stage, sam);
  await stage.taps(approver, await stage.card(approver, 'approve', reference), 'approve');
  await product.kill();
  stage.tell('The bot is killed (kill -9), with the approval given and nothing deleted yet.');
  stage.check('nothing was deleted so far', cloud.log.methodDeletes(target.id).length === 0);
  await stage.pause();
  await product.start();
  stage.tell('The bot starts again.');
  await stage.sees(sam, 'Pass this on', reference);
  const deletes = cloud.log.methodDeletes(target.id).filter(({ applied }) => applied);
  const distinct = new Set(deletes.map(({ collection, methodId }) => `${collection}/${methodId ?? ''}`));
  stage.check('each method was deleted exactly once', deletes.length > 0 && distinct.size === deletes.length);
  stage.check('only the password is left', left(stage, cast.everything).join() === 'password');
}

export async function attacked(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);
  const security = await present(stage, cast.security);
  const before = left(stage, cast.target).length;

  cloud.directory.setPhone(cast.target, { mobile: '+44 7700 900999' });
  stage.tell('An attacker has Priya’s password, and has put a number of their own into the directory.');
  await stage.pause();
  stage.tell('They call Sam: “It’s Priya. I dropped my phone in a taxi, could you ask for me?”');
  await stage.says(sam, 'reset mfa for Priya because she called, her phone is in a taxi');
  const reference = await confirmed(stage, sam);
  await stage.sees(priya, 'Someone asked to reset your MFA', reference);
  await stage.mailed(priya, 'Someone asked to reset your MFA', reference);
  const asked = await stage.card(morgan, 'approve', reference);

  await stage.pause();
  stage.tell('They are in Sam’s session as well, and send the Approve of Morgan’s card from there.');
  const { action } = findAction(cardsOf(asked.activity)[0] ?? {}, 'approve');
  const answer = await sam.invoke('adaptiveCard/action', { action, trigger: 'manual' });
  stage.tell(`They read: ${textOf(objectOf(answer.body).value) ?? ''}`);
  stage.check('the request still waits for Morgan', offers(asked.id, morgan, 'approve'));

  stage.tell('Morgan’s card warns that the number is new, and names none to call. Morgan is in a hurry.');
  await stage.taps(morgan, asked, 'approve');
  await stage.sees(morgan, 'Approved, starts later', reference);
  stage.tell('So the reset waits. Priya has read what was asked in her name, and goes to Morgan’s desk.');
  await stage.taps(morgan, await stage.card(morgan, 'undo', reference), 'undo');
  await stage.taps(morgan, await stage.card(morgan, 'approve', reference), 'reject', {
    reason: 'suspicious',
    text: 'Priya is here, and has not asked for anything.',
  });
  await stage.sees(security, 'A request looks suspicious', reference);
  await stage.sees(sam, 'Priya is here, and has not asked for anything.', reference);
  stage.check('nothing was deleted', left(stage, cast.target).length === before);
}
