import { z } from 'zod';
import type { Policy } from '../core/policy.js';
import { DAY, DURATION_PATTERN, parseDuration } from './duration.js';

/** An ISO 8601 duration, as milliseconds. */
function duration(described: string, { orZero = false, days = 30 } = {}) {
  return z
    .string({ error: 'is not a duration such as "PT30M" or "P2D"' })
    .regex(DURATION_PATTERN, 'is not a duration such as "PT30M" or "P2D"')
    .transform((text) => parseDuration(text) ?? 0)
    .refine((ms) => ms <= days * DAY, `is longer than ${days} days`)
    .refine((ms) => orZero || ms > 0, 'must be longer than nothing')
    .describe(described);
}

const objectId = z
  .string({ error: 'is not an object id (a GUID)' })
  .regex(
    /^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/,
    'is not an object id (a GUID); copy it from Entra admin centre › Users or Groups › Object ID',
  )
  .transform((id) => id.toLowerCase());
const line = z.string().trim().min(1, 'is empty').max(300, 'is longer than 300 characters');

const group = z.strictObject({ group: objectId });
const source = z.union([z.literal('manager'), z.strictObject({ users: z.array(objectId).min(1).max(20) }), group], {
  error: 'is not "manager", {"users": [object ids]} or {"group": object id}',
});

const fields = z.strictObject({
  $schema: z.string().optional(),
  requesters: z
    .union([z.literal('everyone'), group], { error: 'is not "everyone" or {"group": object id}' })
    .default('everyone')
    .describe('Who may ask for a reset.'),
  selfService: z.boolean().default(false).describe('Whether somebody may ask for their own reset.'),
  approvers: z
    .array(
      z.strictObject({
        when: z
          .strictObject({ department: line.optional(), country: line.optional(), group: objectId.optional() })
          .optional()
          .describe('What the target must match; all of it. Left out: everybody.'),
        ask: source,
      }),
    )
    .max(100)
    .default([])
    .describe("The first rule that fits the target decides who approves; the target's manager where none fits."),
  backup: source.nullable().default(null).describe('Who is asked as well after escalateAfter.'),
  ifExcluded: z
    .array(z.enum(['managersManager', 'backup'], { error: 'is not "managersManager" or "backup"' }))
    .default(['managersManager', 'backup'])
    .describe('Who is asked, in this order, when the rule finds only the requester or the target.'),
  remindAfter: duration('When the approver is reminded.').prefault('PT30M'),
  escalateAfter: duration('When the backup is asked as well.').prefault('PT2H'),
  expireAfter: duration('When the request expires. Expiry never approves.').prefault('PT48H'),
  undoFor: duration('How long an approval can be taken back.', { orZero: true }).prefault('PT10S'),
  holdFor: duration('How long a risky approval waits, so that the target can object.', { orZero: true }).prefault(
    'PT15M',
  ),
  watchFor: duration('How long the service looks for a new registration after a reset.', { orZero: true }).prefault(
    'P1D',
  ),
  adviseAfter: duration(
    'When, without a new registration, requester and user are told what helps. Not at all if watchFor is over by then.',
  ).prefault('PT4H'),
  reentry: z
    .enum(['register', 'itIssuesPass'], { error: 'is not "register" or "itIssuesPass"' })
    .default('register')
    .describe(
      'How users get back in: they register at the next sign-in, or IT issues a Temporary Access Pass (where users have no password, or the tenant asks for MFA to register).',
    ),
  contain: z
    .strictObject({ blockSignIn: z.boolean().default(false) })
    .prefault({})
    .describe(
      'What Contain does besides signing the user out and removing what was registered since the reset: blockSignIn needs User.EnableDisableAccount.All.',
    ),
  retention: duration('How long after its end a request keeps what people wrote. Then it is erased for good.', {
    days: 3_660,
  }).prefault('P730D'),
  businessHours: z
    .strictObject({
      timeZone: line.refine(isTimeZone, 'is not a time zone such as "Europe/London"'),
      days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]),
      from: timeOfDay().default('08:00'),
      to: timeOfDay().default('18:00'),
    })
    .refine(({ from, to }) => from < to, { path: ['from'], message: 'is not before to' })
    .nullable()
    .default(null)
    .describe('When a request is nothing unusual; 1 is Monday. Without them no hour is odd.'),
  quietHours: z
    .strictObject({
      from: timeOfDay(),
      to: timeOfDay(),
      timeZone: line.refine(isTimeZone, 'is not a time zone such as "Europe/London"').optional(),
    })
    .refine(({ from, to }) => from !== to, { path: ['from'], message: 'equals to' })
    .nullable()
    .default(null)
    .describe(
      'When no approver is reminded, unless the request is urgent: by the clock of their Teams, else by timeZone. The ' +
        'first card and the escalation are not delayed.',
    ),
  verification: z
    .union(
      [
        z.literal('none'),
        z.strictObject({ ask: z.enum(['how', 'code']), for: z.enum(['risky', 'all']).default('risky') }),
      ],
      { error: 'is not "none" or {"ask": "how" | "code", "for": "risky" | "all"}' },
    )
    .default('none')
    .describe(
      'What whoever approves has to do first. how: say how they made sure that it is them. code: type six digits that ' +
        'the requester tells the user in person and the user reads out when called. risky: for privileged users and where something warns.',
    ),
  digestAt: timeOfDay()
    .nullable()
    .default('08:00')
    .describe('When IT gets its daily overview, in the time zone of businessHours, or UTC; null: never.'),
  scope: z
    .enum(['all', 'adminCentre'], { error: 'is not "all" or "adminCentre"' })
    .default('all')
    .describe("adminCentre: only phones, Microsoft Authenticator and software OATH, as Entra's own button does."),
  privileged: z
    .strictObject({ users: z.array(objectId).default([]), groups: z.array(objectId).default([]) })
    .prefault({})
    .describe('Accounts that need two approvals, besides those the directory shows to be powerful.'),
  breakGlass: z.array(objectId).default([]).describe('Emergency accounts: never reset here.'),
  limits: z
    .strictObject({
      requestsPerDay: z.int().min(1).max(1_000).default(10).describe('Per requester.'),
      resetsPerHour: z
        .union([z.literal('auto'), z.int().min(1).max(10_000)], { error: 'is not "auto" or a number from 1 to 10000' })
        .default('auto')
        .describe(
          'Of the whole tenant. More stop until two people of IT or security let them go on. auto: four times what is usual in the busiest hour of a day, and at least 10.',
        ),
    })
    .prefault({})
    .describe('How much is too much.'),
  coolDown: z
    .strictObject({
      afterReset: duration('After a reset.', { orZero: true }).prefault('P1D'),
      afterDecline: duration('After a decline.', { orZero: true }).prefault('P1D'),
    })
    .prefault({})
    .describe('How long no other request for the same person is taken.'),
  itGroup: objectId.nullable().default(null).describe("IT's group. Without it IT's commands are off."),
  itChannel: z
    .string({ error: 'is not the id of a channel' })
    .regex(
      /^19:[\w-]{1,200}@thread\.(tacv2|skype)$/,
      'is not the id of a channel such as "19:…@thread.tacv2"; it is in the link that Teams gives with “Get link to channel”',
    )
    .nullable()
    .default(null)
    .describe(
      'The Teams channel where IT reads of urgent requests and of people who are still locked out. The app must be in its team. Without it the members of itGroup are told one by one.',
    ),
  securityGroup: objectId
    .nullable()
    .default(null)
    .describe("Security's group. Without it privileged targets are refused."),
  support: z
    .strictObject({
      phone: line.optional(),
      hours: line.optional(),
      outOfHours: line.optional(),
      portal: httpsUrl().optional(),
      passwordReset: httpsUrl().optional(),
      escalation: line.optional(),
    })
    .default({})
    .describe('Shown in help, mails and refusals.'),
});

export const policySchema = fields.transform((given, context): Policy => {
  const policy: Policy & { $schema?: unknown } = { ...given };
  delete policy.$schema;
  for (const [sooner, later] of [
    ['remindAfter', 'escalateAfter'],
    ['escalateAfter', 'expireAfter'],
  ] as const)
    if (policy[sooner] >= policy[later])
      context.issues.push({ code: 'custom', path: [sooner], message: `is not shorter than ${later}`, input: '' });
  if (policy.reentry === 'itIssuesPass' && policy.itGroup === null)
    context.issues.push({
      code: 'custom',
      path: ['reentry'],
      message: 'needs an itGroup: IT issues the pass',
      input: '',
    });
  return policy;
});

/** For editors: `"$schema": "./policy.schema.json"` in the policy file. */
export function policyJsonSchema(): object {
  return { title: 'Policy of the MFA reset', ...z.toJSONSchema(fields, { io: 'input', target: 'draft-7' }) };
}

function timeOfDay() {
  return z
    .string({ error: 'is not a time such as "08:30"' })
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as "08:30"');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function httpsUrl() {
  return line.refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'is not an https URL');
}
