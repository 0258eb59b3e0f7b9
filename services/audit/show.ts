import type { Event } from '../../core/command.js';
import { openChain, type ChainedEntry } from '../store/chain.js';
import { utc } from '../store/entryNames.js';
import { textOf } from './export.js';
import { openTrail } from './openTrail.js';
import type { Printer } from './printer.js';
import type { AuditSettings } from './settings.js';

/** What happened to one request, a line for each entry. False where there is no such reference. */
export async function show(settings: AuditSettings, reference: string, { print }: Printer): Promise<boolean> {
  const trail = await openTrail(settings, openChain(settings.auditKey));
  try {
    let count = 0;
    for await (const { entries } of trail.steps())
      for (const entry of entries)
        if (entry.reference === reference) {
          if (count === 0) print(`${reference}, request ${entry.requestId ?? 'unknown'}`);
          for (const line of story(entry)) print(line);
          count += 1;
        }
    if (count === 0) print(`The journal knows no request ${reference}.`);
    return count > 0;
  } finally {
    await trail.close();
  }
}

function story(entry: ChainedEntry): readonly string[] {
  const { event, by, at, from, to, policy, data = {} } = entry;
  const who = by === 'system' ? 'The service' : by;
  const moved = to === undefined || from === to ? '' : ` (${from === undefined ? to : `${from} → ${to}`})`;
  const more = Object.entries(data)
    .filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `    ${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  const text = textOf(entry);
  return [
    `${utc(at)}  ${who} ${DONE[event]}${moved}, under policy ${policy}.`,
    ...more,
    // One line: a text that holds line breaks must not look like entries of its own.
    ...(text === undefined ? [] : [`    in words: ${JSON.stringify(text)}`]),
  ];
}

const DONE: Readonly<Record<Event, string>> = {
  submitted: 'asked for the reset',
  approved: 'approved it',
  codeMissed: 'typed a wrong code',
  rejected: 'rejected it',
  passedOn: 'passed it on',
  nudged: 'had the approvers reminded',
  noteAdded: 'added a note',
  asked: 'asked the requester',
  answered: 'answered',
  reassigned: 'gave a place to somebody else',
  placeReturned: 'gave the place back to whoever had lent it',
  backupAdded: 'added the backup',
  cancelled: 'cancelled it',
  undone: 'took the approval back',
  callBackRecorded: 'said to have called the user back',
  held: 'held it for what was changed since it was asked',
  reminded: 'reminded the approvers',
  escalated: 'asked the backup as well',
  expired: 'let it expire',
  frozen: 'objected: it was not the user who asked',
  released: 'released it after the objection',
  resetStarted: 'began the reset',
  resetProgressed: 'went on with the reset',
  resetFinished: 'finished the reset: the lists prove it',
  resetFailed: 'could not finish the reset',
  retried: 'had the reset tried again',
  closed: 'finished it by hand',
  registered: 'saw that the user is registered again',
  registrationSuspected: 'found that the registration came from an unusual country',
  advised: 'told what helps, since nothing was registered',
  handedOver: 'told IT that nothing was registered, and stopped looking',
  passIssued: 'said to have issued a Temporary Access Pass',
  containOrdered: 'ordered to contain the account',
  containStarted: 'began to contain the account',
  containProgressed: 'went on containing the account',
  containFinished: 'contained the account: the lists prove it',
  containFailed: 'could not contain the account wholly',
  followedUp: 'wrote to the requester',
  claimed: 'took it, for IT',
  takenOver: 'took it over from somebody of IT',
  handedBack: 'handed it back to IT',
  replied: 'answered IT',
  sorted: 'told IT that it is sorted',
  stillLockedOut: 'told IT that the user is still locked out',
  erased: 'erased what people wrote',
  attemptRefused: 'was refused',
  delegated: 'had somebody else decide for a while',
  delegationStopped: 'ended that somebody else decides',
  policyChanged: 'noted another policy',
  servicePaused: 'paused the service',
  serviceResumed: 'resumed the service',
  killSwitchTripped: 'stopped further resets: more were begun than is usual',
  resetsAllowed: 'let resets go on',
  coolDownLifted: 'lifted a cool-down for the next request',
  effectRetried: 'had a message tried again',
  effectDismissed: 'gave a message up',
  deleteUnexplained: 'found a delete in Entra’s log that the journal does not explain',
};
