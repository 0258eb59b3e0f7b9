import { cast } from './cast.js';
import type { MethodStore } from './methodStore.js';
import { type MethodType, methodTypes } from './methodTypes.js';
import type { Person } from './person.js';

type Registration = readonly [type: MethodType, properties?: Readonly<Record<string, unknown>>];

const authenticator: Registration = ['microsoftAuthenticator'];
const mobile = (person: Person): Registration => [
  'phone',
  { phoneType: 'mobile', phoneNumber: grouped(person.mobilePhone) },
];
const alternate: Registration = ['phone', { phoneType: 'alternateMobile', phoneNumber: '+44 7700900999' }];
const office = (person: Person): Registration => [
  'phone',
  { phoneType: 'office', phoneNumber: grouped(person.businessPhones[0] ?? null) },
];

/** What the cast has; the first second factor listed is the default unless `defaultsTo` names another. */
const fixed: Readonly<Record<string, (person: Person) => readonly Registration[]>> = {
  [cast.target]: (person) => [authenticator, mobile(person), ['softwareOath'], ['fido2', { displayName: 'Blue key' }]],
  [cast.deadlock]: (person) => [alternate, mobile(person)],
  [cast.phoneOnly]: (person) => [mobile(person)],
  [cast.twoPhones]: (person) => [mobile(person), alternate],
  [cast.nothing]: () => [],
  [cast.mailSender]: () => [],
  [cast.breakGlass]: () => [
    ['fido2', { displayName: 'Safe key 1' }],
    ['fido2', { displayName: 'Safe key 2' }],
  ],
  [cast.everything]: (person) => [
    authenticator,
    mobile(person),
    alternate,
    office(person),
    ...(
      [
        'softwareOath',
        'fido2',
        'windowsHelloForBusiness',
        'platformCredential',
        'email',
        'temporaryAccessPass',
        'external',
        'hardwareOath',
        'qrCodePin',
      ] as const
    ).map((type) => [type] as const),
  ],
};

/** Plausible mixtures for the crowd, dealt in turn. */
const mixtures: readonly ((person: Person) => readonly Registration[])[] = [
  (person) => [authenticator, mobile(person)],
  () => [authenticator],
  (person) => [mobile(person)],
  (person) => [authenticator, mobile(person), ['windowsHelloForBusiness', { displayName: 'LAPTOP-2207' }]],
  () => [authenticator, ['fido2', { displayName: 'Passkey' }]],
  (person) => [
    mobile(person),
    office(person),
    ['email', { emailAddress: person.otherMails[0] ?? 'home@mail.example' }],
  ],
  () => [['softwareOath'], ['platformCredential']],
  (person) => [authenticator, mobile(person), alternate],
  () => [],
  () => [authenticator, ['external', { displayName: 'Adatum' }]],
];

/** Gives everybody a password and a plausible set of methods, a year to a month old. */
export function registerEverybody(store: MethodStore, people: readonly Person[], now: Date): void {
  people.forEach((person, index) => {
    const registrations = (fixed[person.displayName] ?? mixtures[index % mixtures.length])?.(person) ?? [];
    store.register(person.id, 'password', {}, now);
    let chosen = false;
    registrations.forEach(([type, properties], place) => {
      const age = (30 + ((index * 7 + place * 11) % 300)) * 86_400_000;
      const method = store.register(
        person.id,
        type,
        { ...(properties ? { properties } : {}) },
        new Date(now.getTime() - age),
      );
      if (!chosen && methodTypes[type].secondFactor) {
        store.setDefault(person.id, method.id);
        chosen = true;
      }
    });
  });
}

/** Graph writes authentication phones as `+{country} {number}`. */
function grouped(phone: string | null): string {
  const [country = '+44', ...rest] = (phone ?? '+44 7700 900998').split(' ');
  return `${country} ${rest.join('')}`;
}
