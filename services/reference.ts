import { randomInt } from 'node:crypto';

/** Digits and letters that can't be taken for one another, read or heard: no 0/O, 1/I/L, no U. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `MFA-` and five characters: 24 million, taken at random, so that none follows from another. */
export function newReference(): string {
  return `MFA-${Array.from({ length: 5 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')}`;
}
