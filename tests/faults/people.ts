import { randomUUID } from 'node:crypto';
import type { AuthenticationMethod } from '../../sandbox/cloud/directory/authenticationMethod.js';
import { methodTypes, type MethodType, type phoneIds } from '../../sandbox/cloud/directory/methodTypes.js';
import type { Mail } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { cast, readable, type World } from '../product/world.js';
import type { Judge } from './judge.js';
import type { Random } from './seeds.js';

let met = 0;

/** Somebody new who has the bot: no cool-down, no limit and no card of another test is theirs. */
export function newcomer({ cloud }: World, { manager }: { readonly manager?: TeamsUser } = {}): TeamsUser {
  met += 1;
  const displayName = `Newcomer ${letters(met)}`;
  const userPrincipalName = `newcomer.${letters(met).toLowerCase()}@contoso.example`;
  const { id } = cloud.directory.add({
    id: randomUUID(),
    displayName,
    userPrincipalName,
    mail: userPrincipalName,
    otherMails: [],
    managerId: manager?.person.id,
  });
  cloud.teams.preinstall([id]);
  return cloud.teams.user(id);
}

/** 1 → A, 27 → Aa: a name of letters, which a typed sentence may hold. */
function letters(n: number): string {
  const text = [];
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
    text.unshift(String.fromCharCode(97 + ((rest - 1) % 26)));
  return text.join('').replace(/^./u, (first) => first.toUpperCase());
}

export interface Trio {
  readonly requester: TeamsUser;
  /** Has a phone, and the app as the default. */
  readonly target: TeamsUser;
  /** The target’s manager; theirs is Ingrid. */
  readonly approver: TeamsUser;
}

export function newTrio(world: World): Trio {
  const approver = newcomer(world, { manager: world.user(cast.backup) });
  const target = newcomer(world, { manager: approver });
  const { directory } = world.cloud;
  const app = directory.registerMethod(target.person.id, 'microsoftAuthenticator');
  directory.registerMethod(target.person.id, 'phone');
  directory.setDefault(target.person.id, app.id);
  return { requester: newcomer(world), target, approver };
}

/** Asks as one of them would, and tells the judge of it. */
export function askAs(
  judge: Judge,
  { requester, target, approver }: Trio,
  more: { readonly why?: string } = {},
): ReturnType<Judge['ask']> {
  const [asking, lockedOut, deciding] = [requester, target, approver].map(({ person }) => person.displayName);
  return judge.ask({ requester: asking!, target: lockedOut!, approver: deciding!, ...more });
}

/** Mails that somebody got, by what stands in the subject. */
export function mailsTo({ cloud }: World, { person }: TeamsUser, subject = /./u): readonly Mail[] {
  return cloud.mailbox.to(person.mail ?? '').filter((mail) => subject.test(mail.subject));
}

export function mailed({ cloud }: World, { person }: TeamsUser, subject: RegExp): Promise<Mail> {
  return cloud.mailbox.waitFor((mail) => mail.to.includes(person.mail ?? '') && subject.test(mail.subject));
}

/** Messages that read so when they came: a card that came to it later is not one of them. */
export function toldBy(user: TeamsUser, words: RegExp): readonly ChatMessage[] {
  return user.botMessages.filter((message) => {
    const [first] = message.revisions;
    return first !== undefined && words.test(readable({ ...message, text: '', activity: first.activity }));
  });
}

/** How often somebody's sessions were revoked: each run of a reset does it twice. */
export function revocations({ cloud }: World, { person }: TeamsUser): number {
  const calls = cloud.log.of({ service: 'graph', path: /revokeSignInSessions$/u, status: 200 });
  return calls.filter(({ path }) => path.includes(person.id)).length;
}

type Registration = readonly [type: MethodType, properties?: Readonly<Record<string, unknown>>];
const phone = (phoneType: keyof typeof phoneIds, phoneNumber: string): Registration => [
  'phone',
  { phoneType, phoneNumber },
];
const REGISTRATIONS: Readonly<Record<string, Registration>> = {
  mobile: phone('mobile', '+44 7700 900123'),
  alternateMobile: phone('alternateMobile', '+44 7700 900456'),
  office: phone('office', '+44 20 7946 0123'),
  ...Object.fromEntries(
    (
      [
        ...([
          'microsoftAuthenticator',
          'softwareOath',
          'fido2',
          'windowsHelloForBusiness',
          'platformCredential',
        ] as const),
        ...(['email', 'temporaryAccessPass', 'external', 'hardwareOath', 'qrCodePin'] as const),
      ] as const
    ).map((type) => [type, [type]]),
  ),
};

/**
 * Gives somebody a selection of methods in place of theirs: those named, and by chance others, but for those left out.
 * One that can be is the default, the last named where there is one. Returns what a reset has to clear.
 */
export function withMethods(
  { cloud: { directory } }: World,
  { person }: TeamsUser,
  random: Random,
  {
    always = [],
    never = [],
    others = true,
  }: { readonly always?: readonly string[]; readonly never?: readonly string[]; readonly others?: boolean } = {},
): readonly AuthenticationMethod[] {
  directory.methods.removeAll(person.id);
  directory.methods.register(person.id, 'password');
  const chance = Object.keys(REGISTRATIONS).filter(
    (name) => others && !always.includes(name) && !never.includes(name) && random.below(3) === 0,
  );
  const longAgo = new Date(Date.now() - 90 * 86_400_000);
  const methods = [...chance, 'softwareOath', ...always]
    .filter((name, at, all) => all.lastIndexOf(name) === at)
    .map((name) => {
      const [type, properties] = REGISTRATIONS[name]!;
      return directory.methods.register(person.id, type, properties === undefined ? {} : { properties }, longAgo);
    });
  const factors = methods.filter(({ type }) => methodTypes[type].secondFactor);
  const standard = always.length > 0 ? methods.at(-1) : random.pick(factors);
  directory.setDefault(person.id, standard?.id);
  return methods;
}
