import { transitions, type Transition } from '../core/transitions.js';

/** `docs/states.md`, printed from the table the product runs on. */
export function stateTable(): string {
  const rows = Object.entries(transitions).flatMap(([state, commands]) =>
    Object.entries(commands as Readonly<Record<string, Transition>>).map(
      ([command, { to, guards, effects }]) =>
        `| ${state} | ${command} | ${to === 'approvedWhenEnough' ? 'approved, or awaitingApproval until two have approved' : to} | ${list(guards)} | ${list(effects)} |`,
    ),
  );
  return `# The states of a request

Printed from \`core/transitions.ts\` by \`npx tsx scripts/states.ts\`; a test fails when it is out of date. A command that
is missing in a state is refused there. Conditions are asked in this order, and the first "no" is the answer.

| state | command | leads to | on condition | then |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** The README's table: where each command leads from each state, without conditions and effects. */
export function stateSummary(): string {
  const rows = Object.entries(transitions).map(([state, commands]) => {
    const leads = new Map<string, string[]>();
    for (const [command, { to }] of Object.entries(commands as Readonly<Record<string, Transition>>)) {
      const where = to === state ? '(stays)' : `→ ${to === 'approvedWhenEnough' ? 'approved' : to}`;
      leads.set(where, [...(leads.get(where) ?? []), command]);
    }
    return `| ${state} | ${[...leads].map(([where, names]) => `${names.join(', ')} ${where}`).join('; ')} |`;
  });
  return ['| state | what may happen, and where it leads |', '| --- | --- |', ...rows].join('\n');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.join(', ');
}
