import { cast, groupNames, type Cloud } from '../cloud/index.js';
import { confirmed, left, managerOf, present } from './cues.js';
import type { Stage } from './stage.js';

const WHY = 'a caller pretended to be Alex';

/** `digestAt` comes with the weekend's change of the policy. */
export function mondayPolicy({ directory }: Cloud, digestAt: string | null = null): object {
  return {
    undoFor: 'PT1S',
    remindAfter: 'PT1S',
    escalateAfter: 'PT2S',
    digestAt,
    itGroup: directory.group(groupNames.it).id,
    securityGroup: directory.group(groupNames.security).id,
    support: { phone: '+44 20 7946 0000' },
  };
}

/** IT begins its week: the overview, what is late, what got stuck, and a pause while they look into a call. */
export async function monday(stage: Stage): Promise<void> {
  const { cloud, product } = stage;
  const target = cast.phoneOnly;
  const sam = await present(stage, cast.requester);
  const dana = await present(stage, cast.it);
  const approver = await present(stage, managerOf(stage, target));

  cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied', times: 1 });
  await stage.says(sam, `reset mfa for ${target} because the phone is at the bottom of the canal`);
  const reference = await confirmed(stage, sam);
  await stage.sees(dana, 'Something got stuck', reference);
  stage.tell('It is Friday evening, and nobody answers. Over the weekend the operator turns the daily overview on.');
  await stage.sees(sam, 'Approver reminded', reference);
  await product.stop();
  await product.usePolicy(mondayPolicy(cloud, '00:00'));
  await product.start();

  await stage.sees(dana, 'The reset policy changed');
  const overview = await stage.sees(dana, 'How resets stand today');
  await stage.taps(dana, overview, 'console');
  await stage.says(dana, 'late');
  const late = await stage.sees(dana, 'Late requests', reference);
  await stage.taps(dana, late, 'show');
  await stage.says(dana, 'parked');
  await stage.taps(dana, await stage.card(dana, 'retryEffect', reference), 'retryEffect');
  await stage.sees(dana, 'Nothing is stuck');

  await stage.says(dana, `pause: ${WHY}`);
  await stage.sees(dana, WHY);
  await stage.sees(sam, 'Resets are paused', reference);
  const refused = await stage.taps(approver, await stage.card(approver, 'approve', reference), 'approve');
  stage.check('nobody can approve meanwhile', (refused.text ?? '').includes('IT has paused resets'));
  stage.tell('The call was a colleague with a bad line after all.');
  await stage.taps(dana, await stage.card(dana, 'resume'), 'resume');
  await stage.taps(approver, await stage.card(approver, 'approve', reference), 'approve');
  await stage.sees(sam, 'Pass this on', reference);
  stage.check('only the password is left', left(stage, target).join() === 'password');
}
