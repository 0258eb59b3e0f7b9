import { cast, type Mail } from '../cloud/index.js';
import { PUBLIC_URL } from '../world.js';
import { confirmed, left, present } from './cues.js';
import type { Stage } from './stage.js';

/** What happens in the stories of an objection; `stories.ts` says what each is about. */

export async function objected(stage: Stage): Promise<void> {
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);
  const dana = await present(stage, cast.it);
  const before = left(stage, cast.target).length;

  stage.tell('Somebody calls Sam: “It’s Priya, my phone is gone. Could you ask for me?”');
  await stage.says(sam, 'Reset MFA for Priya – her phone is gone');
  const reference = await confirmed(stage, sam);
  const mail = await stage.mailed(priya, 'Someone asked to reset your MFA', reference);
  await stage.pause();
  stage.tell('Priya reads the mail at home. She opens “This wasn’t me”, signs in nowhere, and types the reference.');
  stage.check(
    'the page says that it is stopped',
    (await sendStop(stage, mail, reference)).includes('The reset is stopped'),
  );
  await stage.sees(sam, 'Your request is on hold', reference);
  await stage.sees(morgan, 'It can’t be decided until they have', reference);
  await stage.sees(dana, 'this wasn’t me', reference);
  const alert = await stage.card(dana, 'show', reference);
  await stage.taps(dana, alert, 'show');
  stage.tell('Dana calls Priya on the number in the directory, and then Sam: it was not Priya who had called.');
  await stage.taps(dana, alert, 'cancel');
  await stage.sees(sam, 'cancelled this request', reference);
  stage.check('nothing was deleted', left(stage, cast.target).length === before);
}

export async function contained(stage: Stage): Promise<void> {
  const { cloud } = stage;
  const sam = await present(stage, cast.requester);
  const morgan = await present(stage, cast.approver);
  const priya = await present(stage, cast.target);
  const security = await present(stage, cast.security);
  await present(stage, cast.it);

  await stage.says(sam, 'Reset MFA for Priya – new phone');
  const reference = await confirmed(stage, sam);
  await stage.taps(morgan, await stage.card(morgan, 'approve', reference), 'approve');
  await stage.sees(sam, 'Pass this on', reference);
  cloud.directory.registerMethod(cast.target, 'softwareOath');
  stage.tell('Somebody who has Priya’s password is faster than she is, and registers an app of their own.');
  const told = await stage.sees(priya, 'Your MFA methods were cleared', reference);
  await stage.taps(priya, told, 'freeze');
  await stage.sees(priya, 'IT and security have been told', reference);
  await stage.taps(security, await stage.card(security, 'contain', reference), 'contain');
  await stage.sees(security, 'had the account contained', reference);
  await stage.mailed(priya, 'Your account was secured', reference);
  stage.check('what was registered since is gone', left(stage, cast.target).join() === 'password');
  stage.check('nobody can sign in', !cloud.directory.user(cast.target).accountEnabled);
}

/** As a browser sends the form behind the mail's link; gives what the page then says. */
async function sendStop({ product }: Stage, { content }: Mail, reference: string): Promise<string> {
  const [link = ''] = /https:\S+\/stop\?t=\S+/.exec(content) ?? [];
  const page = new URL(link.replace(PUBLIC_URL, product.url));
  const body = new URLSearchParams({ t: page.searchParams.get('t') ?? '', reference });
  const response = await fetch(new URL('/stop', page), { method: 'POST', body });
  return response.text();
}
