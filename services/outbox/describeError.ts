/** An error for logs and for IT: mail addresses, long numbers and tokens are left out; ids stay. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text
    .replace(/\S+@\S+/g, '[address]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/(?<![\w-])\+?\d[\d ()/-]{6,}\d(?![\w-])/g, '[number]')
    .slice(0, 300);
}
