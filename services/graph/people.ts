import { z } from 'zod';
import type { DirectoryPerson } from '../../core/ports.js';

/** What every look-up of a person asks for. */
export const PERSON_FIELDS = [
  'id',
  'displayName',
  'jobTitle',
  'department',
  'country',
  'businessPhones',
  'mobilePhone',
  'mail',
  'otherMails',
  'userPrincipalName',
  'accountEnabled',
  'userType',
  'lastPasswordChangeDateTime',
].join(',');

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined);

const user = z.object({
  id: z.string().min(1),
  displayName: text,
  jobTitle: text,
  department: text,
  country: text,
  businessPhones: z.array(z.string()).nullish(),
  mobilePhone: text,
  mail: text,
  otherMails: z.array(z.string()).nullish(),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean().nullish(),
  userType: text,
  lastPasswordChangeDateTime: text,
});

export function toDirectoryPerson(body: unknown): DirectoryPerson {
  const found = user.parse(body);
  const changedAt = Date.parse(found.lastPasswordChangeDateTime ?? '');
  return {
    id: found.id,
    name: found.displayName ?? found.userPrincipalName,
    title: found.jobTitle,
    department: found.department,
    country: found.country,
    // The office line first: the mobile is what may have been lost.
    phone: found.businessPhones?.find((phone) => phone.trim() !== '') ?? found.mobilePhone,
    mail: found.mail,
    otherMails: found.otherMails ?? [],
    userPrincipalName: found.userPrincipalName,
    enabled: found.accountEnabled === true,
    // #EXT# also marks a guest turned into a member: their factors are another tenant's all the same.
    guest: found.userType?.toLowerCase() === 'guest' || found.userPrincipalName.toUpperCase().includes('#EXT#'),
    passwordChangedAt: Number.isNaN(changedAt) ? undefined : changedAt,
  };
}

/** What was typed, best match first: exact, beginning of the name, beginning of a word in it, the rest. */
export function ranked(people: readonly DirectoryPerson[], typed: string): readonly DirectoryPerson[] {
  const wanted = folded(typed);
  const rank = (person: DirectoryPerson): number => {
    const name = folded(person.name);
    const signIns = [person.userPrincipalName, person.mail ?? ''].map(folded);
    if (name === wanted || signIns.includes(wanted)) return 0;
    if (signIns.some((signIn) => signIn.split('@')[0] === wanted)) return 1;
    if (name.startsWith(wanted)) return 2;
    if (name.split(/[\s'-]+/).some((word) => word.startsWith(wanted))) return 3;
    return 4;
  };
  return people
    .map((person) => ({ person, rank: rank(person) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(b.person.enabled) - Number(a.person.enabled) ||
        a.person.name.localeCompare(b.person.name) ||
        a.person.id.localeCompare(b.person.id),
    )
    .map(({ person }) => person);
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim();
}
