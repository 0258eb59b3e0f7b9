import { LoggableError } from '../log.js';

/**
 * An error for logs and for IT: mail addresses, long numbers and tokens are left out; ids stay. What lies behind it
 * is told where it is an error of ours: that a secret has expired stands behind "Teams answered nothing".
 */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? chain(error).join('; ') : String(error);
  return text
    .replace(/\S+@\S+/g, '[address]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/(?<![\w-])\+?\d[\d ()/-]{6,}\d(?![\w-])/g, '[number]')
    .slice(0, 300);
}

function chain(error: Error): readonly string[] {
  const { cause } = error;
  return [`${error.name}: ${error.message}`, ...(cause instanceof LoggableError ? chain(cause) : [])];
}
