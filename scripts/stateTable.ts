import { transitions, type Transition } from '../core/transitions.js';

type Commands = Readonly<Record<string, Transition>>;

/** `docs/states.md`, printed from the table the product runs on. */
export function stateTable(): string {
  const rows = states().flatMap(([state, commands]) =>
    Object.entries(commands)
      .filter(([command]) => !everywhere.has(command))
      .map(([command, { to, ...more }]) => line(state, command, to === 'approvedWhenEnough' ? SOMETIMES : to, more)),
  );
  const common = [...everywhere].map(([command, more]) => line('each of them', command, 'the same', more));
  return `# The states of a request

Printed from \`core/transitions.ts\` by \`npx tsx scripts/states.ts\`; a test fails when it is out of date. A command that
is missing in a state is refused there. Conditions are asked in this order, and the first "no" is the answer.

| state | command | leads to | on condition | then |
| --- | --- | --- | --- | --- |
${[...rows, ...common].join('\n')}
`;
}

/** The README's table: where each command leads from each state, without conditions and effects. */
export function stateSummary(): string {
  const rows = states().map(([state, commands]) => {
    const leads = new Map<string, string[]>();
    for (const [command, { to }] of Object.entries(commands).filter(([name]) => !everywhere.has(name))) {
      const where = to === state ? '(stays)' : `→ ${to === 'approvedWhenEnough' ? 'approved' : to}`;
      leads.set(where, [...(leads.get(where) ?? []), command]);
    }
    return `| ${state} | ${[...leads].map(([where, names]) => `${names.join(', ')} ${where}`).join('; ')} |`;
  });
  const common = `| each of them | ${[...everywhere.keys()].join(', ')} (stays) |`;
  return ['| state | what may happen, and where it leads |', '| --- | --- |', ...rows, common].join('\n');
}

const SOMETIMES = 'approved, or awaitingApproval until two have approved';

function states(): readonly (readonly [string, Commands])[] {
  return Object.entries(transitions);
}

/** What is the same in every state of a request, and leaves it where it is. */
const everywhere: ReadonlyMap<string, Omit<Transition, 'to'>> = (() => {
  const [first, ...others] = states().filter(([state]) => state !== 'unsubmitted');
  const same = ({ guards, effects }: Transition): string => JSON.stringify([guards, effects]);
  const common = Object.entries(first?.[1] ?? {}).filter(([command, transition]) =>
    [first, ...others].every((row) => {
      const there = row?.[1][command];
      return there?.to === row?.[0] && there !== undefined && same(there) === same(transition);
    }),
  );
  return new Map(common);
})();

function line(state: string, command: string, to: string, { guards, effects }: Omit<Transition, 'to'>): string {
  return `| ${state} | ${command} | ${to} | ${list(guards)} | ${list(effects)} |`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.join(', ');
}
