import { cast, groupNames } from '../cloud/index.js';
import { passed, unregistered } from './afterCare.js';
import { away, code } from './awayPlays.js';
import { followedUp } from './followedUp.js';
import { firstAid, fromAMessage } from './helpPlays.js';
import { monday, mondayPolicy } from './monday.js';
import { approved, attacked, escalated, killed, privileged, rejected, repaired } from './plays.js';
import { contained, objected } from './incidents.js';
import type { Story } from './stage.js';

/** Two seconds to take an approval back, so that nobody waits ten. */
const SOON = { undoFor: 'PT2S' };

export const stories: readonly Story[] = [
  {
    id: 'approved',
    title: 'Priya has a new phone, and Morgan approves',
    about: 'From the request to “Priya is registered again”, with every mail on the way.',
    people: [cast.requester, cast.approver, cast.target],
    policy: () => SOON,
    play: approved,
  },
  {
    id: 'rejected',
    title: 'Alex is asked for, and the approver rejects with a reason',
    about: 'The requester reads the reason; nothing is deleted.',
    people: [cast.requester, cast.backup, cast.twoPhones],
    policy: () => SOON,
    play: rejected,
  },
  {
    id: 'escalated',
    title: 'Nobody answers: a reminder, a backup, an approval',
    about: 'A reminder after three seconds, the manager’s manager after six.',
    people: [cast.requester, cast.backup, cast.ceo],
    policy: () => ({ ...SOON, remindAfter: 'PT3S', escalateAfter: 'PT6S' }),
    play: escalated,
  },
  {
    id: 'repaired',
    title: 'One method refuses to go, and IT tries again',
    about: '“Done” is said only when Graph’s own list proves it; until then it is with IT.',
    people: [cast.requester, cast.backup, cast.it],
    policy: (cloud) => ({ ...SOON, itGroup: cloud.directory.group(groupNames.it).id }),
    play: repaired,
  },
  {
    id: 'privileged',
    title: 'An administrator: two people have to agree',
    about: 'One approval clears nothing; the second must come from the security group.',
    people: [cast.requester, cast.it, cast.security],
    policy: (cloud) => ({ ...SOON, securityGroup: cloud.directory.group(groupNames.security).id }),
    play: privileged,
  },
  {
    id: 'killed',
    title: 'The bot is killed between Approve and the reset',
    about: 'kill -9 with the approval given; after the start each method is deleted exactly once.',
    people: [cast.requester, cast.backup, cast.everything],
    policy: () => SOON,
    play: killed,
  },
  {
    id: 'attacked',
    title: 'An attacker has Priya’s password and talks Sam into asking',
    about: 'Sam’s account can’t approve, a changed number makes the reset wait, and Priya is told in time.',
    people: [cast.requester, cast.approver, cast.target],
    policy: (cloud) => ({ ...SOON, securityGroup: cloud.directory.group(groupNames.security).id }),
    play: attacked,
  },
  {
    id: 'fromAMessage',
    title: 'Help from a message: Priya writes to Sam, and Sam asks from there',
    about: 'A dialog over any chat. Its author is chosen, their words are not taken, and nothing is posted there.',
    people: [cast.requester, cast.approver, cast.target],
    policy: () => SOON,
    play: fromAMessage,
  },
  {
    id: 'firstAid',
    title: 'First aid: Sam is nervous, and nobody answers',
    about: 'Questions in Sam’s own words, with Sam’s own request in view and a button to the next step.',
    people: [cast.requester, cast.approver, cast.target],
    policy: () => ({ ...SOON, support: { phone: '+44 20 7946 0000', hours: 'Monday to Friday, 8:30 to 17:30' } }),
    play: firstAid,
  },
  {
    id: 'monday',
    title: 'Monday morning at IT',
    about: 'The daily overview, a late request, a mail that got stuck, and a pause while they look into a call.',
    people: [cast.requester, cast.backup, cast.it],
    policy: (cloud) => mondayPolicy(cloud),
    play: monday,
  },
  {
    id: 'followedUp',
    title: 'IT asks how it went, and it went badly',
    about: 'An urgent request in IT’s channel, details for IT alone, a follow-up, “still locked out”, and sorted.',
    people: [cast.requester, cast.it, cast.approver],
    policy: ({ directory, itChannel }) => ({
      ...SOON,
      ...{ itGroup: directory.group(groupNames.it).id, itChannel },
      support: { phone: '+44 20 7946 0000' },
    }),
    play: followedUp,
  },
  {
    id: 'unregistered',
    title: 'The methods are cleared, and nobody is asked to register',
    about: 'A laptop that is still signed in: both read what helps, after ten seconds in place of four hours.',
    people: [cast.requester, cast.target, cast.approver],
    policy: () => ({ ...SOON, adviseAfter: 'PT9S' }),
    play: unregistered,
  },
  {
    id: 'passed',
    title: 'The way back in is a pass that IT issues',
    about: 'Where MFA is needed to register MFA. The pass itself never goes through the bot.',
    people: [cast.requester, cast.target, cast.it],
    policy: (cloud) => ({ ...SOON, reentry: 'itIssuesPass', itGroup: cloud.directory.group(groupNames.it).id }),
    play: passed,
  },
  {
    id: 'objected',
    title: 'It wasn’t Priya who asked',
    about: 'She stops it from a mail, without signing in, before anybody has decided; IT looks into it.',
    people: [cast.requester, cast.approver, cast.it],
    policy: (cloud) => ({ ...SOON, itGroup: cloud.directory.group(groupNames.it).id }),
    play: objected,
  },
  {
    id: 'contained',
    title: 'Somebody else registered: one tap shuts them out',
    about: 'After the reset somebody with the password is faster; Priya says so, and security contains the account.',
    people: [cast.target, cast.security, cast.it],
    policy: (cloud) => ({
      ...SOON,
      itGroup: cloud.directory.group(groupNames.it).id,
      securityGroup: cloud.directory.group(groupNames.security).id,
      contain: { blockSignIn: true },
    }),
    play: contained,
  },
  {
    id: 'away',
    title: 'The approver is away',
    about: 'Out of office, so the backup is asked at once; then a delegation, and its end.',
    people: [cast.requester, cast.approver, cast.backup],
    policy: () => SOON,
    play: away,
  },
  {
    id: 'code',
    title: 'The code: six digits from Sam to Priya to Morgan',
    about: 'The policy wants proof that somebody spoke to Priya. A wrong code is counted, the right one approves.',
    people: [cast.requester, cast.approver, cast.target],
    policy: () => ({ ...SOON, verification: { ask: 'code', for: 'all' } }),
    play: code,
  },
];
