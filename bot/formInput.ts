import { z } from 'zod';
import { isUrgent, lostOf, type Wish } from '../dialogs/utterance.js';

/** The form as it was sent. A person is an object id here, whatever the picker put in; the directory says who. */
const schema = z.object({
  personId: z.guid().optional().catch(undefined),
  why: z.string().max(10_000).optional().catch(undefined),
  lost: z.enum(['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown']).catch('unknown'),
  urgent: z.string().optional().catch(undefined),
});

/** What somebody put into the form; what is missing or unreadable in it is asked for in the chat. */
export function formWish(data: unknown): Wish {
  const { personId, why: typed = '', lost, urgent } = schema.safeParse(data).data ?? NOTHING;
  const why = typed.trim() === '' ? undefined : typed.trim();
  return {
    personId,
    why,
    lost: lost === 'unknown' ? lostOf(why ?? '') : lost,
    urgent: urgent === 'true' || isUrgent(why ?? ''),
  };
}

const NOTHING = { personId: undefined, why: undefined, lost: 'unknown', urgent: undefined } as const;
