import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FaultPlan } from '../../sandbox/cloud/index.js';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  managerOf,
  policyGroups,
  requestIdOf,
  send,
  type World,
} from '../product/world.js';
import { knock, unsigned } from './knock.js';
import { quiet } from './quiet.js';
import { type Random, seeded } from './seeds.js';

const TARGETS = [cast.target, cast.phoneOnly, cast.twoPhones, cast.everything];

describe('canaries', () => {
  let world: World;
  const keys = { AUDIT_KEY: canary('audit'), LINK_KEY: canary('link') };
  /** Keys, tokens and secrets: to be found nowhere but in the settings and on the wire. */
  let secrets: Readonly<Record<string, string>>;
  /** People and their words: to be found with people and in the store, and in nothing that operators keep. */
  const personal = new Map<string, string>();
  /** What strangers and failures were answered. */
  const answers: string[] = [];
  before(async () => {
    world = await createWorld({
      policy: {
        ...AT_ONCE,
        ...(await policyGroups()),
        ...{ coolDown: { afterReset: 'PT0S', afterDecline: 'PT0S' }, limits: { requestsPerDay: 1_000 } },
      },
      environment: { ...keys, LOG_LEVEL: 'debug' },
    });
    const { bot, graphApp, webApp, teams } = world.cloud;
    secrets = {
      ...keys,
      ...Object.fromEntries(
        [bot, graphApp, webApp].map(({ displayName, secrets: [one] }) => [displayName, one!.value]),
      ),
      'a token of Teams': await teams.tokenFor(),
      ...(process.env['FAULT_STORE'] === 'postgres' && { 'the password of the store': 'postgres:postgres' }),
    };
    for (const name of [
      ...TARGETS,
      cast.requester,
      cast.approver,
      cast.backup,
      cast.it,
      cast.itSecond,
      cast.security,
    ]) {
      const { displayName, userPrincipalName, mail, otherMails, businessPhones, mobilePhone, id } =
        world.cloud.directory.user(name);
      const phones = world.cloud.directory.methodsOf(id).flatMap(phoneIn);
      const about = {
        displayName,
        userPrincipalName,
        mail,
        otherMails: otherMails[0],
        phone: businessPhones[0],
        mobilePhone,
      };
      for (const [what, value] of Object.entries(about)) if (value) personal.set(`${what} of ${name}`, value);
      for (const phone of phones) personal.set(`a method’s number of ${name}`, phone);
    }
  });
  after(() => world.close());

  seeded('of secrets and of people’s lives sing nowhere, whatever fails', async (random, seed) => {
    const target = random.pick(TARGETS);
    const words = Object.fromEntries(
      ['justification', 'question', 'answer', 'note', 'reason', 'repair'].map((what) => [
        what,
        `Kumquat-${what}-${seed} is here`,
      ]),
    );
    for (const [what, said] of Object.entries(words)) personal.set(`${what} of seed ${seed}`, said);
    const { card } = await ask(world, { target, why: words['justification']! });
    const requestId = requestIdOf(card);
    const approver = world.user(managerOf(world, target));
    const sam = world.user(cast.requester);
    for (const plan of failures(random, target)) world.cloud.faults.add(plan);
    try {
      await send(approver, 'ask', { requestId, text: words['question'] });
      await send(sam, 'answer', { requestId, text: words['answer'] });
      await send(sam, 'note', { requestId, text: words['note'] });
      await junk(random, `${target} ${words['justification']} ${Object.values(secrets).join(' ')}`, requestId);
      if (random() < 0.3) await send(approver, 'reject', { requestId, reason: 'other', text: words['reason'] });
      else await send(approver, 'approve', { requestId });
      await sam.say(`reset mfa for ${target} – ${words['justification']}`);
      await quiet(world);
    } finally {
      world.cloud.faults.clear();
    }
    await send(world.user(cast.it), 'close', { requestId, text: words['repair'] });
    await send(sam, 'cancel', { requestId });
    await quiet(world);
    await silent();
  });

  /** Failures that quote whoever and whatever they are about, as Microsoft's do. */
  function failures(random: Random, target: string): readonly FaultPlan[] {
    const { displayName, userPrincipalName, mail } = world.cloud.directory.user(target);
    const message = `Resource '${userPrincipalName}' (${displayName}, ${mail ?? ''}, +44 7700 900123) does not allow: ${Object.values(secrets).join(' ')}`;
    const quoting = { kind: 'status', code: 'Kumquat code of somebody', message } as const;
    const all: readonly FaultPlan[] = [
      {
        service: 'graph',
        match: { method: 'GET', path: /authentication/ },
        status: random.pick([400, 403, 500, 503]),
        times: 3,
        ...quoting,
      },
      { service: 'graph', match: { method: 'DELETE' }, status: random.pick([400, 403, 500]), times: 2, ...quoting },
      { service: 'graph', match: { path: /revokeSignInSessions/ }, status: 403, times: 2, ...quoting },
      {
        service: 'graph',
        match: { path: /manager|transitiveMemberOf|roleAssignments/ },
        status: 500,
        times: 4,
        ...quoting,
      },
      { service: 'mail', status: random.pick([400, 403, 404]), times: 3, ...quoting },
      { service: 'mail', status: 503, times: 2, ...quoting },
      { service: 'connector', match: { method: 'PUT' }, status: random.pick([403, 404, 500]), times: 3, ...quoting },
      { service: 'connector', match: { method: 'POST' }, status: random.pick([403, 500]), times: 8, ...quoting },
      { service: 'login', match: { method: 'POST' }, status: 500, times: 1, ...quoting },
    ];
    return all.filter(() => random() < 0.6);
  }

  /** Junk that holds them: with no token, with a forged one, with a good one. */
  async function junk(random: Random, text: string, requestId: string): Promise<void> {
    const morgan = world.user(cast.approver);
    const token = { authorization: `Bearer ${secrets['a token of Teams']!}` };
    const forged = {
      authorization: `Bearer ${unsigned({ iss: 'https://api.botframework.com', aud: world.cloud.bot.appId, name: text })}`,
    };
    const lost = { id: 'a:unknown', conversationType: 'personal', tenantId: world.cloud.tenantId };
    const data = { requestId, text, reason: text, effect: text, [text]: text };
    const bodies = [
      text,
      JSON.stringify({ type: text }),
      JSON.stringify(morgan.activity({ type: 'message', text })),
      JSON.stringify({ ...morgan.activity({ type: 'message', text }), conversation: lost }),
      JSON.stringify(morgan.activity({ type: text, name: text, value: { text } })),
      JSON.stringify(
        morgan.activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb: text, data } } }),
      ),
      JSON.stringify(
        morgan.activity({
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { verb: 'retryEffect', data } },
        }),
      ),
    ];
    for (const headers of [{}, token, forged]) {
      const { status, body } = await knock(world, random.pick(bodies), headers);
      if (status !== 200) answers.push(body);
    }
    for (const body of bodies) await knock(world, body, token);
    const page = await fetch(`${world.product.url}/${encodeURIComponent(text).slice(0, 2_000)}`);
    answers.push(await page.text(), await (await fetch(`${world.product.url}/readyz`)).text());
  }

  /** Searches all that the product wrote but to people and into its store; and the store for secrets. */
  async function silent(): Promise<void> {
    const kept = {
      'the log': world.product.output(),
      'the metrics': await (await fetch(world.product.metricsUrl)).text(),
      'an answer': answers.join('\n'),
      'an error that IT is shown': errorsIn(await stored()).join('\n'),
    };
    const found: string[] = [];
    for (const [place, text] of Object.entries(kept)) {
      for (const [what, value] of [...Object.entries(secrets), ...personal])
        for (const form of formsOf(value))
          if (text.includes(form)) found.push(`${what} in ${place}: ${around(text, form)}`);
      for (const token of text.match(/eyJ[\w-]{10,}/g) ?? []) found.push(`a token in ${place}: ${token.slice(0, 12)}`);
    }
    const store = await stored();
    for (const [what, value] of Object.entries(secrets))
      for (const form of formsOf(value))
        if (store.includes(form)) found.push(`${what} in the store: ${around(store, form)}`);
    expect(found.join('\n')).to.equal('');
    // They are there to be found: in what people are shown.
    expect(JSON.stringify(world.user(cast.approver).messages.concat(world.user(cast.backup).messages))).to.include(
      'Kumquat-justification',
    );
  }

  /** Every file of the embedded store; of the other there is nothing on this disk. */
  async function stored(): Promise<string> {
    const folder = join(world.product.folder, 'data');
    const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
    return (await Promise.all(texts)).join('\n');
  }
});

/** Unlike anything that could stand there by chance. */
function canary(what: string): string {
  return `canary-${what}-${randomBytes(24).toString('base64url')}`;
}

/** As it is, in an address, and in base64 from each of the three places where it may begin. */
function formsOf(value: string): readonly string[] {
  const encoded = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + value)
      .toString('base64')
      .slice(4, -4),
  );
  return [value, encodeURIComponent(value), ...(value.length < 16 ? [] : encoded)];
}

/** What the outbox keeps of a failure, and shows to IT when it gives up. */
function errorsIn(journal: string): readonly string[] {
  return [...journal.matchAll(/"(?:error|lastError)":"((?:[^"\\]|\\.)*)"/g)].map(([, error = '']) => error);
}

function around(text: string, form: string): string {
  const at = text.indexOf(form);
  return text.slice(Math.max(0, at - 150), at + 20).replaceAll('\n', ' ');
}

function phoneIn({ properties }: { readonly properties: object }): readonly string[] {
  const texts = Object.values(properties).filter((value): value is string => typeof value === 'string');
  return texts.filter((value) => /^\+\d[\d ]{6,}$/.test(value));
}
