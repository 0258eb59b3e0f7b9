/** What is about the files of the embedded store: PostgreSQL looks after its own, and there is nothing to run. */
export function onFiles(title: string, body: () => void): void {
  if (process.env['FAULT_STORE'] !== 'postgres') describe(title, body);
}
