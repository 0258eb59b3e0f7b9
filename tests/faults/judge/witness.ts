import { groupNames } from '../../../sandbox/cloud/index.js';
import { cardsOf, textsOf } from '../../../sandbox/cloud/teams/card.js';
import { isObject, objectOf, textOf, type JsonObject } from '../../../sandbox/cloud/json.js';
import type { Delivery } from '../../../sandbox/cloud/teams/delivery.js';
import type { World } from '../../product/world.js';
import type { At, Case, Deletion, Doubt, Method, Sight, Tap, Testimony } from './testimony.js';

/** Writes down what the cloud sees from now on. */
export interface Witness {
  /** What the test tells of itself: a request, a moment in which a send was in doubt. */
  readonly cases: Case[];
  readonly doubts: Doubt[];
  testimony(): Testimony;
}

export function witness({ cloud, product }: Pick<World, 'cloud' | 'product'>): Witness {
  const { directory, log, teams, mailbox } = cloud;
  const [cases, taps, methods, doubts]: [Case[], Tap[], Method[], Doubt[]] = [[], [], [], []];
  const known = new Set<object>();
  const killed: At[] = [];

  function noteMethods(user: string, registeredAt: number): void {
    for (const method of directory.methods.of(user)) {
      if (known.has(method)) continue;
      known.add(method);
      methods.push({ user, id: method.id, registeredAt });
    }
  }

  for (const { id } of directory.people) noteMethods(id, 0);
  directory.methods.onChange((user) => {
    noteMethods(user, Date.now());
  });
  teams.onDelivery((activity, delivery) => {
    const tap = tapOf(activity, delivery);
    if (tap !== undefined) taps.push(tap);
  });
  const stops: At[] = [];
  product.onState((state, code) => {
    // A stop in order sends nothing half, unless it says so.
    if (state === 'stopped') (code === 0 ? stops : killed).push(Date.now());
  });

  const idOf = (user: string): string => directory.find(user)?.id ?? user;

  function ends(): readonly Doubt[] {
    const cutOff = product.output().includes('stopped with handlers running');
    return [...killed, ...(cutOff ? stops : [])].map((at) => ({ at, about: 'everything' }));
  }

  /** Faults after which a send may have arrived though its sender heard otherwise. */
  function faulted(): readonly Doubt[] {
    return log.calls.flatMap(({ service, method, fault, at }) => {
      const ambiguous = fault === 'applyThenReset' || fault === 'delay';
      if (!ambiguous || method !== 'POST' || (service !== 'connector' && service !== 'mail')) return [];
      return [{ at: at.getTime(), about: service === 'mail' ? ('mail' as const) : ('teams' as const) }];
    });
  }

  function deletions(): readonly Deletion[] {
    return log.methodDeletes().map(({ user, methodId = 'qrCodePinMethod', applied, call }) => ({
      user: idOf(user),
      id: methodId,
      at: call.at.getTime(),
      applied,
      faulted: call.fault !== undefined,
    }));
  }

  function sights(): readonly Sight[] {
    const inTeams = teams.chats.all.flatMap((chat) =>
      chat.messages
        .filter(({ from }) => from === 'bot')
        .flatMap(({ id, revisions }) =>
          revisions.map(({ kind, activity, at }) => ({
            ...{ person: chat.owner, by: 'teams' as const, id, kind, at: at.getTime() },
            lines: [...(textOf(activity.text)?.split('\n') ?? []), ...cardsOf(activity).flatMap(linesOf)],
          })),
        ),
    );
    const byMail = mailbox.all.flatMap(({ id, to, subject, sentAt }) => {
      const people = new Set(to.map(personAt).filter((person) => person !== undefined));
      const lines = [subject.replace(/ \([^()]*\)$/u, ''), subject];
      return [...people].map((person): Sight => ({
        person,
        by: 'mail',
        id,
        kind: 'sent',
        at: sentAt.getTime(),
        lines,
      }));
    });
    return [...inTeams, ...byMail];
  }

  function personAt(address: string): string | undefined {
    const wanted = address.toLowerCase();
    return directory.people.find(({ mail, otherMails }) =>
      [mail ?? '', ...otherMails].some((each) => each.toLowerCase() === wanted),
    )?.id;
  }

  return {
    cases,
    doubts,
    testimony: () => ({
      ...{ cases, taps, methods, deletions: deletions(), sights: sights() },
      revocations: log
        .of({ service: 'graph', method: 'POST', path: /\/revokeSignInSessions$/ })
        .map(({ path, at }) => ({ user: idOf(path.split('/').at(-2) ?? ''), at: at.getTime() })),
      doubts: [...doubts, ...ends(), ...faulted()].toSorted((a, b) => a.at - b.at),
      responders: new Set([groupNames.it, groupNames.security].flatMap((name) => [...directory.group(name).members])),
      names: new Map(directory.people.map(({ id, displayName }) => [id, displayName])),
      listsLag: directory.methods.listDelayMs > 0,
    }),
  };
}

function tapOf(activity: JsonObject, delivery: Delivery): Tap | undefined {
  const value = objectOf(activity.value);
  const action = activity.name === 'adaptiveCard/action' ? objectOf(value.action) : { verb: value.verb, data: value };
  const verb = textOf(action.verb);
  const requestId = textOf(objectOf(action.data).requestId);
  if (verb === undefined || requestId === undefined) return undefined;
  const by = textOf(objectOf(activity.from).aadObjectId) ?? '';
  const sentAt = Date.parse(textOf(activity.timestamp) ?? '');
  return { by, verb, requestId, sentAt, answeredAt: Date.now(), ...answerOf(activity, delivery) };
}

function answerOf({ type }: JsonObject, { outcome, status, body }: Delivery): Pick<Tap, 'answer' | 'lines'> {
  if (outcome !== 'answered') return { answer: 'sent', lines: [] };
  if (status !== 200) return { answer: 'refusal', lines: [] };
  if (type !== 'invoke') return { answer: 'sent', lines: [] };
  const answer = objectOf(body);
  return answer.type === 'application/vnd.microsoft.card.adaptive' && isObject(answer.value)
    ? { answer: 'card', lines: linesOf(answer.value) }
    : { answer: 'refusal', lines: [] };
}

/** A heading stands behind its icon. */
function linesOf(card: JsonObject): readonly string[] {
  return textsOf(card).map((line) => line.replace(/^\p{Extended_Pictographic}\uFE0F? /u, ''));
}
