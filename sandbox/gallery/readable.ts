import { cast, parts } from '../cloud/directory/cast.js';
import type { Words } from './examples.js';

/** Who plays the people of the examples, by the ids that those have. */
const players: Readonly<Record<string, string>> = {
  robin: cast.requester,
  priya: cast.target,
  morgan: cast.approver,
  sam: cast.backup,
  kim: cast.it,
};

const sentences: Readonly<Record<string, string>> = {
  justification: 'New phone since Monday; the old one with the Authenticator app is gone.',
  reason: 'I called the number in the directory, and Priya still has the old phone.',
  question: 'Did you speak to Priya yourself, or did somebody write for her?',
  'second question': 'When does she need to be back in?',
  answer: 'I sat beside her this morning.',
  'first note': 'She is at her desk until five.',
  note: 'Payroll closes at noon.',
  detail: 'Graph answered 403 accessDenied for the phone method',
  error: 'The mailbox answered 503 for an hour',
  cause: 'somethingNew',
  kind: 'somethingNewAuthenticationMethod',
  work: 'somethingNew',
};

/** Words as people write them, for the same examples that the tests fill with marks. */
export const readable: Words = (what) => sentences[what] ?? aboutSomebody(what);

/** The name in place of the example's id, as in “approval pending for morgan”. */
export function withNames(text: string): string {
  return text.replace(/\b(for|by) (\w+)/g, (whole, before: string, id: string) =>
    Object.hasOwn(players, id) ? `${before} ${nameOf(id)}` : whole,
  );
}

function aboutSomebody(what: string): string {
  const [id = '', field] = what.split(' ');
  const name = nameOf(id);
  const part = parts.find((one) => one.name === name);
  switch (field) {
    case 'title':
      return part?.title ?? '';
    case 'department':
      return part?.department ?? '';
    case 'phone':
      return '+44 20 7946 0123';
    default:
      return name;
  }
}

/** `group3` and `match3` are the fourth of a crowd. */
function nameOf(id: string): string {
  const crowd = [cast.phoneOnly, cast.twoPhones, cast.everything, ...parts.map(({ name }) => name)];
  return players[id] ?? crowd[Number(/\d+$/.exec(id)?.[0] ?? 0) % crowd.length] ?? id;
}
