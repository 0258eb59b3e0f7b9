import { expect } from 'chai';
import { EVENTS, type CommandType } from '../../core/command.js';
import type { Effect } from '../../core/effects.js';
import { guards, type GuardName } from '../../core/guards.js';
import { isRefusal, type RefusalCode } from '../../core/refusal.js';
import { decide, transitions, type Decision, type State, type Transition } from '../../core/transitions.js';
import {
  agent,
  approval,
  APPROVED,
  ASKED,
  backup,
  cleared,
  contained,
  containRights,
  containRun,
  command,
  executionRights,
  facts,
  FOLLOWED_UP,
  guard,
  HELD,
  DAY,
  HOUR,
  manager,
  MINUTE,
  NEW_PIN,
  nominee,
  ORDERED,
  person,
  PIN,
  policy,
  pool,
  PHONE_CHANGED,
  privilegedRequest,
  request,
  requester,
  run,
  SECOND,
  situation,
  standing,
  stranger,
  submission,
  submissionFacts,
  tapRights,
  target,
  type Situation,
} from '../fakes/rows.js';

/** Where each command leads when nothing is in its way; `-` is refused with the state's usual code. */
const MATRIX = `
                 unsubmitted      awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
usual refusal    unknownRequest   notAllowed       alreadyDecided   alreadyDecided alreadyDecided frozen           alreadyDecided alreadyDecided alreadyDecided expired
submit           awaitingApproval -                -                -              -              -                -              -              -              -
approve          -                approved         -                -              -              -                -              -              -              -
missCode         -                awaitingApproval -                -              -              -                -              -              -              -
reject           -                rejected         rejected         -              -              -                -              -              -              -
notForMe         -                awaitingApproval -                -              -              -                -              -              -              -
nudge            -                awaitingApproval -                -              -              -                -              -              -              -
note             -                awaitingApproval -                -              -              -                -              -              -              -
ask              -                awaitingApproval -                -              -              -                -              -              -              -
answer           -                awaitingApproval -                -              -              -                -              -              -              -
reassign         -                awaitingApproval -                -              -              -                -              -              -              -
returnPlace      -                awaitingApproval -                -              -              -                -              -              -              -
addBackup        -                awaitingApproval -                -              -              -                -              -              -              -
cancel           -                cancelled        cancelled        -              cancelled      cancelled        -              -              -              -
undo             -                awaitingApproval awaitingApproval -              -              -                -              -              -              -
recordCallBack   -                -                approved         -              -              -                -              -              -              -
hold             -                -                approved         -              -              -                -              -              -              -
remind           -                awaitingApproval -                -              -              -                -              -              -              -
escalate         -                awaitingApproval -                -              -              -                -              -              -              -
expire           -                expired          -                -              expired        expired          -              -              -              -
freeze           -                frozen           frozen           resetting      needsAttention -                completed      rejected       cancelled      expired
release          -                -                -                -              -              awaitingApproval -              -              -              -
resetStarted     -                -                resetting        resetting      -              -                -              -              -              -
resetProgressed  -                -                -                resetting      -              -                -              -              -              -
resetFinished    -                -                -                completed      -              -                -              -              -              -
resetFailed      -                -                needsAttention   needsAttention -              -                -              -              -              -
retry            -                -                -                -              resetting      -                -              -              -              -
close            -                -                -                -              completed      -                -              -              -              -
registered       -                -                -                -              -              -                completed      -              -              -
suspect          -                -                -                -              -              -                completed      -              -              -
advise           -                -                -                -              -              -                completed      -              -              -
handOver         -                -                -                -              -              -                completed      -              -              -
passIssued       -                -                -                -              -              -                completed      -              -              -
contain          -                -                -                -              needsAttention -                completed      -              -              -
containStarted   -                -                -                -              needsAttention -                completed      -              -              -
containProgressed -                -                -                -              needsAttention -                completed      -              -              -
containFinished  -                -                -                -              needsAttention -                completed      -              -              -
containFailed    -                -                -                -              needsAttention -                completed      -              -              -
erase            -                -                -                -              -              -                completed      rejected       cancelled      expired
followUp         -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
claim            -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
takeOver         -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
handBack         -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
reply            -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
sorted           -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
stillLockedOut   -                awaitingApproval approved         resetting      needsAttention frozen           completed      rejected       cancelled      expired
`;

/** The states of a request, and what holds in each of them alike. */
const EVERYWHERE = [
  ...['awaitingApproval', 'approved', 'resetting', 'needsAttention', 'frozen'],
  ...['completed', 'rejected', 'cancelled', 'expired'],
];
function everywhere<T>(commands: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(
    EVERYWHERE.flatMap((state) => Object.entries(commands).map(([type, each]) => [`${state} ${type}`, each])),
  );
}

/** Every "no" of every transition, in the order they are asked. Kept by hand, beside the table of the code. */
const REFUSED_BY: Readonly<Record<string, string>> = {
  'unsubmitted submit': 'notPaused mayAsk notForSelf withinLimits justified targetAvailable hasApprover',
  'awaitingApproval approve':
    'notPaused inTime notRequester notTarget nominated notApprovedByThem delegationRuns rightsAtTap fourEyes codeTriesLeft verified',
  'awaitingApproval missCode': 'inTime nominated notApprovedByThem codeTriesLeft',
  'awaitingApproval reject': 'inTime notRequester notTarget nominated delegationRuns rightsAtTap reasonGiven',
  'awaitingApproval undo': 'approvedByThem',
  'awaitingApproval notForMe': 'inTime nominated notApprovedByThem somebodyElse',
  'awaitingApproval nudge': 'inTime isRequester nudgeDue',
  'awaitingApproval note': 'inTime isRequester notNotedYet notesLeft worded',
  'awaitingApproval ask': 'inTime nominated noOpenQuestion worded',
  'awaitingApproval answer': 'inTime isRequester openQuestion worded',
  'awaitingApproval reassign': 'inTime ownPlaceOrIt replacementFromPool',
  'awaitingApproval returnPlace': 'isSystem inTime placeToReturn',
  'awaitingApproval addBackup': 'inTime isIt somebodyToAdd',
  'awaitingApproval cancel': 'requesterOrIt',
  'awaitingApproval remind': 'isSystem inTime remindDue',
  'awaitingApproval escalate': 'isSystem inTime escalateDue somebodyToAdd',
  'awaitingApproval expire': 'isSystem expireDue',
  'awaitingApproval freeze': 'mayObject',
  'approved reject':
    'notRequester notTarget nominated notApprovedByThem stillHeld delegationRuns rightsAtTap reasonGiven',
  'approved undo': 'approvedByThem',
  'approved recordCallBack': 'approvedByThem isHeld callBackCounts',
  'approved cancel': 'requesterOrIt',
  'approved freeze': 'mayObject',
  'approved resetStarted': 'isSystem notPaused executionDue rightsAtExecution weighed withinPace',
  'approved hold': 'isSystem executionDue notWeighed',
  'approved resetFailed': 'isSystem noRunYet',
  'resetting resetStarted': 'isSystem notPaused undisputed rightsAtExecution samePins withinPace',
  'resetting resetProgressed': 'isSystem samePins',
  'resetting resetFinished': 'isSystem samePins allCleared',
  'resetting resetFailed': 'isSystem samePins',
  'resetting freeze': 'mayObject undisputed',
  'needsAttention retry': 'notPaused mayRepair undisputed',
  'needsAttention close': 'mayRepair worded',
  'needsAttention cancel': 'requesterOrIt noRunYet',
  'needsAttention expire': 'isSystem expireDue noRunYet',
  'needsAttention freeze': 'mayObject undisputed',
  'needsAttention contain': 'itOrSecurity notRequester notTarget containable notObjector notContaining',
  'needsAttention containStarted': 'isSystem containing containRights sameContainPins',
  'needsAttention containProgressed': 'isSystem containing sameContainPins',
  'needsAttention containFinished': 'isSystem containing sameContainPins allContained',
  'needsAttention containFailed': 'isSystem containing sameContainPins',
  'frozen release': 'isIt inTime worded',
  'frozen cancel': 'requesterOrIt',
  'frozen expire': 'isSystem expireDue',
  'completed registered': 'isSystem notRegisteredYet',
  'completed freeze': 'mayObject undisputed',
  'completed contain': 'itOrSecurity notRequester notTarget containable notObjector notContaining',
  'completed containStarted': 'isSystem containing containRights sameContainPins',
  'completed containProgressed': 'isSystem containing sameContainPins',
  'completed containFinished': 'isSystem containing sameContainPins allContained',
  'completed containFailed': 'isSystem containing sameContainPins',
  'completed suspect': 'isSystem registeredAtOnce notSuspectedYet',
  'completed advise': 'isSystem notRegisteredYet mustRegister undisputed adviseDue',
  'completed handOver': 'isSystem notRegisteredYet mustRegister undisputed watchOver',
  'completed passIssued': 'isIt passWanted',
  'completed erase': 'isSystem eraseDue',
  'rejected freeze': 'mayObject undisputed',
  'rejected erase': 'isSystem eraseDue',
  'cancelled freeze': 'mayObject undisputed',
  'cancelled erase': 'isSystem eraseDue',
  'expired freeze': 'mayObject undisputed',
  'expired erase': 'isSystem eraseDue',
  ...everywhere({
    followUp: 'isIt claimedByNobodyElse notErased notSaidYet threadLeft worded',
    claim: 'isIt claimedByNobodyElse notErased notClaimedByThem',
    takeOver: 'isIt notErased notClaimedByThem',
    handBack: 'isIt notErased claimedByThem',
    reply: 'isRequester notErased followedUp notSaidYet threadLeft worded',
    sorted: 'isRequester notErased followedUp notSortedYet',
    stillLockedOut: 'isRequester notErased lockedOutDue',
  }),
};

interface Case {
  readonly because: string;
  readonly code: RefusalCode;
  readonly cause?: string;
  /** Only for this command, where a guard has cases that belong to one. */
  readonly only?: CommandType;
  readonly spoil: (good: Situation) => Situation;
}

const withRequest =
  (different: Parameters<typeof request>[1]) =>
  (good: Situation): Situation => ({ ...good, request: { ...good.request!, ...different } });
const withCommand =
  (different: object) =>
  (good: Situation): Situation => ({ ...good, command: { ...good.command, ...different } });
const withFacts =
  (different: Parameters<typeof facts>[0]) =>
  (good: Situation): Situation => ({ ...good, facts: { ...good.facts, ...different } });
const by = (who: typeof stranger) => withCommand({ by: who });
const noItGroup = withFacts({ policy: policy({ itGroup: null }) });
const noGroups = withFacts({ actor: { it: false, security: false } });
const submitting = (different: Parameters<typeof submission>[0]) => withCommand({ submission: submission(different) });
const asked = (different: Parameters<typeof submissionFacts>[0]) =>
  withFacts({ submission: submissionFacts(different) });
/** Nobody else can be brought in. */
const inPool = (...people: readonly (typeof stranger)[]) =>
  withFacts({
    pool: { rule: people.map((who) => nominee(who)), backups: people.map((who) => nominee(who, 'backup')) },
  });
const asking = (ask: 'how' | 'code', whom: 'risky' | 'all' = 'all') => policy({ verification: { ask, for: whom } });
const both =
  (...spoilers: readonly ((good: Situation) => Situation)[]) =>
  (good: Situation): Situation =>
    spoilers.reduce((spoiled, spoil) => spoil(spoiled), good);
/** The actor is nominated, so that it is not the missing nomination that speaks. */
const nominatedToo =
  (who: typeof stranger) =>
  (good: Situation): Situation =>
    both(
      withRequest({ nominees: [...good.request!.nominees, nominee(who)] }),
      by(who),
      withFacts({ atTap: tapRights(who.id) }),
    )(good);

function withoutContainment() {
  return withRequest({ containment: undefined });
}

/** How to make exactly this guard say no. */
const CASES: Record<GuardName, readonly Case[]> = {
  notPaused: [{ because: 'the service is paused', code: 'paused', spoil: withFacts({ paused: true }) }],
  mayAsk: [{ because: 'they may not ask', code: 'notARequester', spoil: asked({ mayAsk: false }) }],
  notForSelf: [
    {
      because: 'it is for oneself and the policy does not allow that',
      code: 'noSelfService',
      spoil: submitting({ target: requester }),
    },
  ],
  withinLimits: [
    {
      because: "it is the day's eleventh of this requester",
      code: 'tooManyRequests',
      spoil: asked({
        earlier: Array.from({ length: 10 }, (_, index) =>
          request('cancelled', { id: `r${index}`, target: stranger, submittedAt: ASKED - HOUR }),
        ),
      }),
    },
    {
      because: 'they were refused about other people ten times today',
      code: 'tooManyRequests',
      spoil: asked({ refusedToday: 10 }),
    },
  ],
  justified: [
    {
      because: 'the justification has 9 characters',
      code: 'justificationLength',
      spoil: submitting({ justification: '  123456789  ' }),
    },
    {
      because: 'the justification has 501 characters',
      code: 'justificationLength',
      spoil: submitting({ justification: 'x'.repeat(501) }),
    },
  ],
  targetAvailable: [
    {
      because: 'the target is a guest',
      code: 'targetUnavailable',
      cause: 'guest',
      spoil: asked({ targetGuest: true }),
    },
    {
      because: 'the target is disabled',
      code: 'targetUnavailable',
      cause: 'disabled',
      spoil: asked({ targetEnabled: false }),
    },
    {
      because: 'the target is a break-glass account',
      code: 'targetUnavailable',
      cause: 'breakGlass',
      spoil: withFacts({ policy: policy({ breakGlass: [target.id] }) }),
    },
    {
      because: 'somebody else has asked for the same target',
      code: 'targetUnavailable',
      cause: 'openRequest',
      spoil: asked({ earlier: [request('frozen', { requester: stranger })] }),
    },
    {
      because: 'they have asked for this target already',
      code: 'ownOpenRequest',
      spoil: asked({ earlier: [request('approved')] }),
    },
    {
      because: 'the target was reset a moment ago',
      code: 'targetUnavailable',
      cause: 'coolDown',
      spoil: asked({ earlier: [request('completed', { requester: stranger, endedAt: ASKED - HOUR })] }),
    },
    {
      because: 'it was declined a moment ago',
      code: 'targetUnavailable',
      cause: 'coolDown',
      spoil: asked({ earlier: [request('rejected', { requester: stranger, endedAt: ASKED - HOUR })] }),
    },
  ],
  hasApprover: [
    { because: 'nobody can approve', code: 'noApprover', spoil: submitting({ nominees: [] }) },
    {
      because: 'a privileged target has no second person to approve',
      code: 'targetUnavailable',
      cause: 'privilegedWithoutSecurity',
      spoil: both(asked({ privileges: ['role'] }), submitting({ nominees: [nominee(guard, 'security')] })),
    },
    {
      because: 'a privileged target has nobody of security to approve',
      code: 'targetUnavailable',
      cause: 'privilegedWithoutSecurity',
      spoil: both(asked({ privileges: ['role'] }), submitting({ nominees: [nominee(manager), nominee(backup)] })),
    },
    {
      because: 'the target is privileged and the policy has no security group',
      code: 'targetUnavailable',
      cause: 'privilegedWithoutSecurity',
      spoil: both(
        asked({ privileges: ['lookUpFailed'] }),
        submitting({ nominees: [nominee(manager), nominee(guard, 'security')] }),
        (good) => withFacts({ policy: { ...good.facts.policy, securityGroup: null } })(good),
      ),
    },
  ],
  inTime: [{ because: 'its time is over', code: 'expired', spoil: withCommand({ at: ASKED + 48 * HOUR }) }],
  notRequester: [{ because: 'they asked for it themselves', code: 'selfApproval', spoil: nominatedToo(requester) }],
  notTarget: [{ because: 'it is about them', code: 'targetApproval', spoil: nominatedToo(target) }],
  nominated: [{ because: 'nobody asked them', code: 'notNominated', spoil: by(stranger) }],
  notApprovedByThem: [
    {
      because: 'they have approved it already',
      code: 'alreadyApprovedByYou',
      spoil: both(
        withRequest({
          approvalsNeeded: 2,
          nominees: privilegedRequest().nominees,
          approvals: [approval(manager, { security: true })],
        }),
        withFacts({ pool: pool({ backups: [nominee(stranger)] }) }),
      ),
    },
  ],
  stillHeld: [
    { because: 'nothing holds it', code: 'alreadyDecided', spoil: withRequest({ held: false }) },
    { because: 'nothing says whether it is held', code: 'alreadyDecided', spoil: withRequest({ held: undefined }) },
  ],
  approvedByThem: [{ because: 'it is not their approval', code: 'notAllowed', spoil: by(backup) }],
  rightsAtTap: [
    {
      because: 'their account is disabled by now',
      code: 'approverUnavailable',
      spoil: withFacts({ atTap: tapRights(manager.id, { approver: standing(manager.id, { enabled: false }) }) }),
    },
    {
      because: 'they lost the role they were asked for',
      code: 'notNominated',
      spoil: withFacts({ atTap: tapRights(manager.id, { approver: standing(manager.id, { eligible: false }) }) }),
    },
    {
      because: 'the target is disabled by now',
      code: 'targetChanged',
      only: 'approve',
      spoil: withFacts({ atTap: tapRights(manager.id, { target: { enabled: false, guest: false, privileges: [] } }) }),
    },
    {
      because: 'the target became a guest',
      code: 'targetChanged',
      only: 'approve',
      spoil: withFacts({ atTap: tapRights(manager.id, { target: { enabled: true, guest: true, privileges: [] } }) }),
    },
    {
      because: 'the target became privileged',
      code: 'privilegedNow',
      only: 'approve',
      spoil: withFacts({
        atTap: tapRights(manager.id, { target: { enabled: true, guest: false, privileges: ['role'] } }),
      }),
    },
    {
      because: 'the target became a break-glass account',
      code: 'targetChanged',
      only: 'approve',
      spoil: withFacts({ policy: policy({ breakGlass: [target.id] }) }),
    },
  ],
  fourEyes: [
    {
      because: 'neither they nor the first approver is of security',
      code: 'needsSecurityApproval',
      spoil: withRequest(privilegedRequest({ approvals: [approval(backup)] })),
    },
    {
      because: 'nobody knows whether they are of security, and they were not asked as such',
      code: 'needsSecurityApproval',
      spoil: both(withRequest(privilegedRequest({ approvals: [approval(backup)] })), withFacts({ atTap: 'unknown' })),
    },
  ],
  delegationRuns: [
    {
      because: 'they were lent the place, and not any more',
      code: 'delegationOver',
      spoil: withFacts({ delegation: 'over' }),
    },
  ],
  placeToReturn: [
    { because: 'the delegation runs', code: 'notAllowed', spoil: withFacts({ delegation: 'runs' }) },
    { because: 'nobody read whether it does', code: 'notAllowed', spoil: withFacts({ delegation: undefined }) },
    {
      because: 'the place was never lent',
      code: 'notAllowed',
      spoil: withRequest({ nominees: [nominee(backup, 'backup')] }),
    },
    { because: 'nobody has the place', code: 'notAllowed', spoil: withCommand({ from: stranger.id }) },
    {
      because: 'the delegate approved while they could',
      code: 'notAllowed',
      spoil: withRequest({ approvalsNeeded: 2, approvals: [approval(backup)] }),
    },
  ],
  codeTriesLeft: [
    {
      because: 'they typed five wrong codes',
      code: 'codeTriesUsed',
      spoil: both(
        withRequest({
          codeMisses: Array.from({ length: 5 }, (_, i) => ({ by: manager, at: ASKED, mark: `mark ${i}` })),
        }),
        withFacts({ policy: asking('code'), code: 'right' }),
      ),
    },
  ],
  verified: [
    {
      because: 'the policy asks how they made sure, and they did not say',
      code: 'verificationMissing',
      spoil: withFacts({ policy: asking('how') }),
    },
    {
      because: 'they made sure another way and do not say which',
      code: 'verificationMissing',
      spoil: both(withFacts({ policy: asking('how') }), withCommand({ verified: { how: 'other', text: '  ok ' } })),
    },
    {
      because: 'their words on it have 501 characters',
      code: 'verificationMissing',
      spoil: both(
        withFacts({ policy: asking('how') }),
        withCommand({ verified: { how: 'video', text: 'x'.repeat(501) } }),
      ),
    },
    {
      because: 'they say they called, and the directory has no number',
      code: 'callBackNotEnough',
      spoil: both(withFacts({ policy: asking('how') }), withCommand({ verified: { how: 'called', text: '' } })),
    },
    {
      because: 'they say they called, and the number was changed lately',
      code: 'callBackNotEnough',
      spoil: both(
        withRequest({ target: { ...target, phone: '+44 20 7946 0000' }, risks: [PHONE_CHANGED] }),
        withFacts({ policy: asking('how') }),
        withCommand({ verified: { how: 'called', text: '' } }),
      ),
    },
    {
      because: 'the policy asks for the code, and they typed none',
      code: 'verificationMissing',
      spoil: both(withFacts({ policy: asking('code') }), withCommand({ verified: { how: 'inPerson', text: '' } })),
    },
    {
      because: 'the code is not the one the requester was given',
      code: 'wrongCode',
      spoil: withFacts({ policy: asking('code'), code: 'wrong' }),
    },
    {
      because: 'the policy asks where something warns, and something does',
      code: 'verificationMissing',
      spoil: both(withRequest({ risks: [PHONE_CHANGED] }), withFacts({ policy: asking('how', 'risky') })),
    },
  ],
  reasonGiven: [
    {
      because: 'no ready reason is chosen and no words are given',
      code: 'reasonMissing',
      spoil: withCommand({ reason: 'other', text: '   ' }),
    },
    {
      because: 'no ready reason is chosen and the words have two characters',
      code: 'reasonMissing',
      spoil: withCommand({ reason: 'other', text: '  no  ' }),
    },
    {
      because: 'the words beside a ready reason have two characters',
      code: 'reasonMissing',
      spoil: withCommand({ text: '  no  ' }),
    },
    { because: 'the words have 501 characters', code: 'reasonMissing', spoil: withCommand({ text: 'x'.repeat(501) }) },
    {
      because: 'the words instead of a ready reason have 501 characters',
      code: 'reasonMissing',
      spoil: withCommand({ reason: 'other', text: 'x'.repeat(501) }),
    },
  ],
  worded: [
    { because: 'it has no words', code: 'reasonMissing', spoil: withCommand({ text: '  ', note: '  ' }) },
    {
      because: 'it has 501 characters',
      code: 'reasonMissing',
      spoil: withCommand({ text: 'x'.repeat(501), note: 'x'.repeat(501) }),
    },
  ],
  notNotedYet: [
    {
      because: 'they added the same note already',
      code: 'alreadyDone',
      spoil: withRequest({ notes: [{ at: ASKED, text: 'It is the blue one' }] }),
    },
  ],
  notesLeft: [
    {
      because: 'they added five notes already',
      code: 'tooManyNotes',
      spoil: withRequest({ notes: Array.from({ length: 5 }, () => ({ at: ASKED, text: 'one more thing' })) }),
    },
  ],
  somebodyElse: [
    { because: 'nobody read who else there is', code: 'nobodyElse', spoil: withFacts({ pool: undefined }) },
    { because: 'there is nobody else', code: 'nobodyElse', spoil: inPool() },
    {
      because: 'there is nobody else but requester, target and those who are asked already',
      code: 'nobodyElse',
      spoil: inPool(requester, target, manager),
    },
  ],
  replacementFromPool: [
    { because: 'nobody read whom it may be given to', code: 'notEligible', spoil: withFacts({ pool: undefined }) },
    {
      because: 'the policy would not ask the new one',
      code: 'notEligible',
      spoil: withCommand({ to: stranger.id }),
    },
    {
      because: 'the new one is the requester',
      code: 'notEligible',
      spoil: both(inPool(requester), withCommand({ to: requester.id })),
    },
    {
      because: 'the new one is the target',
      code: 'notEligible',
      spoil: both(inPool(target), withCommand({ to: target.id })),
    },
    {
      because: 'the new one is who gives it away, of IT',
      code: 'notEligible',
      spoil: both(inPool(agent), withCommand({ to: agent.id })),
    },
    {
      because: 'the new one gave a place of it away before',
      code: 'notEligible',
      spoil: withRequest({ reassignments: [{ at: ASKED, by: backup, from: backup, to: manager }] }),
    },
    {
      because: 'they did the same a moment ago',
      code: 'alreadyDone',
      spoil: withRequest({
        nominees: [nominee(backup, 'backup')],
        reassignments: [{ at: ASKED, by: agent, from: manager, to: backup }],
      }),
    },
    {
      because: 'the new one is asked already',
      code: 'notEligible',
      spoil: withRequest({ nominees: [nominee(manager), nominee(backup)] }),
    },
    { because: 'the new one is the old one', code: 'notEligible', spoil: withCommand({ to: manager.id }) },
    { because: 'the old one was never asked', code: 'notEligible', spoil: withCommand({ from: stranger.id }) },
    {
      because: 'the old one has approved it already',
      code: 'notEligible',
      spoil: withRequest({ approvalsNeeded: 2, approvals: [approval(manager)] }),
    },
    {
      because: 'the old one is themselves and has approved it already',
      code: 'notEligible',
      spoil: both(withRequest({ approvalsNeeded: 2, approvals: [approval(manager)] }), by(manager), noGroups),
    },
  ],
  ownPlaceOrIt: [
    { because: 'they are neither asked nor of IT', code: 'notNominated', spoil: both(by(stranger), noGroups) },
    {
      because: "it is another approver's place",
      code: 'notNominated',
      spoil: both(withRequest({ nominees: [nominee(manager), nominee(guard)] }), by(guard), noGroups),
    },
    {
      because: "it is another approver's place, and they are of security",
      code: 'notNominated',
      spoil: both(
        withRequest({ nominees: [nominee(manager), nominee(guard)] }),
        by(guard),
        withFacts({ actor: { it: false, security: true } }),
      ),
    },
    { because: 'they are the requester', code: 'notNominated', spoil: both(by(requester), noGroups) },
  ],
  somebodyToAdd: [
    { because: 'nobody read whom', code: 'nobodyElse', spoil: withFacts({ pool: undefined }) },
    { because: 'there is nobody to add', code: 'nobodyElse', spoil: inPool() },
    {
      because: 'only requester, target and those who are asked already could be added',
      code: 'nobodyElse',
      spoil: inPool(requester, target, manager),
    },
    {
      because: 'there are people of the rule, but no backups',
      code: 'nobodyElse',
      spoil: withFacts({ pool: { rule: [nominee(stranger)], backups: [] } }),
    },
    {
      because: 'it was escalated once',
      code: 'alreadyDone',
      only: 'escalate',
      spoil: withRequest({ escalatedAt: ASKED + HOUR }),
    },
  ],
  noOpenQuestion: [
    {
      because: 'a question waits for its answer',
      code: 'questionOpen',
      spoil: withRequest({
        questions: [
          { by: manager, at: ASKED, text: 'Which?', answer: { at: ASKED + MINUTE, text: 'That' } },
          { by: manager, at: ASKED + 2 * MINUTE, text: 'And where?' },
        ],
      }),
    },
  ],
  openQuestion: [
    { because: 'nobody asked anything', code: 'notAllowed', spoil: withRequest({ questions: [] }) },
    {
      because: 'every question is answered',
      code: 'notAllowed',
      spoil: withRequest({
        questions: [{ by: manager, at: ASKED, text: 'Which?', answer: { at: ASKED + MINUTE, text: 'That' } }],
      }),
    },
  ],
  isRequester: [{ because: 'they did not ask for it', code: 'unknownRequest', spoil: by(manager) }],
  requesterOrIt: [
    { because: 'they are neither the requester nor of IT', code: 'unknownRequest', spoil: by(stranger) },
    { because: 'they are the approver', code: 'unknownRequest', spoil: by(manager) },
    { because: 'they are the target', code: 'unknownRequest', spoil: by(target) },
    {
      because: 'they are of security alone',
      code: 'unknownRequest',
      spoil: both(by(guard), withFacts({ actor: { it: false, security: true } })),
    },
  ],
  mayRepair: [
    { because: 'they are not of IT', code: 'notIt', spoil: noGroups },
    {
      because: 'they are of security alone',
      code: 'notIt',
      spoil: both(by(guard), withFacts({ actor: { it: false, security: true } })),
    },
    { because: 'they approved it, and there is an IT group', code: 'notIt', spoil: both(by(manager), noGroups) },
    {
      because: 'there is no IT group, and they were asked but did not approve',
      code: 'notIt',
      spoil: both(withRequest({ nominees: [nominee(manager), nominee(backup)] }), by(backup), noGroups, noItGroup),
    },
    {
      because: 'there is no IT group, and they are the requester',
      code: 'notIt',
      spoil: both(by(requester), noGroups, noItGroup),
    },
  ],
  isIt: [
    { because: 'they are not of IT', code: 'notIt', spoil: noGroups },
    {
      because: 'they are of security alone',
      code: 'notIt',
      spoil: withFacts({ actor: { it: false, security: true } }),
    },
  ],
  itOrSecurity: [{ because: 'they are of neither group', code: 'notIt', spoil: noGroups }],
  mayObject: [
    { because: 'they are not the target', code: 'unknownRequest', spoil: by(stranger) },
    { because: 'they are the requester', code: 'unknownRequest', spoil: by(requester) },
    { because: 'they are the approver', code: 'unknownRequest', spoil: by(manager) },
  ],
  isSystem: [
    { because: 'a person gives it', code: 'notAllowed', spoil: by(agent) },
    {
      because: 'a person of IT gives it',
      code: 'notAllowed',
      spoil: both(by(agent), withFacts({ actor: { it: true, security: true } })),
    },
  ],
  remindDue: [
    { because: 'it is a millisecond too early', code: 'tooEarly', spoil: withCommand({ at: ASKED + 30 * MINUTE - 1 }) },
    { because: 'they were reminded', code: 'alreadyDone', spoil: withRequest({ remindedAt: ASKED + 30 * MINUTE }) },
  ],
  escalateDue: [
    { because: 'it is a millisecond too early', code: 'tooEarly', spoil: withCommand({ at: ASKED + 2 * HOUR - 1 }) },
  ],
  expireDue: [
    { because: 'it is a millisecond too early', code: 'tooEarly', spoil: withCommand({ at: ASKED + 48 * HOUR - 1 }) },
  ],
  eraseDue: [
    {
      because: 'it is a millisecond too early',
      code: 'tooEarly',
      spoil: (good) => ({ ...good, command: { ...good.command, at: (good.request?.endedAt ?? 0) + 730 * DAY - 1 } }),
    },
    { because: 'it was erased', code: 'alreadyDone', spoil: withRequest({ erasedAt: APPROVED + 730 * DAY }) },
  ],
  nudgeDue: [
    {
      because: 'the last nudge was a quarter of an hour ago, less a millisecond',
      code: 'nudgedLately',
      spoil: withRequest({ nudgedAt: APPROVED - 15 * MINUTE + 1 }),
    },
  ],
  isHeld: [
    { because: 'nothing holds it', code: 'notAllowed', spoil: withRequest({ held: false }) },
    { because: 'nothing says whether it is held', code: 'notAllowed', spoil: withRequest({ held: undefined }) },
  ],
  callBackCounts: [
    {
      because: 'the directory knows no number of the target',
      code: 'callBackNotEnough',
      spoil: withRequest({ target: { ...target, phone: undefined } }),
    },
    {
      because: "the target's number is empty",
      code: 'callBackNotEnough',
      spoil: withRequest({ target: { ...target, phone: '' } }),
    },
    {
      because: "the target's number was changed lately",
      code: 'callBackNotEnough',
      spoil: withRequest({
        risks: [
          { kind: 'declinedRecently', level: 'warning' },
          { kind: 'phoneChangedLately', level: 'warning' },
        ],
      }),
    },
  ],
  executionDue: [
    {
      because: 'the undo window is open',
      code: 'tooEarly',
      spoil: withCommand({ at: APPROVED + 10 * SECOND - 1 }),
    },
    { because: 'nothing says when', code: 'tooEarly', spoil: withRequest({ executeAt: undefined }) },
  ],
  rightsAtExecution: [
    {
      because: 'nobody read the rights',
      code: 'notAllowed',
      cause: 'rightsUnread',
      spoil: withFacts({ atExecution: undefined }),
    },
    {
      because: 'nobody approved',
      code: 'notAllowed',
      cause: 'tooFewApprovals',
      spoil: withRequest({ approvals: [] }),
    },
    {
      because: 'one person approved twice where two must',
      code: 'notAllowed',
      cause: 'tooFewApprovals',
      spoil: withRequest({ approvalsNeeded: 2, approvals: [approval(manager), approval(manager)] }),
    },
    {
      because: 'the only approval is by the requester',
      code: 'notAllowed',
      cause: 'tooFewApprovals',
      spoil: both(
        withRequest({ approvals: [approval(requester)] }),
        withFacts({ atExecution: executionRights([requester]) }),
      ),
    },
    {
      because: 'the only approval is by the target',
      code: 'notAllowed',
      cause: 'tooFewApprovals',
      spoil: both(
        withRequest({ approvals: [approval(target)] }),
        withFacts({ atExecution: executionRights([target]) }),
      ),
    },
    {
      because: "an approver's standing was not read",
      code: 'approverUnavailable',
      cause: 'approverUnread',
      spoil: withFacts({ atExecution: executionRights([]) }),
    },
    {
      because: 'the approver is disabled by now',
      code: 'approverUnavailable',
      cause: 'approverDisabled',
      spoil: withFacts({ atExecution: executionRights([], { approvers: [standing(manager.id, { enabled: false })] }) }),
    },
    {
      because: 'the approver lost the role they were asked for',
      code: 'notNominated',
      cause: 'approverNoLongerEligible',
      spoil: withFacts({
        atExecution: executionRights([], { approvers: [standing(manager.id, { eligible: false })] }),
      }),
    },
    {
      because: 'none of the two approvers is of security by now',
      code: 'needsSecurityApproval',
      spoil: both(
        withRequest({ approvalsNeeded: 2, approvals: [approval(manager), approval(guard)] }),
        withFacts({
          atExecution: executionRights([manager], {
            approvers: [standing(manager.id), standing(guard.id, { security: false })],
          }),
        }),
      ),
    },
    {
      because: 'the only one of security is the requester, whose approval does not count',
      code: 'needsSecurityApproval',
      spoil: both(
        withRequest({ approvalsNeeded: 2, approvals: [approval(manager), approval(backup), approval(requester)] }),
        withFacts({
          atExecution: executionRights([manager, backup], {
            approvers: [standing(manager.id), standing(backup.id), standing(requester.id, { security: true })],
          }),
        }),
      ),
    },
    {
      because: 'somebody of security is looked up who did not approve it',
      code: 'needsSecurityApproval',
      spoil: both(
        withRequest({ approvalsNeeded: 2, approvals: [approval(manager), approval(backup)] }),
        withFacts({ atExecution: executionRights([manager, backup, guard]) }),
      ),
    },
    {
      because: 'the target became privileged',
      code: 'privilegedNow',
      cause: 'role',
      spoil: withFacts({
        atExecution: executionRights([manager], { target: { enabled: true, guest: false, privileges: ['role'] } }),
      }),
    },
    {
      because: 'the target is disabled by now',
      code: 'targetChanged',
      cause: 'disabled',
      spoil: withFacts({
        atExecution: executionRights([manager], { target: { enabled: false, guest: false, privileges: [] } }),
      }),
    },
    {
      because: 'the target became a break-glass account',
      code: 'targetChanged',
      cause: 'breakGlass',
      spoil: withFacts({ policy: policy({ breakGlass: [target.id] }) }),
    },
  ],
  weighed: [
    {
      because: 'the phone number was changed since it was asked',
      code: 'changedLately',
      spoil: withFacts({ atExecution: executionRights([manager], { warnings: [PHONE_CHANGED] }) }),
    },
    {
      because: 'something more was changed than was known',
      code: 'changedLately',
      spoil: both(
        withRequest({ risks: [{ kind: 'passwordChangedLately', level: 'warning' }] }),
        withFacts({ atExecution: executionRights([manager], { warnings: [PHONE_CHANGED] }) }),
      ),
    },
  ],
  withinPace: [
    {
      because: 'more resets were begun than is usual',
      code: 'tooManyResets',
      spoil: both(withRequest({ run: undefined }), withFacts({ pace: { exceeded: true } })),
    },
    {
      because: 'nobody counted',
      code: 'notAllowed',
      cause: 'paceUnread',
      spoil: both(withRequest({ run: undefined }), withFacts({ pace: undefined })),
    },
  ],
  notWeighed: [
    {
      because: 'nothing was changed',
      code: 'notAllowed',
      spoil: withFacts({ atExecution: executionRights([manager]) }),
    },
    { because: 'nobody looked', code: 'notAllowed', spoil: withFacts({ atExecution: undefined }) },
    { because: 'it was known when it was asked', code: 'notAllowed', spoil: withRequest({ risks: [PHONE_CHANGED] }) },
  ],
  samePins: [
    {
      because: 'a method is pinned anew',
      code: 'notAllowed',
      cause: 'pinsChanged',
      spoil: both(
        withRequest({ run: run() }),
        withCommand({ run: { ...cleared, pins: [...cleared.pins, { ...PIN, id: 'new', outcome: 'removed' }] } }),
      ),
    },
    {
      because: 'a pinned method has another fingerprint',
      code: 'notAllowed',
      cause: 'pinsChanged',
      spoil: both(
        withRequest({ run: run() }),
        withCommand({ run: { ...cleared, pins: [{ ...PIN, fingerprint: 'f2', outcome: 'removed' }] } }),
      ),
    },
    {
      because: 'a pinned method is forgotten',
      code: 'notAllowed',
      cause: 'pinsChanged',
      spoil: both(withRequest({ run: run() }), withCommand({ run: { ...cleared, pins: [] } })),
    },
  ],
  allCleared: [
    {
      because: 'a method is still to go',
      code: 'notAllowed',
      cause: 'methodsRemain',
      spoil: withCommand({ run: run() }),
    },
    {
      because: 'Graph refused one',
      code: 'notAllowed',
      cause: 'methodsRemain',
      spoil: withCommand({ run: run({ pins: [{ ...PIN, outcome: 'refused' }] }) }),
    },
    {
      because: 'an unknown type is left',
      code: 'notAllowed',
      cause: 'methodsRemain',
      spoil: withCommand({ run: { ...cleared, unknown: ['palmAuthenticationMethod'] } }),
    },
  ],
  noRunYet: [
    {
      because: 'methods are pinned, and may be gone',
      code: 'methodsClearedAlready',
      spoil: withRequest({ run: run() }),
    },
  ],
  undisputed: [
    {
      because: 'the target objected before',
      code: 'alreadyDone',
      cause: 'disputed',
      spoil: withRequest({ disputedAt: APPROVED }),
    },
  ],
  notErased: [{ because: 'its words were erased', code: 'notAllowed', spoil: withRequest({ erasedAt: ASKED }) }],
  claimedByNobodyElse: [
    {
      because: 'somebody else of IT has it',
      code: 'claimedByOther',
      spoil: withRequest({ claim: { by: stranger, at: ASKED } }),
    },
  ],
  notClaimedByThem: [
    { because: 'they have it already', code: 'alreadyDone', spoil: withRequest({ claim: { by: agent, at: ASKED } }) },
  ],
  claimedByThem: [
    { because: 'nobody has it', code: 'notAllowed', spoil: withRequest({ claim: undefined }) },
    {
      because: 'somebody else of IT has it',
      code: 'notAllowed',
      spoil: withRequest({ claim: { by: stranger, at: ASKED } }),
    },
  ],
  notSaidYet: [
    {
      because: 'they wrote the same a moment ago',
      code: 'alreadyDone',
      spoil: (good) => ({
        ...good,
        request: {
          ...good.request!,
          thread: [
            { kind: 'reply', by: good.command.by, at: ASKED, text: 'text' in good.command ? good.command.text : '' },
          ],
        },
      }),
    },
  ],
  threadLeft: [
    {
      because: 'they wrote thirty messages already',
      code: 'threadFull',
      spoil: withRequest({ thread: Array.from({ length: 30 }, () => FOLLOWED_UP) }),
    },
  ],
  followedUp: [
    { because: 'IT wrote nothing', code: 'notFollowedUp', spoil: withRequest({ thread: [] }) },
    { because: 'there is no thread', code: 'notFollowedUp', spoil: withRequest({ thread: undefined }) },
  ],
  notSortedYet: [
    {
      because: 'they said so last',
      code: 'alreadyDone',
      spoil: withRequest({ thread: [FOLLOWED_UP, { kind: 'sorted', by: requester, at: ASKED, text: '' }] }),
    },
  ],
  lockedOutDue: [
    {
      because: 'they said so a quarter of an hour ago, less a millisecond',
      code: 'lockedOutLately',
      spoil: withRequest({ lockout: { at: APPROVED + HOUR - 15 * MINUTE + 1, outOfHours: false } }),
    },
  ],
  notRegisteredYet: [
    { because: 'it was noted before', code: 'notAllowed', spoil: withRequest({ registeredAt: APPROVED }) },
  ],
  containable: [
    {
      because: 'nobody has objected',
      code: 'notAllowed',
      cause: 'noObjection',
      spoil: withRequest({ disputedAt: undefined, objection: undefined }),
    },
  ],
  notObjector: [
    {
      because: 'it is their own objection',
      code: 'ownObjection',
      spoil: withRequest({ objection: { by: agent, via: 'teams' } }),
    },
  ],
  notContaining: [
    {
      because: 'it is being done',
      code: 'alreadyDone',
      spoil: withRequest({ containment: ORDERED.containment }),
    },
    {
      because: 'it was done less than a minute ago',
      code: 'alreadyDone',
      spoil: withRequest({
        containment: {
          ...ORDERED.containment,
          ended: { at: APPROVED + HOUR - MINUTE + 1, outcome: 'contained' },
        },
      }),
    },
  ],
  containing: [
    { because: 'nobody ordered it', code: 'notAllowed', spoil: withoutContainment() },
    {
      because: 'it has ended',
      code: 'notAllowed',
      spoil: withRequest({
        containment: { ...ORDERED.containment, ended: { at: APPROVED + HOUR, outcome: 'partly' } },
      }),
    },
  ],
  containRights: [
    {
      because: 'nobody read the rights',
      code: 'notAllowed',
      cause: 'rightsUnread',
      spoil: withFacts({ atContainment: undefined }),
    },
    {
      because: 'the rights are of somebody else',
      code: 'notAllowed',
      cause: 'rightsUnread',
      spoil: withFacts({ atContainment: containRights({ id: guard.id }) }),
    },
    {
      because: 'whoever ordered it is in neither group by now',
      code: 'approverUnavailable',
      cause: 'containerLostRights',
      spoil: withFacts({ atContainment: containRights({ it: false }) }),
    },
    {
      because: 'whoever ordered it is disabled by now',
      code: 'approverUnavailable',
      cause: 'containerLostRights',
      spoil: withFacts({ atContainment: containRights({ enabled: false }) }),
    },
  ],
  sameContainPins: [
    {
      because: 'a method is pinned anew',
      code: 'notAllowed',
      cause: 'pinsChanged',
      only: 'containProgressed',
      spoil: withRequest({
        containment: { ...ORDERED.containment, run: containRun({ pins: [NEW_PIN, { ...NEW_PIN, id: 'key-10' }] }) },
      }),
    },
    {
      because: 'another method is pinned',
      code: 'notAllowed',
      cause: 'pinsChanged',
      spoil: both(
        withRequest({ containment: { ...ORDERED.containment, run: containRun() } }),
        withCommand({ run: containRun({ pins: [{ ...NEW_PIN, id: 'key-10', outcome: 'removed' }] }) }),
      ),
    },
    {
      because: 'a pinned method has another fingerprint',
      code: 'notAllowed',
      cause: 'pinsChanged',
      spoil: both(
        withRequest({ containment: { ...ORDERED.containment, run: containRun() } }),
        withCommand({ run: containRun({ pins: [{ ...NEW_PIN, fingerprint: 'f10', outcome: 'removed' }] }) }),
      ),
    },
  ],
  allContained: [
    { because: 'a method is still to go', code: 'notAllowed', spoil: withCommand({ run: containRun() }) },
    {
      because: 'a method was registered anew under its id',
      code: 'notAllowed',
      cause: 'methodsRemain',
      spoil: withCommand({ run: containRun({ pins: [{ ...NEW_PIN, outcome: 'keptNewlyRegistered' }] }) }),
    },
    {
      because: 'an unknown type is left',
      code: 'notAllowed',
      spoil: withCommand({ run: { ...contained, unknown: ['palmAuthenticationMethod'] } }),
    },
  ],
  registeredAtOnce: [
    {
      because: 'nobody has registered',
      code: 'notAllowed',
      spoil: withRequest({ registeredAt: undefined }),
    },
    {
      because: 'it was registered three minutes after the clearing, and a millisecond',
      code: 'notAllowed',
      spoil: withRequest({ registeredAt: APPROVED + 4 * MINUTE + 1 }),
    },
  ],
  notSuspectedYet: [
    {
      because: 'it was found before',
      code: 'alreadyDone',
      spoil: withRequest({ suspicion: { at: APPROVED, country: 'BR', usual: ['GB'] } }),
    },
  ],
  mustRegister: [{ because: 'they keep some methods', code: 'notAllowed', spoil: withRequest({ clearing: 'lost' }) }],
  adviseDue: [
    {
      because: 'it is a millisecond too early',
      code: 'tooEarly',
      spoil: withCommand({ at: APPROVED + MINUTE + 4 * HOUR - 1 }),
    },
    { because: 'they were told', code: 'alreadyDone', spoil: withRequest({ advisedAt: APPROVED + HOUR }) },
    {
      because: 'the service stops looking before',
      code: 'notAllowed',
      spoil: withFacts({ policy: policy({ watchFor: 4 * HOUR }) }),
    },
    {
      because: 'they get a pass',
      code: 'notAllowed',
      spoil: withRequest({ pass: { wantedAt: APPROVED + MINUTE } }),
    },
  ],
  watchOver: [
    {
      because: 'it is a millisecond too early',
      code: 'tooEarly',
      spoil: withCommand({ at: APPROVED + MINUTE + DAY - 1 }),
    },
    { because: 'IT was told', code: 'alreadyDone', spoil: withRequest({ handedOverAt: APPROVED + DAY }) },
    { because: 'nobody looks', code: 'notAllowed', spoil: withFacts({ policy: policy({ watchFor: 0 }) }) },
  ],
  passWanted: [
    { because: 'no pass is wanted', code: 'notAllowed', spoil: withRequest({ pass: undefined }) },
    {
      because: 'it was issued',
      code: 'alreadyDone',
      spoil: withRequest({ pass: { wantedAt: APPROVED, issued: { by: agent, at: APPROVED } } }),
    },
  ],
};

const [header, usual, ...lines] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const STATES = header as State[];
const usualRefusal = new Map(STATES.map((state, column) => [state, usual![column + 2] as RefusalCode]));
const CELLS = lines.flatMap(([type, ...cells]) =>
  STATES.map((state, column) => ({ state, type: type as CommandType, to: cells[column]! })),
);

describe('the state table', () => {
  it('is walked in every state and with every command', () => {
    expect(STATES).to.have.members(Object.keys(transitions));
    expect(CELLS).to.have.length(10 * 45);
    expect(new Set(CELLS.map(({ type }) => type))).to.deep.equal(new Set(Object.keys(EVENTS)));
  });

  for (const { state, type, to } of CELLS)
    if (to === '-')
      it(`${state}: ${type} is refused`, () => {
        const { request: row, command: given, facts: known } = situation(state, type);
        expect(decide(row, given, known)).to.have.property('refused', usualRefusal.get(state));
      });
    else
      it(`${state}: ${type} leads to ${to}`, () => {
        expect(accepted(situation(state, type)).next.status).to.equal(to);
      });

  it('has no way out of an end: what is heard afterwards leaves it where it is', () => {
    const inTouch = ['followUp', 'claim', 'takeOver', 'handBack', 'reply', 'sorted', 'stillLockedOut'];
    const ways = CELLS.filter(
      ({ state, type, to }) =>
        ['completed', 'rejected', 'cancelled', 'expired'].includes(state) && to !== '-' && !inTouch.includes(type),
    );
    for (const { state, type, to } of CELLS)
      if (inTouch.includes(type)) expect(to, `${state} ${type}`).to.equal(state === 'unsubmitted' ? '-' : state);
    expect(ways.map(({ state, type, to }) => `${state} ${type} ${to}`)).to.have.members([
      'completed freeze completed',
      'completed erase completed',
      'completed registered completed',
      'completed contain completed',
      'completed containStarted completed',
      'completed containProgressed completed',
      'completed containFinished completed',
      'completed containFailed completed',
      'completed suspect completed',
      'completed advise completed',
      'completed handOver completed',
      'completed passIssued completed',
      'rejected freeze rejected',
      'rejected erase rejected',
      'cancelled freeze cancelled',
      'cancelled erase cancelled',
      'expired freeze expired',
      'expired erase expired',
    ]);
  });

  it('takes nothing but a submission where there is no request', () => {
    for (const type of Object.keys(EVENTS) as CommandType[])
      if (type !== 'submit')
        expect(decide(undefined, command(type), facts())).to.have.property('refused', 'unknownRequest');
  });

  it('tells who decided, and when, to somebody who comes too late', () => {
    const late = (row: ReturnType<typeof request>): object | undefined => {
      const outcome = decide(row, command('approve', { by: backup }), facts());
      return isRefusal(outcome) ? outcome.detail : undefined;
    };
    expect(late(request('approved'))).to.deep.include({ status: 'approved', by: manager, at: APPROVED });
    expect(late(request('rejected'))).to.deep.include({ status: 'rejected', by: manager, at: APPROVED });
    expect(late(request('cancelled', { approvals: [approval(manager)] }))).to.deep.include({
      status: 'cancelled',
      by: requester,
      at: APPROVED,
    });
  });
});

describe('each condition of a transition', () => {
  it('has a case here, and every case has its condition', () => {
    const inCode = Object.entries(transitions).flatMap(([state, row]) =>
      Object.entries(row as Record<string, Transition>).map(([type, { guards: names }]) => [
        `${state} ${type}`,
        names.join(' '),
      ]),
    );
    expect(Object.fromEntries(inCode)).to.deep.equal(REFUSED_BY);
  });

  for (const [place, names] of Object.entries(REFUSED_BY)) {
    const [state, type] = place.split(' ') as [State, CommandType];
    for (const name of names.split(' ') as GuardName[])
      for (const { because, code, cause, spoil, only } of CASES[name])
        if (only === undefined || only === type)
          it(`${state}: nobody can ${type} when ${because}`, () => {
            const good = situation(state, type);
            const bad = deepFrozen(spoil(good));
            expect(isRefusal(decide(good.request, good.command, good.facts)), 'allowed before').to.be.false;

            const outcome = decide(bad.request, bad.command, bad.facts);

            expect(outcome).to.have.property('refused', code);
            if (cause !== undefined) expect(outcome).to.have.nested.property('detail.cause', cause);
            expect(outcome).to.have.all.keys('refused', 'detail');
            expect(sayNo(names, bad), 'and nothing else says no').to.deep.equal([name]);
          });
  }

  it('counts requests and refused attempts apart: neither adds to the other', () => {
    const nine = Array.from({ length: 9 }, (_, index) =>
      request('cancelled', { id: `r${index}`, target: stranger, submittedAt: ASKED - HOUR }),
    );
    const good = asked({ earlier: nine, refusedToday: 9 })(situation('unsubmitted', 'submit'));
    expect(decide(undefined, good.command, good.facts)).to.have.property('next');
  });

  it('does not stop a self-service reset where the policy allows it', () => {
    const { command: given, facts: known } = submitting({ target: requester })(situation('unsubmitted', 'submit'));
    expect(decide(undefined, given, { ...known, policy: policy({ selfService: true }) })).to.have.property('next');
  });

  it('does not stop a decline of a request whose target is gone', () => {
    const gone = tapRights(manager.id, { target: { enabled: false, guest: true, privileges: ['role'] } });
    expect(decide(request(), command('reject'), facts({ atTap: gone }))).to.have.nested.property(
      'next.status',
      'rejected',
    );
  });

  it('does not stop an approval a millisecond before the time is over', () => {
    const given = command('approve', { at: ASKED + 48 * HOUR - 1 });
    expect(decide(request(), given, facts({ atTap: tapRights(manager.id) }))).to.have.property('next');
  });

  it('lets IT and security object', () => {
    for (const actor of [
      { it: true, security: false },
      { it: false, security: true },
    ])
      expect(decide(request(), command('freeze', { by: stranger }), facts({ actor }))).to.have.property('next');
  });

  it('lets a nominee give their own place away, as IT can', () => {
    const own = command('reassign', { by: manager, from: manager.id });
    const outcome = decide(request(), own, facts({ pool: pool() }));
    expect(outcome).to.have.nested.property('next.nominees[0].person.id', backup.id);
    // They know: their card says so.
    if (!isRefusal(outcome))
      expect(described(outcome.effects))
        .to.include('tell reassigned requester')
        .and.not.include('tell reassigned manager');
  });

  it('brings nobody in who gave a place of the request away, in whatever way', () => {
    const row = request('awaitingApproval', {
      nominees: [nominee(manager)],
      reassignments: [{ at: ASKED, by: backup, from: backup, to: manager }],
    });
    for (const given of [
      command('notForMe'),
      command('reassign'),
      command('addBackup', { by: agent }),
      command('escalate'),
    ]) {
      const known = facts({ pool: pool(), actor: { it: given.by.id === agent.id, security: false } });
      expect(decide(row, given, known), given.type).to.have.property('refused');
    }
  });
});

describe('a decline', () => {
  const declined = (reason: 'couldNotVerify' | 'notNeeded' | 'suspicious' | 'other', text: string): object =>
    decide(request(), command('reject', { reason, text }), facts({ atTap: tapRights(manager.id) }));

  for (const reason of ['couldNotVerify', 'notNeeded', 'suspicious'] as const)
    it(`for a ready reason needs no words: ${reason}`, () => {
      expect(declined(reason, '')).to.have.nested.property('next.status', 'rejected');
      expect(declined(reason, '   ')).to.have.nested.property('next.rejection.text', '');
    });

  it('for any other reason needs 3 to 500 characters', () => {
    expect(declined('other', ' not ')).to.have.nested.property('next.rejection.text', 'not');
    expect(declined('other', 'x'.repeat(500))).to.have.property('next');
  });
});

describe('a failed reset', () => {
  const atNeedsAttention = (type: CommandType, different: Parameters<typeof request>[1] = {}): object => {
    const good = situation('needsAttention', type);
    return decide({ ...good.request!, ...different }, good.command, good.facts);
  };

  for (const type of ['retry', 'close'] as const)
    it(`may be given ${type} by who approved it where the policy names no IT`, () => {
      const repaired = decide(
        request('needsAttention', { run: run() }),
        { ...command(type), by: manager },
        facts({ policy: policy({ itGroup: null }) }),
      );
      expect(repaired).to.have.nested.property('next.status', transitions.needsAttention[type].to);
    });

  it('may be cancelled by the requester and by IT, and expires, only while nothing can have been deleted', () => {
    const good = situation('needsAttention', 'cancel');
    for (const [who, it] of [
      [requester, false],
      [agent, true],
    ] as const) {
      const known = facts({ actor: { it, security: false } });
      const given = { ...good.command, by: who };
      expect(decide(request('needsAttention'), given, known)).to.have.nested.property('next.status', 'cancelled');
      expect(decide(request('needsAttention', { run: run() }), given, known)).to.have.property(
        'refused',
        'methodsClearedAlready',
      );
    }
    expect(atNeedsAttention('expire', { run: run() })).to.have.property('refused', 'methodsClearedAlready');
  });

  it('that is retried can not be taken back any more', () => {
    const { next } = accepted({
      ...situation('needsAttention', 'retry'),
      request: request('needsAttention', { run: run() }),
    });
    for (const type of ['undo', 'cancel', 'expire', 'approve', 'reject'] as const)
      expect(decide(next, command(type), facts({ actor: { it: true, security: true } })), type).to.have.property(
        'refused',
        'alreadyDecided',
      );
    const objected = accepted({ request: next, command: command('freeze'), facts: facts() });
    expect(objected.next.status).to.equal('resetting');
  });
});

describe('a nudge', () => {
  const nudged = (nudgedAt: number | undefined, at: number) =>
    decide(request('awaitingApproval', { nudgedAt }), command('nudge', { at }), facts());

  it('may come at any time at first, and a quarter of an hour after the last', () => {
    expect(nudged(undefined, ASKED)).to.have.property('next');
    expect(nudged(APPROVED, APPROVED + 15 * MINUTE)).to.have.nested.property('next.nudgedAt', APPROVED + 15 * MINUTE);
  });

  it('that comes too soon is told when it may', () => {
    expect(nudged(APPROVED, APPROVED)).to.deep.equal({
      refused: 'nudgedLately',
      detail: { at: APPROVED + 15 * MINUTE },
    });
  });
});

describe('a note', () => {
  const five = Array.from({ length: 5 }, (_, index) => ({ at: ASKED + index, text: `note ${index}` }));

  it('comes after those before it, without the space around it', () => {
    const row = request('awaitingApproval', { notes: five.slice(0, 4) });
    const { next } = accepted({ request: row, command: command('note', { text: '  the last \n' }), facts: facts() });
    expect(next.notes).to.deep.equal([...five.slice(0, 4), { at: APPROVED, text: 'the last' }]);
  });

  it('that is one too many is told how many there may be', () => {
    expect(decide(request('awaitingApproval', { notes: five }), command('note'), facts())).to.deep.equal({
      refused: 'tooManyNotes',
      detail: { limit: 5 },
    });
  });
});

describe('an approval', () => {
  it('can be taken back until the reset begins, also where that waits longer than was said', () => {
    const good = situation('approved', 'undo');
    const at = good.request!.executeAt! + HOUR;
    expect(accepted({ ...good, command: command('undo', { at }) }).next.status).to.equal('awaitingApproval');
    const running = { ...good.request!, status: 'resetting' as const, run: run() };
    expect(decide(running, command('undo', { at }), facts())).to.have.property('refused', 'alreadyDecided');
  });
});

describe('what the policy asks of whoever approves', () => {
  const how = asking('how');
  const risky = { risks: [{ kind: 'declinedRecently', level: 'warning' }] } as const;
  const reached = { target: { ...target, phone: '+44 20 7946 0000' } };
  const approving = (
    row: ReturnType<typeof request>,
    verified: Extract<Parameters<typeof decide>[1], { type: 'approve' }>['verified'],
    known: Parameters<typeof facts>[0],
  ) => decide(row, command('approve', { verified }), facts({ atTap: tapRights(manager.id), ...known }));

  it('is nothing where nothing warns, unless the policy asks everybody', () => {
    const some = asking('how', 'risky');
    expect(approving(request(), undefined, { policy: some })).to.have.nested.property('next.status', 'approved');
    expect(approving(privilegedRequest(), undefined, { policy: some })).to.have.property(
      'refused',
      'verificationMissing',
    );
    expect(approving(request(), undefined, { policy: how })).to.have.property('refused', 'verificationMissing');
  });

  it('is kept with the approval and in the journal, words as words', () => {
    const outcome = approving(request(), { how: 'other', text: ' we share an office ' }, { policy: how });
    expect(outcome)
      .to.have.nested.property('next.approvals[0].verified')
      .deep.equal({ how: 'other', text: 'we share an office' });
    expect(outcome).to.have.nested.property('entry.data.verified', 'other');
    expect(outcome).to.have.nested.property('entry.text', 'we share an office');
  });

  it('is not kept where the policy asks for nothing: nobody can decorate an approval', () => {
    const outcome = approving(request(), { how: 'called', text: 'trust me' }, {});
    expect(outcome).to.have.nested.property('next.approvals[0]').and.not.have.property('verified');
    expect(outcome).to.have.property('entry').and.not.have.property('text');
  });

  for (const [verified, policyOf, code] of [
    [{ how: 'called', text: '' }, how, undefined],
    [{ text: '', code: '493027' }, asking('code'), 'right'],
  ] as const)
    it(`that was a call on the directory’s number holds nothing: ${policyOf === how ? 'how' : 'code'}`, () => {
      const outcome = approving(request('awaitingApproval', { ...risky, ...reached }), verified, {
        policy: policyOf,
        code,
      });
      expect(outcome).to.have.nested.property('next.held', false);
      expect(outcome).to.have.nested.property('next.executeAt', APPROVED + 10 * SECOND);
      expect(outcome).to.have.nested.property('next.calledBack.by', manager);
    });

  it('that was no such call still holds a risky one', () => {
    for (const row of [risky, { ...risky, ...reached }])
      expect(
        approving(request('awaitingApproval', row), { how: 'inPerson', text: '' }, { policy: how }),
      ).to.have.nested.property('next.held', true);
    const changed = { ...reached, risks: [PHONE_CHANGED] };
    expect(
      approving(
        request('awaitingApproval', changed),
        { text: '', code: '1' },
        { policy: asking('code'), code: 'right' },
      ),
    ).to.have.nested.property('next.held', true);
  });

  it('tells IT and security of the fifth wrong code, and stops only whoever typed them', () => {
    const misses = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ by: manager, at: ASKED, mark: `mark ${i}` }));
    const known = facts({ policy: asking('code') });
    const fourth = decide(request('awaitingApproval', { codeMisses: misses(3) }), command('missCode'), known);
    const fifth = decide(request('awaitingApproval', { codeMisses: misses(4) }), command('missCode'), known);
    expect(isRefusal(fourth) ? [] : described(fourth.effects)).to.deep.equal([]);
    expect(isRefusal(fifth) ? [] : described(fifth.effects)).to.deep.equal([
      'tell codeMissed it',
      'tell codeMissed security',
    ]);
    const row = request('awaitingApproval', {
      codeMisses: misses(5),
      nominees: [nominee(manager), nominee(backup, 'backup')],
    });
    const other = decide(row, command('approve', { by: backup }), {
      ...known,
      atTap: tapRights(backup.id),
      code: 'right',
    });
    expect(other).to.have.nested.property('next.status', 'approved');
  });
});

describe('a call back', () => {
  const recorded = (): Decision => accepted(situation('approved', 'recordCallBack'));

  it('ends the hold, and the time to take the approval back begins anew', () => {
    const { next, effects } = recorded();
    expect(next).to.include({ held: false, executeAt: APPROVED + MINUTE + 10 * SECOND });
    expect(effects.map(({ key }) => key)).to.deep.equal(['refreshCards:request-1:2', 'resetMethods:request-1:2']);
    const at = APPROVED + MINUTE + 10 * SECOND;
    expect(decide(next, command('undo', { at: at - 1 }), facts())).to.have.property('next');
    expect(decide(next, command('resetStarted', { at: at - 1 }), facts())).to.have.property('refused', 'tooEarly');
  });

  it('gives the whole time again, also in the last moment of the hold', () => {
    const good = situation('approved', 'recordCallBack');
    const at = good.request!.executeAt! - 1;
    const { next } = accepted({ ...good, command: command('recordCallBack', { at }) });
    expect(next.executeAt).to.equal(at + 10 * SECOND);
  });

  it('lets the reset start when that time is over, and not before', () => {
    const { next } = recorded();
    const { facts: known } = situation('approved', 'resetStarted');
    const start = (at: number) => decide(next, command('resetStarted', { at }), known);
    expect(start(next.executeAt! - 1)).to.have.property('refused', 'tooEarly');
    expect(start(next.executeAt!)).to.have.nested.property('next.status', 'resetting');
  });

  it('is recorded once', () => {
    expect(decide(recorded().next, command('recordCallBack'), facts())).to.have.property('refused', 'notAllowed');
  });

  it('may be recorded by either of two who approved', () => {
    const row = request('approved', { ...HELD, approvalsNeeded: 2, approvals: [approval(manager), approval(guard)] });
    for (const who of [manager, guard]) {
      const { next } = accepted({ request: row, command: command('recordCallBack', { by: who }), facts: facts() });
      expect(next.calledBack?.by).to.equal(who);
    }
  });

  it('is nothing that IT, the target or the requester can say for an approver', () => {
    for (const who of [agent, target, requester, backup])
      expect(
        decide(
          request('approved', HELD),
          command('recordCallBack', { by: who }),
          facts({ actor: { it: true, security: true } }),
        ),
        who.id,
      ).to.have.property('refused', 'notAllowed');
  });

  it('is forgotten when the approval is taken back, and when an objection is released', () => {
    const { next } = recorded();
    const forgotten = { status: 'awaitingApproval', calledBack: undefined, held: undefined, executeAt: undefined };
    const undone = accepted({ request: next, command: command('undo', { at: APPROVED + MINUTE }), facts: facts() });
    expect(undone.next).to.deep.include(forgotten);
    const released = accepted({ ...situation('frozen', 'release'), request: { ...next, status: 'frozen' } });
    expect(released.next).to.deep.include(forgotten);
  });

  it('does not count for the next approval: that one is held again', () => {
    const undone = accepted({
      request: recorded().next,
      command: command('undo', { at: APPROVED + MINUTE }),
      facts: facts(),
    });
    const again = accepted({ ...situation('awaitingApproval', 'approve'), request: undone.next });
    expect(again.next).to.include({ held: true, executeAt: APPROVED + 15 * MINUTE, attempt: 3 });
  });
});

describe('what IT and the requester write', () => {
  const at = APPROVED + HOUR;
  const it_ = facts({ actor: { it: true, security: false } });
  const given = (row: ReturnType<typeof request>, type: CommandType, different: object = {}) =>
    accepted({ request: row, command: { ...command(type), ...different }, facts: it_ }).next;

  it('is claimed by the first of IT who writes, and stays theirs when they write again', () => {
    const first = given(request('completed'), 'followUp');
    const again = given(first, 'followUp', { at: at + MINUTE, text: 'And by now?' });
    expect(again.claim).to.deep.equal({ by: agent, at });
    expect(again.thread?.map(({ text }) => text)).to.deep.equal(['Is it working again?', 'And by now?']);
  });

  it('tells another of IT who has it, and since when; they may take it over and then write', () => {
    const first = given(request('completed'), 'followUp');
    const other = { by: stranger, text: 'Any better?' };
    for (const type of ['followUp', 'claim'] as const)
      expect(decide(first, { ...command(type), ...other }, it_)).to.deep.equal({
        refused: 'claimedByOther',
        detail: { reference: 'MFA-7K3Q9', by: agent, at },
      });
    const taken = given(first, 'takeOver', other);
    expect(taken.claim?.by).to.equal(stranger);
    expect(given(taken, 'followUp', other).thread).to.have.length(2);
  });

  it('asks whether somebody is of IT before it says who has it', () => {
    const row = request('completed', { claim: { by: agent, at } });
    for (const type of ['followUp', 'claim', 'takeOver', 'handBack'] as const)
      expect(decide(row, { ...command(type), by: manager }, facts()), type).to.deep.include({ refused: 'notIt' });
  });

  it('can be taken over where nobody has it, and then nobody is told', () => {
    const { next, effects } = accepted({ request: request(), command: command('takeOver'), facts: it_ });
    expect(next.claim?.by).to.equal(agent);
    expect(described(effects, at)).to.deep.equal(['refreshCards']);
  });

  it('tells who had it that it was taken, as IT: they may be something else on it as well', () => {
    const row = request('completed', { claim: { by: manager, at } });
    const { effects } = accepted({ request: row, command: command('takeOver'), facts: it_ });
    expect(effects[1]).to.deep.include({ to: { person: manager.id }, notice: 'takenOver', as: 'it' });
  });

  it('is alarming once in a quarter of an hour, also after it was sorted', () => {
    const alarmed = given(request('completed'), 'stillLockedOut');
    const sorted = given(alarmed, 'sorted', { at: at + MINUTE });
    expect(sorted.lockout).to.deep.equal({ at, outOfHours: false, sortedAt: at + MINUTE });
    for (const row of [alarmed, sorted])
      expect(decide(row, command('stillLockedOut', { at: at + 15 * MINUTE - 1 }), facts())).to.deep.equal({
        refused: 'lockedOutLately',
        detail: { at: at + 15 * MINUTE },
      });
    const later = given(sorted, 'stillLockedOut', { at: at + 15 * MINUTE });
    expect(later.lockout).to.deep.equal({ at: at + 15 * MINUTE, outOfHours: false });
  });

  it('is sorted once the user has registered again', () => {
    const alarmed = given(request('completed'), 'stillLockedOut');
    const { next } = accepted({
      request: alarmed,
      command: command('registered', { at: at + MINUTE }),
      facts: facts(),
    });
    expect(next.lockout).to.deep.equal({ at, outOfHours: false, sortedAt: at + MINUTE });
  });

  it('has an alarm that says so when it is outside of the business hours', () => {
    const hours = { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '08:00', to: '10:00' };
    const known = facts({ policy: policy({ businessHours: hours }) });
    const { next, entry } = accepted({
      request: request('completed'),
      command: command('stillLockedOut', { at: ASKED + HOUR }),
      facts: known,
    });
    expect(next.lockout?.outOfHours).to.be.true;
    expect(entry.data).to.deep.equal({ outOfHours: true });
  });

  it('takes a quick answer where the thread is full: the oldest message gives way', () => {
    const thread = Array.from({ length: 30 }, (_, index) => ({ ...FOLLOWED_UP, text: `message ${index}` }));
    for (const type of ['sorted', 'stillLockedOut'] as const) {
      const { next } = accepted({ request: request('completed', { thread }), command: command(type), facts: facts() });
      expect(next.thread).to.have.length(30);
      expect(next.thread?.[0]?.text).to.equal('message 1');
      expect(next.thread?.at(-1)?.kind).to.equal(type);
    }
  });

  it('begins with a post in IT’s channel where the request is urgent', () => {
    const urgent = submitting({ urgent: true })(situation('unsubmitted', 'submit'));
    expect(described(accepted(urgent).effects, ASKED)).to.include('post urgent');
  });
});

describe('an objection', () => {
  const objection = (row: ReturnType<typeof request>) => decide(row, command('freeze'), facts());

  for (const status of ['resetting', 'needsAttention', 'completed', 'rejected', 'cancelled', 'expired'] as const)
    it(`tells IT and security once when it is ${status}, and leaves it there`, () => {
      const { next, effects } = accepted({ request: request(status), command: command('freeze'), facts: facts() });
      expect(next.status).to.equal(status);
      expect(described(effects, APPROVED + 5 * SECOND)).to.deep.equal([
        'refreshCards',
        'tell frozen it',
        'tell frozen security',
        'mailTarget objected',
      ]);
      expect(objection(next)).to.deep.equal({ refused: 'alreadyDone', detail: { cause: 'disputed' } });
    });

  for (const status of ['awaitingApproval', 'approved'] as const)
    it(`stops it when it is ${status}, once`, () => {
      const { next } = accepted({ request: request(status), command: command('freeze'), facts: facts() });
      expect(next.status).to.equal('frozen');
      expect(objection(next)).to.have.property('refused', 'frozen');
    });

  it('keeps a reset from being resumed, and its outcome is still taken', () => {
    const row = request('resetting', { disputedAt: APPROVED });
    const resumed = situation('resetting', 'resetStarted');
    expect(decide(row, resumed.command, resumed.facts)).to.have.property('refused', 'alreadyDone');
    for (const type of ['resetProgressed', 'resetFinished', 'resetFailed'] as const)
      expect(decide(row, command(type), facts()), type).to.have.property('next');
  });
});

describe('a privileged target', () => {
  const first = (): Decision =>
    accepted({
      request: privilegedRequest(),
      command: command('approve'),
      facts: facts({ atTap: tapRights(manager.id) }),
    });

  it('stays open after the first approval, without a reset being queued', () => {
    const { next, effects } = first();
    expect(next).to.include({ status: 'awaitingApproval', attempt: 0 });
    expect(next.executeAt).to.equal(undefined);
    expect(next.approvals.map((each) => each.by.id)).to.deep.equal([manager.id]);
    expect(described(effects)).to.deep.equal(['refreshCards']);
  });

  it('is approved by the second, of security', () => {
    const { next, effects } = accepted({
      request: first().next,
      command: command('approve', { by: guard, at: APPROVED + MINUTE }),
      facts: facts({ atTap: tapRights(guard.id) }),
    });
    expect(next.status).to.equal('approved');
    expect(described(effects, APPROVED + MINUTE)).to.deep.equal(['refreshCards', 'resetMethods #1 +10s']);
  });

  it('is approved by the second of the line when the first was of security', () => {
    const row = privilegedRequest({ approvals: [approval(guard)] });
    expect(decide(row, command('approve'), facts({ atTap: tapRights(manager.id) }))).to.have.nested.property(
      'next.status',
      'approved',
    );
  });

  it('may be approved by security while the directory does not answer, to be checked before the reset', () => {
    const { next } = accepted({
      request: first().next,
      command: command('approve', { by: guard }),
      facts: facts({ atTap: 'unknown' }),
    });
    expect(next.approvals.at(-1)).to.include({ security: true, checkPending: true });
  });

  it('may have become privileged in other ways since', () => {
    const still = { enabled: true, guest: false, privileges: ['role', 'powerfulGroup'] };
    const known = facts({ atTap: tapRights(manager.id, { target: still }) });
    expect(decide(privilegedRequest(), command('approve'), known)).to.have.property('next');
  });
});

/** What is to be done afterwards: kind, about what, to whom, and how long after the command. */
const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  'unsubmitted submit': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'mail requestPending requester',
    'mail approvalWanted manager',
    'tell+mail resetAsked target',
    'mailTarget resetAsked',
  ],
  'awaitingApproval approve': ['refreshCards', 'resetMethods #1 +10s'],
  'awaitingApproval missCode': [],
  'awaitingApproval reject': ['refreshCards', 'erase', 'tell+mail declined requester', 'mail declined requester'],
  'awaitingApproval undo': ['refreshCards'],
  'awaitingApproval notForMe': ['refreshCards', 'mail approvalWanted backup'],
  'awaitingApproval nudge': ['refreshCards', 'tell approvalNudge manager'],
  'awaitingApproval note': ['refreshCards', 'tell noteAdded manager'],
  'awaitingApproval ask': ['refreshCards', 'tell question requester'],
  'awaitingApproval answer': ['refreshCards', 'tell answered manager'],
  'awaitingApproval reassign': [
    'refreshCards',
    'mail approvalWanted backup',
    'tell reassigned manager',
    'tell reassigned requester',
  ],
  'awaitingApproval returnPlace': ['refreshCards', 'mail approvalWanted manager'],
  'awaitingApproval addBackup': ['refreshCards', 'mail approvalWanted backup', 'tell escalated requester'],
  'awaitingApproval cancel': ['refreshCards', 'erase', 'tell+mail cancelled requester', 'mail cancelled requester'],
  'awaitingApproval remind': [
    'refreshCards',
    'tell+mail approvalReminder manager',
    'mail approvalReminder manager',
    'tell+mail approverReminded requester',
    'mail approverReminded requester',
  ],
  'awaitingApproval escalate': ['refreshCards', 'mail approvalWanted backup', 'tell escalated requester'],
  'awaitingApproval expire': ['refreshCards', 'erase', 'tell+mail expired requester', 'mail expired requester'],
  'awaitingApproval freeze': [
    'refreshCards',
    'tell frozen requester',
    'tell frozen it',
    'tell frozen security',
    'mailTarget objected',
  ],
  'approved undo': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'tell approvalUndone requester',
  ],
  'approved reject': ['refreshCards', 'erase', 'tell+mail declined requester', 'mail declined requester'],
  'approved recordCallBack': ['refreshCards', 'resetMethods #2 +10s'],
  'approved hold': [
    'refreshCards',
    'resetMethods #2 +15m',
    'tell held manager',
    'tell+mail held target',
    'mailTarget held',
  ],
  'approved cancel': ['refreshCards', 'erase', 'tell+mail cancelled requester', 'mail cancelled requester'],
  'approved freeze': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'tell frozen requester',
    'tell frozen it',
    'tell frozen security',
    'mailTarget objected',
  ],
  'approved resetStarted': ['refreshCards'],
  'approved resetFailed': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'tell+mail needsAttention requester',
    'mail needsAttention requester',
    'tell needsAttention it',
  ],
  'resetting resetStarted': ['refreshCards'],
  'resetting resetProgressed': [],
  'resetting resetFinished': [
    'refreshCards',
    'erase',
    'watch +10s',
    'tell+mail completed requester',
    'mail completed requester',
    'tell+mail methodsCleared target',
    'mailTarget methodsCleared',
  ],
  'resetting resetFailed': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'tell+mail needsAttention requester',
    'mail needsAttention requester',
    'tell needsAttention it',
  ],
  'resetting freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'needsAttention retry': ['refreshCards', 'resetMethods #2'],
  'needsAttention close': [
    'refreshCards',
    'erase',
    'watch +10s',
    'tell+mail completed requester',
    'mail completed requester',
    'tell+mail methodsCleared target',
    'mailTarget methodsCleared',
  ],
  'needsAttention cancel': ['refreshCards', 'erase', 'tell+mail cancelled requester', 'mail cancelled requester'],
  'needsAttention expire': ['refreshCards', 'erase', 'tell+mail expired requester', 'mail expired requester'],
  'needsAttention freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'needsAttention contain': ['refreshCards', 'containAccount #1'],
  'needsAttention containStarted': ['refreshCards'],
  'needsAttention containProgressed': [],
  'needsAttention containFinished': [
    'refreshCards',
    'tell contained it',
    'tell contained security',
    'tell+mail contained target',
    'mailTarget contained',
  ],
  'needsAttention containFailed': [
    'refreshCards',
    'tell contained it',
    'tell contained security',
    'tell+mail contained target',
    'mailTarget contained',
  ],
  'frozen release': [
    'refreshCards',
    'remind asked+30m',
    'escalate asked+2h',
    'expire asked+48h',
    'tell released requester',
    'tell+mail released target',
    'mailTarget released',
  ],
  'frozen cancel': ['refreshCards', 'erase', 'tell+mail cancelled requester', 'mail cancelled requester'],
  'frozen expire': ['refreshCards', 'erase', 'tell+mail expired requester', 'mail expired requester'],
  'completed registered': [
    'refreshCards',
    'weighRegistration',
    'tell registeredAgain requester',
    'tell+mail registeredAgain target',
    'mailTarget registeredAgain',
  ],
  'completed suspect': [
    'refreshCards',
    'tell suspectRegistration it',
    'tell suspectRegistration security',
    'tell+mail suspectRegistration target',
    'mailTarget suspectRegistration',
  ],
  'completed advise': [
    'refreshCards',
    'tell+mail notRegistered requester',
    'mail notRegistered requester',
    'tell+mail notRegistered target',
    'mailTarget notRegistered',
  ],
  'completed handOver': [
    'refreshCards',
    'tell handedOver it',
    'tell+mail handedOver requester',
    'mail handedOver requester',
  ],
  'completed passIssued': ['refreshCards'],
  'completed freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'completed contain': ['refreshCards', 'containAccount #1'],
  'completed containStarted': ['refreshCards'],
  'completed containProgressed': [],
  'completed containFinished': [
    'refreshCards',
    'tell contained it',
    'tell contained security',
    'tell+mail contained target',
    'mailTarget contained',
  ],
  'completed containFailed': [
    'refreshCards',
    'tell contained it',
    'tell contained security',
    'tell+mail contained target',
    'mailTarget contained',
  ],
  'completed erase': ['refreshCards'],
  'rejected freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'rejected erase': ['refreshCards'],
  'cancelled freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'cancelled erase': ['refreshCards'],
  'expired freeze': ['refreshCards', 'tell frozen it', 'tell frozen security', 'mailTarget objected'],
  'expired erase': ['refreshCards'],
  ...everywhere({
    followUp: ['refreshCards', 'tell followUp requester'],
    claim: ['refreshCards'],
    takeOver: ['refreshCards', 'tell takenOver stranger'],
    handBack: ['refreshCards'],
    reply: ['refreshCards', 'tell replied watching'],
    sorted: ['refreshCards', 'tell replied watching'],
    stillLockedOut: ['refreshCards', 'post stillLockedOut'],
  }),
};

describe('what follows from a transition', () => {
  it('is listed for each of them', () => {
    expect(Object.keys(EFFECTS)).to.have.members(Object.keys(REFUSED_BY));
  });

  for (const [place, expected] of Object.entries(EFFECTS)) {
    const [state, type] = place.split(' ') as [State, CommandType];
    it(`${state}: ${type} queues ${expected.join(', ') || 'nothing'}`, () => {
      const good = situation(state, type);
      expect(described(accepted(good).effects, good.command.at)).to.deep.equal(expected);
    });
  }

  it('has a key for each, and all of them about this request', () => {
    for (const place of Object.keys(EFFECTS)) {
      const [state, type] = place.split(' ') as [State, CommandType];
      const { effects } = accepted(situation(state, type));
      expect(new Set(effects.map(({ key }) => key)).size, place).to.equal(effects.length);
      for (const { requestId } of effects) expect(requestId, place).to.equal('request-1');
    }
  });

  it('names request, revision and recipient in each key', () => {
    const { effects } = accepted(situation('resetting', 'resetFinished'));
    expect(effects.map(({ key }) => key)).to.deep.equal([
      'refreshCards:request-1:2',
      'erase:request-1',
      'watch:request-1:2',
      'tell:request-1:2:completed:requester',
      'mail:request-1:2:completed:requester',
      'tell:request-1:2:methodsCleared:target',
      'mailTarget:request-1:2:methodsCleared',
    ]);
    const objected = accepted(situation('resetting', 'freeze')).effects.map(({ key }) => key);
    expect(objected).to.deep.equal([
      'refreshCards:request-1:2',
      'tell:request-1:2:frozen:it',
      'tell:request-1:2:frozen:security',
      'mailTarget:request-1:2:objected',
    ]);
  });

  it('mails those who are newly asked, and nobody who was asked before', () => {
    const mailed = ({ effects }: Decision): unknown[] =>
      effects.flatMap((effect) =>
        effect.kind === 'mail' && effect.notice === 'approvalWanted' ? [effect.to.person] : [],
      );
    const people = [nominee(manager), nominee(guard)];
    const row = request('awaitingApproval', { nominees: people });
    for (const type of ['notForMe', 'reassign'] as const)
      expect(mailed(accepted({ ...situation('awaitingApproval', type), request: row })), type).to.deep.equal([
        backup.id,
      ]);
    for (const type of ['addBackup', 'escalate'] as const) {
      const found = inPool(manager, backup, stranger)(situation('awaitingApproval', type));
      expect(mailed(accepted({ ...found, request: row })), type).to.deep.equal([backup.id, stranger.id]);
    }
    const asked = submitting({ nominees: people })(situation('unsubmitted', 'submit'));
    expect(mailed(accepted(asked))).to.deep.equal([manager.id, guard.id]);
  });

  it('tells security at once of something that was stolen, and of nothing else that was lost', () => {
    for (const lost of ['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown'] as const) {
      const { effects } = accepted(submitting({ lost })(situation('unsubmitted', 'submit')));
      const told = described(effects, ASKED).filter((line) => line.endsWith(' security'));
      expect(told, lost).to.deep.equal(lost === 'stolen' ? ['tell stolen security'] : []);
    }
  });

  it('holds a risky approval until the target could have objected', () => {
    const row = request('awaitingApproval', { risks: [{ kind: 'declinedRecently', level: 'warning' }] });
    const { next, effects } = accepted({ ...situation('awaitingApproval', 'approve'), request: row });
    expect(next).to.include({ held: true, executeAt: APPROVED + 15 * MINUTE });
    expect(described(effects)).to.deep.equal(['refreshCards', 'resetMethods #1 +15m']);
  });

  it('does not hold an approval for a note on the risk line', () => {
    const row = request('awaitingApproval', { risks: [{ kind: 'firstRequestOfRequester', level: 'note' }] });
    const { next } = accepted({ ...situation('awaitingApproval', 'approve'), request: row });
    expect(next).to.include({ held: false, executeAt: APPROVED + 10 * SECOND });
  });

  it('tells security of a suspicious request', () => {
    const good = situation('awaitingApproval', 'reject');
    const { effects } = accepted({ ...good, command: command('reject', { reason: 'suspicious' }) });
    expect(described(effects)).to.include('tell suspicious security');
  });

  it('reminds and answers those who have not approved yet', () => {
    const row = privilegedRequest({
      approvals: [approval(manager)],
      questions: [{ by: guard, at: ASKED, text: 'Why?' }],
    });
    for (const [type, notice] of [
      ['remind', 'approvalReminder'],
      ['answer', 'answered'],
      ['nudge', 'approvalNudge'],
      ['note', 'noteAdded'],
    ] as const) {
      const { effects } = accepted({ ...situation('awaitingApproval', type), request: row });
      const told = effects.filter((effect) => effect.kind === 'tell' && effect.notice === notice);
      const to = told.map((effect) => 'to' in effect && 'person' in effect.to && effect.to.person);
      expect(to, type).to.deep.equal(['backup', 'guard']);
    }
  });

  it('has other keys than what followed from the decision before, in the same millisecond', () => {
    const [first, second] = ['At the desk', 'In the canteen'].map((text) => command('note', { text }));
    const row = request('awaitingApproval');
    const asked = accepted({ request: row, command: first!, facts: facts() });
    const again = accepted({ request: asked.next, command: second!, facts: facts() });
    expect(again.next.revision).to.equal(row.revision + 2);
    expect(new Set([...asked.effects, ...again.effects].map(({ key }) => key)).size).to.equal(4);
  });

  for (const place of [
    'approved undo',
    'approved freeze',
    'frozen release',
    'approved resetFailed',
    'resetting resetFailed',
  ])
    it(`has timers of its own beside those that may have fired in vain: ${place}`, () => {
      const [state, type] = place.split(' ') as [State, CommandType];
      const timers = ({ effects }: Decision): string[] =>
        effects.map(({ key }) => key).filter((key) => /^(remind|escalate|expire):/.test(key));
      const first = timers(accepted(situation('unsubmitted', 'submit')));
      const later = timers(accepted(situation(state, type)));
      expect(first).to.deep.equal(['remind:request-1:1', 'escalate:request-1:1', 'expire:request-1:1']);
      expect(later).to.deep.equal(['remind:request-1:2', 'escalate:request-1:2', 'expire:request-1:2']);
    });

  it('gives every run a reset of its own: one that was taken back and approved again is the second', () => {
    const undone = accepted(situation('approved', 'undo')).next;
    expect(undone).to.include({ status: 'awaitingApproval', executeAt: undefined, held: undefined });
    const again = accepted({
      request: undone,
      command: command('approve', { at: APPROVED + MINUTE }),
      facts: facts({ atTap: tapRights(manager.id) }),
    });
    expect(described(again.effects, APPROVED + MINUTE)).to.include('resetMethods #2 +10s');
    expect(again.effects.map(({ key }) => key)).to.include('resetMethods:request-1:2');
  });

  it('starts a retry at once, with the pins it had', () => {
    const row = request('needsAttention', { run: run() });
    const { next } = accepted({ ...situation('needsAttention', 'retry'), request: row });
    expect(next).to.deep.include({ status: 'resetting', run: run(), attempt: 2, attention: undefined });
  });
});

/** What each transition changes in the row beside the status and the revision; all else stays as it was. */
const CHANGES: Readonly<Record<string, object>> = {
  'awaitingApproval approve': {
    approvals: [approval(manager)],
    attempt: 1,
    executeAt: APPROVED + 10 * SECOND,
    held: false,
  },
  'awaitingApproval reject': {
    rejection: { by: manager, at: APPROVED, reason: 'couldNotVerify', text: 'could not reach them' },
    endedAt: APPROVED,
  },
  'awaitingApproval missCode': { codeMisses: [{ by: manager, at: APPROVED, mark: 'mark' }] },
  'awaitingApproval undo': { approvals: [] },
  'awaitingApproval notForMe': { nominees: [nominee(backup, 'backup')] },
  'awaitingApproval nudge': { nudgedAt: APPROVED },
  'awaitingApproval note': { notes: [{ at: APPROVED, text: 'It is the blue one' }] },
  'awaitingApproval ask': { questions: [{ by: manager, at: APPROVED, text: 'Which phone was it?' }] },
  'awaitingApproval answer': {
    questions: [
      { by: manager, at: ASKED + MINUTE, text: 'Which phone?', answer: { at: APPROVED, text: 'The blue one' } },
    ],
  },
  'awaitingApproval reassign': {
    nominees: [nominee(backup, 'backup')],
    reassignments: [{ at: APPROVED, by: agent, from: manager, to: backup }],
  },
  'awaitingApproval returnPlace': { nominees: [nominee(manager)] },
  'awaitingApproval addBackup': {
    nominees: [nominee(manager), nominee(backup, 'backup')],
    escalatedAt: APPROVED,
  },
  'awaitingApproval cancel': { cancelledBy: requester, endedAt: APPROVED },
  'awaitingApproval remind': { remindedAt: ASKED + 30 * MINUTE },
  'awaitingApproval escalate': {
    nominees: [nominee(manager), nominee(backup, 'backup')],
    escalatedAt: ASKED + 2 * HOUR,
  },
  'awaitingApproval expire': { endedAt: ASKED + 48 * HOUR },
  'awaitingApproval freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'approved reject': {
    rejection: { by: manager, at: APPROVED, reason: 'couldNotVerify', text: 'could not reach them' },
    endedAt: APPROVED,
  },
  'approved undo': { approvals: [], executeAt: undefined, held: undefined },
  'approved recordCallBack': {
    calledBack: { by: manager, at: APPROVED + MINUTE },
    held: false,
    executeAt: APPROVED + MINUTE + 10 * SECOND,
    attempt: 2,
  },
  'approved hold': {
    risks: [PHONE_CHANGED],
    held: true,
    calledBack: undefined,
    executeAt: APPROVED + 10 * SECOND + 15 * MINUTE,
    attempt: 2,
  },
  'approved cancel': { cancelledBy: requester, endedAt: APPROVED },
  'approved freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'approved resetStarted': { run: run() },
  'approved resetFailed': { attention: { at: APPROVED + MINUTE, reason: 'methodsRemain', detail: 'a phone' } },
  'resetting resetStarted': {},
  'resetting resetProgressed': { run: cleared },
  'resetting resetFinished': { run: cleared, endedAt: APPROVED + MINUTE },
  'resetting resetFailed': { attention: { at: APPROVED + MINUTE, reason: 'methodsRemain', detail: 'a phone' } },
  'resetting freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'needsAttention retry': { attempt: 2, attention: undefined },
  'needsAttention close': {
    closedByHand: { by: agent, note: 'cleared in the portal' },
    endedAt: APPROVED + HOUR,
  },
  'needsAttention cancel': { cancelledBy: requester, endedAt: APPROVED },
  'needsAttention expire': { endedAt: ASKED + 48 * HOUR },
  'needsAttention freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'needsAttention contain': { containment: { by: agent, at: APPROVED + HOUR, attempt: 1 } },
  'needsAttention containStarted': { containment: { ...ORDERED.containment, run: containRun() } },
  'needsAttention containProgressed': { containment: { ...ORDERED.containment, run: contained } },
  'needsAttention containFinished': {
    containment: {
      ...ORDERED.containment,
      run: contained,
      signIn: 'untouched',
      ended: { at: APPROVED + HOUR + MINUTE, outcome: 'contained' },
    },
  },
  'needsAttention containFailed': {
    containment: {
      ...ORDERED.containment,
      ended: { at: APPROVED + HOUR + MINUTE, outcome: 'partly', reason: 'methodsRemain', detail: 'a key' },
    },
  },
  'frozen release': {
    disputedAt: undefined,
    released: { by: agent, at: APPROVED + MINUTE, text: 'Spoke to her in person' },
  },
  'frozen cancel': { cancelledBy: requester, endedAt: APPROVED },
  'frozen expire': { endedAt: ASKED + 48 * HOUR },
  'completed registered': { registeredAt: APPROVED + HOUR },
  'completed suspect': { suspicion: { at: APPROVED + HOUR, country: 'BR', usual: ['GB'] } },
  'completed advise': { advisedAt: APPROVED + MINUTE + 4 * HOUR },
  'completed handOver': { handedOverAt: APPROVED + MINUTE + DAY },
  'completed passIssued': { pass: { wantedAt: APPROVED + MINUTE, issued: { by: agent, at: APPROVED + HOUR } } },
  'completed freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'completed contain': { containment: { by: agent, at: APPROVED + HOUR, attempt: 1 } },
  'completed containStarted': { containment: { ...ORDERED.containment, run: containRun() } },
  'completed containProgressed': { containment: { ...ORDERED.containment, run: contained } },
  'completed containFinished': {
    containment: {
      ...ORDERED.containment,
      run: contained,
      signIn: 'untouched',
      ended: { at: APPROVED + HOUR + MINUTE, outcome: 'contained' },
    },
  },
  'completed containFailed': {
    containment: {
      ...ORDERED.containment,
      ended: { at: APPROVED + HOUR + MINUTE, outcome: 'partly', reason: 'methodsRemain', detail: 'a key' },
    },
  },
  'completed erase': { justification: '', erasedAt: ASKED + 732 * DAY },
  'rejected freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'rejected erase': {
    justification: '',
    rejection: { by: manager, at: APPROVED, reason: 'other', text: '' },
    erasedAt: ASKED + 732 * DAY,
  },
  'cancelled freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'cancelled erase': { justification: '', erasedAt: ASKED + 732 * DAY },
  'expired freeze': { disputedAt: APPROVED + 5 * SECOND, objection: { by: target, via: 'teams' } },
  'expired erase': { justification: '', erasedAt: ASKED + 732 * DAY },
  ...everywhere({
    followUp: {
      thread: [{ kind: 'followUp', by: agent, at: APPROVED + HOUR, text: 'Is it working again?' }],
      claim: { by: agent, at: APPROVED + HOUR },
    },
    claim: { claim: { by: agent, at: APPROVED + HOUR } },
    takeOver: { claim: { by: agent, at: APPROVED + HOUR } },
    handBack: { claim: undefined },
    reply: { thread: [FOLLOWED_UP, { kind: 'reply', by: requester, at: APPROVED + HOUR, text: 'Not yet, sorry' }] },
    sorted: { thread: [FOLLOWED_UP, { kind: 'sorted', by: requester, at: APPROVED + HOUR, text: '' }] },
    stillLockedOut: {
      thread: [{ kind: 'stillLockedOut', by: requester, at: APPROVED + HOUR, text: '' }],
      lockout: { at: APPROVED + HOUR, outOfHours: false },
    },
  }),
};

describe('the row after a transition', () => {
  it('holds no word of how somebody made sure once they are erased', () => {
    const approvals = [approval(manager, { verified: { how: 'other', text: 'words of theirs' } })];
    const erased = decide(request('completed', { approvals }), command('erase'), facts());
    expect(JSON.stringify(erased)).to.include('"how":"other"').and.not.include('words of theirs');
  });

  it('holds no word of anybody once they are erased, and still says who wrote when', () => {
    const words = 'what somebody wrote';
    const row = request('completed', {
      justification: words,
      questions: [
        { by: manager, at: ASKED + MINUTE, text: words, answer: { at: ASKED + 2 * MINUTE, text: words } },
        { by: manager, at: ASKED + 3 * MINUTE, text: words },
      ],
      notes: [{ at: ASKED + 4 * MINUTE, text: words }],
      rejection: { by: manager, at: APPROVED, reason: 'other', text: words },
      closedByHand: { by: agent, note: words },
      thread: [
        { kind: 'followUp', by: agent, at: APPROVED, text: words },
        { kind: 'reply', by: requester, at: APPROVED, text: words },
      ],
      released: { by: agent, at: APPROVED, text: words },
    });
    const { next, entry } = accepted({ ...situation('completed', 'erase'), request: row });
    expect(JSON.stringify([next, entry])).not.to.contain(words);
    expect(JSON.stringify(next)).to.equal(
      JSON.stringify({ ...row, erasedAt: ASKED + 732 * DAY, revision: row.revision + 1 }).replaceAll(words, ''),
    );
  });

  it('is the submission and the times of the policy at first', () => {
    const { next } = accepted(situation('unsubmitted', 'submit'));
    expect(next).to.deep.equal(request());
  });

  for (const [place, changes] of Object.entries(CHANGES)) {
    const [state, type] = place.split(' ') as [State, CommandType];
    it(`${state}: ${type} changes ${Object.keys(changes).join(', ') || 'nothing'}, and nothing else`, () => {
      const good = situation(state, type);
      const { next } = accepted(good);
      expect(stored({ ...next, status: state })).to.deep.equal(stored({ ...good.request, ...changes, revision: 2 }));
    });
  }

  it('has the answer at the question that is open', () => {
    const questions = [
      { by: manager, at: ASKED, text: 'Which phone?', answer: { at: ASKED + SECOND, text: 'Mine' } },
      { by: backup, at: ASKED + MINUTE, text: 'Which colour?' },
    ];
    const row = request('awaitingApproval', { questions });
    const { next } = accepted({ ...situation('awaitingApproval', 'answer'), request: row });
    expect(next.questions).to.deep.equal([
      questions[0],
      { ...questions[1], answer: { at: APPROVED, text: 'The blue one' } },
    ]);
  });

  it('has what is to be cleared, which the journal tells as well', () => {
    const good = submitting({ clearing: 'lost' })(situation('unsubmitted', 'submit'));
    const { next, entry } = accepted(good);
    expect(next.clearing).to.equal('lost');
    expect(entry.data).to.include({ clearing: 'lost' });
  });

  it('keeps the pins that a failed run had, and takes what became of them', () => {
    const good = situation('resetting', 'resetFailed');
    const given = command('resetFailed', { run: cleared });
    expect(accepted({ ...good, command: given }).next.run).to.deep.equal(cleared);
  });
});

/** What the audit can tell beside who and when; ids and codes only. */
const DATA: Readonly<Record<string, object>> = {
  'unsubmitted submit': {
    requester: 'requester',
    target: 'target',
    nominees: ['manager'],
    approvalsNeeded: 1,
    lost: 'newPhone',
    clearing: 'all',
  },
  'awaitingApproval approve': { checkPending: false, approvals: 1 },
  'awaitingApproval missCode': { left: 4 },
  'awaitingApproval reject': { reason: 'couldNotVerify' },
  'approved reject': { reason: 'couldNotVerify' },
  'awaitingApproval notForMe': { added: ['backup'] },
  'awaitingApproval reassign': { from: 'manager', to: 'backup' },
  'awaitingApproval returnPlace': { from: 'backup', to: ['manager'] },
  'awaitingApproval addBackup': { added: ['backup'] },
  'awaitingApproval escalate': { added: ['backup'] },
  'approved hold': { warnings: ['phoneChangedLately'] },
  'awaitingApproval freeze': { via: 'teams' },
  'approved freeze': { via: 'teams' },
  'resetting freeze': { via: 'teams' },
  'needsAttention freeze': { via: 'teams' },
  'completed freeze': { via: 'teams' },
  'rejected freeze': { via: 'teams' },
  'cancelled freeze': { via: 'teams' },
  'expired freeze': { via: 'teams' },
  'needsAttention contain': { attempt: 1 },
  'needsAttention containStarted': { attempt: 1, pins: ['fido2AuthenticationMethod/key-9'] },
  'needsAttention containProgressed': { attempt: 1, methods: ['fido2AuthenticationMethod/key-9: removed'] },
  'needsAttention containFinished': {
    attempt: 1,
    methods: ['fido2AuthenticationMethod/key-9: removed'],
    signIn: 'untouched',
  },
  'needsAttention containFailed': {
    attempt: 1,
    reason: 'methodsRemain',
    detail: 'a key',
    methods: [],
    signIn: 'untouched',
  },
  'completed contain': { attempt: 1 },
  'completed containStarted': { attempt: 1, pins: ['fido2AuthenticationMethod/key-9'] },
  'completed containProgressed': { attempt: 1, methods: ['fido2AuthenticationMethod/key-9: removed'] },
  'completed containFinished': {
    attempt: 1,
    methods: ['fido2AuthenticationMethod/key-9: removed'],
    signIn: 'untouched',
  },
  'completed containFailed': { attempt: 1, reason: 'methodsRemain', detail: 'a key', methods: [], signIn: 'untouched' },
  'completed suspect': { country: 'BR', usual: ['GB'] },
  'approved resetStarted': { pins: ['phoneAuthenticationMethod/phone-1'] },
  'resetting resetStarted': { pins: ['phoneAuthenticationMethod/phone-1'] },
  'resetting resetProgressed': { methods: ['phoneAuthenticationMethod/phone-1: removed'] },
  'resetting resetFinished': { methods: ['phoneAuthenticationMethod/phone-1: removed'] },
  'approved resetFailed': { reason: 'methodsRemain', detail: 'a phone', methods: [] },
  'resetting resetFailed': {
    reason: 'methodsRemain',
    detail: 'a phone',
    methods: ['phoneAuthenticationMethod/phone-1: pending'],
  },
  ...everywhere({ takeOver: { from: 'stranger' }, stillLockedOut: { outOfHours: false } }),
};

describe('a command that is taken', () => {
  for (const place of Object.keys(EFFECTS)) {
    const [state, type] = place.split(' ') as [State, CommandType];
    const data = DATA[place];
    it(`${state}: ${type} has in the journal ${Object.keys(data ?? {}).join(', ') || 'nothing more'}`, () => {
      expect(accepted(situation(state, type)).entry.data).to.deep.equal(data);
    });
  }

  for (const place of Object.keys(EFFECTS)) {
    const [state, type] = place.split(' ') as [State, CommandType];
    it(`${state}: ${type} is in the journal, with the hash of the policy it was taken under`, () => {
      const good = deepFrozen(situation(state, type));
      const { next, entry } = accepted({ ...good, facts: { ...good.facts, policyHash: 'hash-2' } });
      expect(entry).to.deep.include({
        event: EVENTS[type],
        at: good.command.at,
        by: good.command.by.id,
        requestId: 'request-1',
        reference: 'MFA-7K3Q9',
        to: next.status,
        policy: 'hash-2',
      });
      expect(entry.from).to.equal(good.request?.status);
    });
  }

  it('has no words of people in the journal but in `text`', () => {
    for (const [state, type] of [
      ['unsubmitted', 'submit'],
      ['awaitingApproval', 'reject'],
      ['awaitingApproval', 'ask'],
      ['awaitingApproval', 'answer'],
      ['awaitingApproval', 'note'],
      ['needsAttention', 'close'],
      ['completed', 'followUp'],
      ['completed', 'reply'],
      ['frozen', 'release'],
    ] as const) {
      const { entry } = accepted(situation(state, type));
      expect(entry.text, type).to.be.a('string');
      expect(JSON.stringify({ ...entry, text: undefined }), type).to.not.include(entry.text);
    }
  });

  it('is decided anew after a release: earlier approvals were given without knowing of the objection', () => {
    const row = privilegedRequest({ status: 'frozen', approvals: [approval(manager)], disputedAt: APPROVED });
    const { next } = accepted({ ...situation('frozen', 'release'), request: row });
    expect(next).to.deep.include({ status: 'awaitingApproval', approvals: [], disputedAt: undefined });
  });

  it('takes back one approval of two and keeps the other', () => {
    const row = request('approved', { approvalsNeeded: 2, approvals: [approval(manager), approval(guard)] });
    const { next } = accepted({ ...situation('approved', 'undo'), request: row });
    expect(next.approvals.map((each) => each.by.id)).to.deep.equal([guard.id]);
  });

  it('asks the new one in place of the old one, as the rule would before the backups', () => {
    const good = situation('awaitingApproval', 'notForMe');
    const row = request('awaitingApproval', { nominees: [nominee(manager), nominee(guard)] });
    const known = facts({ pool: pool({ rule: [nominee(guard), nominee(person('ann'), 'group', 'group-desk')] }) });
    expect(accepted({ ...good, request: row, facts: known }).next.nominees).to.deep.equal([
      nominee(person('ann'), 'group', 'group-desk'),
      nominee(guard),
    ]);
  });

  it('asks a new one as what the policy makes them, whatever the command says', () => {
    const given = { ...command('reassign'), by: manager, to: 'ann', nominee: nominee(person('ann'), 'manager') };
    const ann = nominee({ id: 'ann', name: 'Ann Example' }, 'group', 'group-desk');
    const { next, entry } = accepted({
      request: request(),
      command: given,
      facts: facts({ pool: { rule: [], backups: [ann] } }),
    });
    expect(next.nominees).to.deep.equal([ann]);
    expect(entry.data).to.deep.equal({ from: 'manager', to: 'ann' });
  });

  it('adds backups beside those who are asked, and neither requester nor target', () => {
    for (const type of ['escalate', 'addBackup'] as const) {
      const { next, entry } = accepted(inPool(target, requester, manager, backup)(situation('awaitingApproval', type)));
      expect(next.nominees, type).to.deep.equal([nominee(manager), nominee(backup, 'backup')]);
      // The journal lists who was added, not who was found.
      expect(entry.data, type).to.deep.equal({ added: ['backup'] });
    }
  });

  it('lets go of surrounding space in what people wrote', () => {
    const given = command('submit', { submission: submission({ justification: '  a new phone, sorry  ' }) });
    const { next } = accepted({ ...situation('unsubmitted', 'submit'), command: given });
    expect(next.justification).to.equal('a new phone, sorry');
  });

  it('counts a justification in characters, not in code units', () => {
    const given = command('submit', { submission: submission({ justification: '📱'.repeat(500) }) });
    expect(accepted({ ...situation('unsubmitted', 'submit'), command: given }).next.justification).to.have.length(
      1_000,
    );
  });
});

function accepted({ request: row, command: given, facts: known }: Situation): Decision {
  const outcome = decide(row, given, known);
  if (isRefusal(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** As a store keeps it: without what is undefined. */
function stored(row: object): unknown {
  return JSON.parse(JSON.stringify(row));
}

function sayNo(names: string, { request: row, command: given, facts: known }: Situation): readonly string[] {
  return (names.split(' ') as GuardName[]).filter((name) => guards[name](row, given, known) !== undefined);
}

function described(effects: readonly Effect[], at = APPROVED): string[] {
  return effects.map((effect) => {
    const to = 'to' in effect ? ` ${Object.entries(effect.to).map(toWhom).join()}` : '';
    const notice = 'notice' in effect ? ` ${effect.notice}` : '';
    const attempt = 'attempt' in effect ? ` #${effect.attempt}` : '';
    const mailed = 'mailedToo' in effect && effect.mailedToo ? '+mail' : '';
    return `${effect.kind}${mailed}${notice}${to}${attempt}${due(effect, at)}`;
  });
}

function toWhom([kind, id]: [string, string]): string {
  return kind === 'watching' ? kind : id;
}

/** Timers run from when it was asked, all else from the command. */
function due({ kind, dueAt }: Effect, at: number): string {
  if (kind === 'remind' || kind === 'escalate' || kind === 'expire') return ` asked${span(dueAt - ASKED)}`;
  return dueAt === at ? '' : ` ${span(dueAt - at)}`;
}

function span(ms: number): string {
  if (ms % HOUR === 0) return `+${ms / HOUR}h`;
  return ms % MINUTE === 0 ? `+${ms / MINUTE}m` : `+${ms / SECOND}s`;
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFrozen(part);
  }
  return value;
}
