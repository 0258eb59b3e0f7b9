import { cast } from '../cloud/index.js';
import type { FaultPlan } from '../cloud/faults.js';
import { phoneIds } from '../cloud/directory/methodTypes.js';
import { PHONE_REFUSES } from '../stories/cues.js';
import type { World } from '../world.js';

/** Something that goes wrong for as long as it is switched on. */
export interface Lever {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Switches it on, and gives how to switch it off. */
  readonly pull: (world: World) => () => void;
}

const fault =
  (plan: FaultPlan): Lever['pull'] =>
  ({ cloud }) => {
    const planted = cloud.faults.add(plan);
    return () => {
      planted.remove();
    };
  };

export const levers: readonly Lever[] = [
  {
    id: 'graphSlow',
    label: 'Graph is slow',
    help: 'Every call takes two seconds. A tap is answered all the same.',
    pull: fault({ service: 'graph', kind: 'delay', delayMs: 2_000 }),
  },
  {
    id: 'graphThrottles',
    label: 'Graph says 429',
    help: 'Too many requests, come back in two seconds: the bot waits as long as it is told.',
    pull: fault({ service: 'graph', kind: 'status', status: 429, retryAfter: 2 }),
  },
  {
    id: 'graphDown',
    label: 'Graph says 503',
    help: 'The service is down. The bot tries again until it is back.',
    pull: fault({ service: 'graph', kind: 'status', status: 503 }),
  },
  {
    id: 'methodRefuses',
    label: 'One method refuses to go',
    help: 'No phone number can be deleted. The request needs attention, and IT can try again.',
    pull: fault(PHONE_REFUSES),
  },
  {
    id: 'deadlock',
    label: 'Priya’s default blocks the rest',
    help: 'Her second phone is the default: no phone goes until the bot has changed the default.',
    pull: deadlock,
  },
  {
    id: 'mailDown',
    label: 'Mail is down',
    help: 'No mail gets out. It is tried again, and at last shown to IT.',
    pull: fault({ service: 'mail', kind: 'status', status: 503 }),
  },
];

/**
 * The default can’t be deleted beside other methods, and the first phone not before the second. What is added for it
 * goes again, as far as it is still there.
 */
function deadlock({ cloud: { directory } }: World): () => void {
  const { id } = directory.user(cast.target);
  const has = (methodId: string | undefined): boolean => directory.methods.of(id).some((one) => one.id === methodId);
  const before = directory.methods.defaultOf(id)?.id;
  const added = [phoneIds.mobile, phoneIds.alternateMobile].filter((phone) => !has(phone));
  if (added.includes(phoneIds.mobile)) directory.registerMethod(id, 'phone');
  if (added.includes(phoneIds.alternateMobile))
    directory.registerMethod(id, 'phone', {
      properties: { phoneType: 'alternateMobile', phoneNumber: '+44 7700900321' },
    });
  directory.setDefault(id, phoneIds.alternateMobile);
  return () => {
    for (const phone of added) directory.methods.remove(id, phone);
    if (has(before)) directory.setDefault(id, before);
  };
}
