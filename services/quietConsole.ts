/**
 * Takes the console away from libraries: botframework-connector prints an error and a key for every token it refuses
 * (jwtTokenExtractor.js, 4.23.3), so that whoever knocks would fill the disk, and nobody cleans what is printed. What
 * the service has to say goes to its log.
 */
export function quietConsole(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const)
    console[method] = () => undefined;
}
