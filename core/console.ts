import type { Deps } from './approvals.js';
import { MOST_COUNTED, type Counts } from './effects.js';
import { isLate } from './history.js';
import { limitOf } from './pace.js';
import type { Intervention, Trip } from './rows.js';
import { historyKey } from './requestKeys.js';

/** How the service stands, for IT at a glance. */
export interface Console extends Counts {
  readonly paused: boolean;
  readonly pause?: Intervention | undefined;
  readonly tripped?: Trip | undefined;
  /** How many resets may begin within an hour. */
  readonly limit: number;
}

type ConsoleDeps = Pick<Deps, 'store' | 'policy' | 'clock'>;

export async function readConsole(deps: ConsoleDeps): Promise<Console> {
  const { store, policy, clock } = deps;
  const [counts, service, pace] = await Promise.all([
    count(deps),
    store.read('service', 'service'),
    store.read('pace', 'resets'),
  ]);
  return {
    ...counts,
    paused: service?.value.paused === true,
    pause: service?.value.pause,
    tripped: pace?.value.tripped,
    limit: limitOf(policy, pace?.value ?? { days: [] }, clock.now()),
  };
}

/** Reads what is open, however much has ended. */
export async function count({ store, clock }: Pick<ConsoleDeps, 'store' | 'clock'>): Promise<Counts> {
  const [rows, parked] = await Promise.all([store.find('request', historyKey.open), store.parked(MOST_COUNTED)]);
  const open = rows.map(({ value }) => value);
  const now = clock.now();
  return {
    open: open.length,
    late: open.filter((request) => isLate(request, now)).length,
    stopped: open.filter(({ status }) => status === 'needsAttention' || status === 'frozen').length,
    parked: parked.length,
  };
}
