const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** 20:31 */
export function timeOf(iso: string): string {
  return format.format(new Date(iso));
}

/** 20:31:07 */
export function exactTimeOf(iso: string): string {
  return exact.format(new Date(iso));
}
