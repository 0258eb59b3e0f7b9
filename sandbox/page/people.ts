import type { Cloud } from '../cloud/index.js';
import { parseSearch } from '../cloud/graph/search.js';
import type { PersonHit } from './protocol.js';

const AT_MOST = 8;

/** What Teams' people picker offers: members and guests whose name has words that begin so. */
export function findPeople({ directory }: Cloud, typed: string): readonly PersonHit[] {
  const wanted = typed.replace(/["\\]/g, ' ').trim();
  if (wanted === '') return [];
  const passes = parseSearch(`"displayName:${wanted}"`);
  return directory.people
    .filter(({ displayName, accountEnabled }) => accountEnabled && passes({ displayName }))
    .slice(0, AT_MOST)
    .map(({ id, displayName: name, jobTitle }) => ({ id, name, title: jobTitle ?? '' }));
}
