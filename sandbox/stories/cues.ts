import type { FaultPlan } from '../cloud/faults.js';
import type { Cloud } from '../cloud/index.js';
import type { TeamsUser } from '../cloud/teamsClient.js';
import type { Stage } from './stage.js';

/** No phone goes, for a reason that is none of ours. */
export const PHONE_REFUSES: FaultPlan = {
  service: 'graph',
  match: { method: 'DELETE', path: /phoneMethods/ },
  kind: 'status',
  status: 400,
  code: 'badRequest',
  message: 'The method is being changed by somebody else.',
};

/** Somebody of the cast with the bot in their Teams. */
export async function present(stage: Stage, name: string): Promise<TeamsUser> {
  const user = stage.person(name);
  await user.install();
  return user;
}

export function managerOf({ cloud }: Stage, name: string): string {
  const manager = cloud.directory.managerOf(cloud.directory.user(name).id);
  if (manager === undefined) throw new Error(`${name} has no manager in this directory`);
  return manager.displayName;
}

/** Confirms what was asked and gives the new request's reference. */
export async function confirmed(stage: Stage, user: TeamsUser): Promise<string> {
  const { card } = await stage.taps(user, await stage.card(user, 'confirm'), 'confirm');
  const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(card))?.[0];
  stage.check(`the request has a reference: ${reference ?? 'none'}`, reference !== undefined);
  return reference ?? '';
}

/** Types of the methods a person has now. */
export function left({ cloud }: { readonly cloud: Cloud }, name: string): readonly string[] {
  return cloud.directory.methodsOf(cloud.directory.user(name).id).map(({ type }) => type);
}

/** Whether the message offers the action as it stands now. */
export function offers(messageId: string, user: TeamsUser, verb: string): boolean {
  const now = user.messages.find(({ id }) => id === messageId);
  return now !== undefined && JSON.stringify(now.activity).includes(`"verb":"${verb}"`);
}
