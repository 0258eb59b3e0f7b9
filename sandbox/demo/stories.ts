import { cast } from '../cloud/index.js';
import type { ChatMessage } from '../cloud/teamsClient.js';
import { tell, type Stage } from './stage.js';

export interface Story {
  readonly title: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export const stories: readonly Story[] = [
  { title: 'Priya has a new phone, and Morgan approves', play: approved },
  { title: 'Alex is asked for, and the approver rejects with a reason', play: rejected },
  { title: 'The bot is killed between Approve and the reset', play: killed },
];

async function approved(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const [sam, morgan, priya] = [cast.requester, cast.approver, cast.target].map((name) => stage.person(name));
  if (sam === undefined || morgan === undefined || priya === undefined) throw new Error('the cast is incomplete');
  for (const user of [sam, morgan, priya]) await user.install();

  await stage.says(sam, 'Reset MFA for Priya – new phone');
  const pending = await confirmed(stage, sam);
  await stage.sees(priya, 'Someone asked to reset your MFA', pending);
  const card = await stage.card(morgan, 'approve', pending);
  await stage.taps(morgan, card, 'approve');
  await stage.sees(morgan, 'You can take it back', pending);
  await stage.sees(sam, 'Pass this on', pending);
  await stage.sees(morgan, 'has been told', pending);
  await stage.mailed(priya.person.mail ?? '', 'Your MFA methods were cleared');
  stage.check('of Priya’s methods only the password is left', left(stage, cast.target).join() === 'password');
  const revoked = cloud.log.of({ service: 'graph', path: /revokeSignInSessions$/ }).map(({ at }) => at.getTime());
  const deleted = cloud.log.methodDeletes(priya.person.id).map(({ call }) => call.at.getTime());
  stage.check(
    'sessions were revoked before the first deletion and again after the last',
    Math.min(...revoked) <= Math.min(...deleted) && Math.max(...revoked) >= Math.max(...deleted),
  );
}

async function rejected(stage: Stage): Promise<void> {
  const sam = stage.person(cast.requester);
  const target = stage.cloud.directory.user(cast.twoPhones);
  const manager = stage.cloud.directory.managerOf(target.id);
  if (manager === undefined) throw new Error('the cast is incomplete');
  const approver = stage.person(manager.displayName);
  await approver.install();
  const before = left(stage, cast.twoPhones).length;

  await stage.says(sam, `reset mfa for ${target.displayName} because they say they lost their phone at the airport`);
  const reference = await confirmed(stage, sam);
  const card = await stage.card(approver, 'approve', reference);
  await stage.taps(approver, card, 'reject', {
    reason: 'couldNotVerify',
    text: 'I called, and they have their phone.',
  });
  await stage.sees(sam, 'I called, and they have their phone.', reference);
  await stage.sees(approver, 'Rejected by', reference);
  stage.check('nothing was deleted', left(stage, cast.twoPhones).length === before);
}

async function killed(stage: Stage): Promise<void> {
  const { cloud, product } = stage;
  const sam = stage.person(cast.requester);
  const target = cloud.directory.user(cast.everything);
  const manager = cloud.directory.managerOf(target.id);
  if (manager === undefined) throw new Error('the cast is incomplete');
  const approver = stage.person(manager.displayName);
  await approver.install();

  await stage.says(sam, `reset mfa for ${target.displayName} because everything was in the bag that is gone`);
  const reference = await confirmed(stage, sam);
  await stage.taps(approver, await stage.card(approver, 'approve', reference), 'approve');
  await product.kill();
  tell('The bot is killed (kill -9), with the approval given and nothing deleted yet.');
  stage.check('nothing was deleted so far', cloud.log.methodDeletes(target.id).length === 0);
  await product.start();
  tell('The bot starts again.');
  await stage.sees(sam, 'Pass this on', reference);
  const deletes = cloud.log.methodDeletes(target.id).filter(({ applied }) => applied);
  const distinct = new Set(deletes.map(({ collection, methodId }) => `${collection}/${methodId ?? ''}`));
  stage.check('each method was deleted exactly once', deletes.length > 0 && distinct.size === deletes.length);
  stage.check('only the password is left', left(stage, cast.everything).join() === 'password');
}

/** Confirms what was asked and gives the new request's reference. */
async function confirmed(stage: Stage, user: Parameters<Stage['says']>[0]): Promise<string> {
  const confirm: ChatMessage = await stage.card(user, 'confirm');
  const { card } = await stage.taps(user, confirm, 'confirm');
  const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(card))?.[0];
  stage.check(`the request has a reference: ${reference ?? 'none'}`, reference !== undefined);
  return reference ?? '';
}

/** Types of the methods a person has now. */
function left({ cloud }: Stage, name: string): readonly string[] {
  return cloud.directory.methodsOf(cloud.directory.user(name).id).map(({ type }) => type);
}
