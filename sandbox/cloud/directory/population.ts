import { cast, departments, type Part, parts } from './cast.js';
import { cultures } from './names.js';
import { addressOf, domain, type Person } from './person.js';
import type { Random } from './random.js';

/** The cast and a crowd around it, `size` people in all: a tree of managers with the CEO at its root. */
export function populate(random: Random, size: number, now: Date): readonly Person[] {
  const taken = new Set<string>();
  const people: Person[] = [];
  const byName = new Map<string, Person>();
  for (const part of parts) {
    const person = castMember(part, random, now, people.length);
    person.managerId = part.manager === undefined ? undefined : byName.get(part.manager)?.id;
    taken.add(person.userPrincipalName).add(person.displayName);
    byName.set(person.displayName, person);
    people.push(person);
  }
  people.push(guest(cast.guest, 'fabrikam.example', random, now, 0));
  const ceo = byName.get(cast.ceo);
  const leads: Person[] = [];
  for (let turn = 0; people.length < size; turn += 1) {
    const person = crowdMember(turn, random, now, people.length);
    // Two people of one name would make the directory's own helper ambiguous; same first names are plenty.
    if (taken.has(person.userPrincipalName) || taken.has(person.displayName)) continue;
    taken.add(person.userPrincipalName).add(person.displayName);
    const isLead = leads.length < departments.length * 2;
    const lead = leads.filter((candidate) => candidate.department === person.department);
    person.managerId = isLead || lead.length === 0 ? ceo?.id : random.pick(lead).id;
    if (isLead) {
      person.jobTitle = `${person.department ?? ''} Lead`;
      leads.push(person);
    }
    people.push(person);
  }
  return people;
}

function castMember(part: Part, random: Random, now: Date, index: number): Person {
  const [given = part.name, ...rest] = part.name.split(' ');
  const person = blank(random, now, index);
  const us = part.country === 'US';
  const disabled = part.name === cast.disabled;
  return {
    ...person,
    ...named(part.name, given, rest.join(' '), part.name),
    otherMails: part.name === cast.target ? ['priya.raman@mail.example'] : [],
    jobTitle: part.title,
    department: part.department,
    country: us ? 'United States' : 'United Kingdom',
    usageLocation: us ? 'US' : 'GB',
    city: us ? 'Seattle' : 'London',
    officeLocation: us ? 'Pine/4' : 'Quay/2',
    preferredLanguage: us ? 'en-US' : 'en-GB',
    accountEnabled: !disabled,
    businessPhones: [us ? `+1 206 555 01${digits(index, 2)}` : `+44 20 7946 0${digits(index, 3)}`],
    mobilePhone: us ? `+1 425 555 01${digits(index, 2)}` : `+44 7700 900${digits(index, 3)}`,
  };
}

function crowdMember(turn: number, random: Random, now: Date, index: number): Person {
  const culture = cultures[turn % cultures.length] ?? random.pick(cultures);
  const [given, givenLatin] = random.pick(culture.given);
  const [family, familyLatin] = random.pick(culture.family);
  const display = culture.familyFirst ? `${family}${given}` : `${given} ${family}`;
  const department = departments[turn % departments.length] ?? 'Sales';
  return {
    ...blank(random, now, index),
    ...named(display, given, family, `${givenLatin} ${familyLatin}`),
    otherMails: random.chance(0.3) ? [`${addressOf(`${givenLatin} ${familyLatin}`)}@mail.example`] : [],
    jobTitle: random.pick(['Specialist', 'Analyst', 'Engineer', 'Coordinator', 'Associate']),
    department,
    country: culture.country,
    usageLocation: culture.usageLocation,
    city: culture.city,
    officeLocation: `${culture.usageLocation}/${random.below(9) + 1}`,
    preferredLanguage: culture.language,
    accountEnabled: !random.chance(0.04),
    businessPhones: random.chance(0.8) ? [`+44 20 7946 0${digits(index, 3)}`] : [],
    mobilePhone: random.chance(0.7) ? `+44 7700 900${digits(index, 3)}` : null,
    ...(turn % 29 === 28 ? guestParts(`${givenLatin} ${familyLatin}`, 'adatum.example') : {}),
  };
}

function guest(name: string, home: string, random: Random, now: Date, index: number): Person {
  const [given = name, surname = ''] = name.split(' ');
  return { ...blank(random, now, index), ...named(name, given, surname, name), ...guestParts(name, home) };
}

function guestParts(latin: string, home: string): Partial<Person> {
  const mail = `${addressOf(latin)}@${home}`;
  return {
    mail,
    userPrincipalName: `${mail.replace('@', '_')}#EXT#@${domain}`,
    userType: 'Guest',
    externalUserState: 'Accepted',
    department: null,
    companyName: home.split('.')[0] ?? home,
    mobilePhone: null,
    businessPhones: [],
  };
}

function named(displayName: string, givenName: string, surname: string, latin: string) {
  const address = addressOf(latin);
  const principal = `${address}@${domain}`;
  return {
    displayName,
    givenName,
    surname: surname || null,
    mailNickname: address,
    mail: principal,
    userPrincipalName: principal,
  };
}

function blank(random: Random, now: Date, index: number): Person {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    id: random.uuid(),
    displayName: '',
    givenName: null,
    surname: null,
    userPrincipalName: '',
    mail: null,
    mailNickname: '',
    otherMails: [],
    jobTitle: null,
    department: null,
    companyName: 'Contoso',
    employeeId: `E${digits(index + 1000, 5)}`,
    officeLocation: null,
    city: null,
    country: null,
    usageLocation: null,
    businessPhones: [],
    mobilePhone: null,
    preferredLanguage: null,
    accountEnabled: true,
    userType: 'Member',
    externalUserState: null,
    createdDateTime: daysAgo(400 + random.below(1500)),
    lastPasswordChangeDateTime: daysAgo(60 + random.below(200)),
    signInSessionsValidFromDateTime: daysAgo(60),
    managerId: undefined,
    automaticReplies: {
      status: 'disabled',
      scheduledStart: daysAgo(1),
      scheduledEnd: daysAgo(0),
      internalReplyMessage: '',
    },
    availability: 'Available',
  };
}

function digits(value: number, width: number): string {
  return String(value % 10 ** width).padStart(width, '0');
}
