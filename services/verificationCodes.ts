import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VerificationCodes } from '../core/ports.js';

const DIGITS = 6;

/**
 * A request's code follows from its id and a key: it is kept nowhere, neither in the row nor in the journal nor in a
 * backup of either, and whoever reads those learns nothing of it (ADR 0024).
 */
export function createVerificationCodes(key: string): VerificationCodes {
  function codeFor(requestId: string): string {
    const mac = createHmac('sha256', key).update(`verification-code:${requestId}`).digest();
    return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
  }
  return {
    codeFor,
    mark: (requestId, typed) =>
      createHmac('sha256', key)
        .update(`missed-code:${requestId}:${digitsOf(typed)}`)
        .digest('base64url'),
    matches(requestId, typed) {
      const [right, given] = [codeFor(requestId), digitsOf(typed)].map((code) =>
        Buffer.from(code.padEnd(DIGITS + 1, ' ')),
      );
      return (
        right !== undefined && given !== undefined && right.length === given.length && timingSafeEqual(right, given)
      );
    },
  };
}

/** As people type it: 493 027, 493-027. */
function digitsOf(typed: string): string {
  return typed.replace(/[\s-]/gu, '').slice(0, DIGITS + 1);
}
