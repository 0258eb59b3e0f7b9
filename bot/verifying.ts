import { verifyCard } from '../cards/approval/verifyCard.js';
import type { Card } from '../core/ports.js';
import { isRefusal, type Refusal } from '../core/refusal.js';
import type { ResetRequest } from '../core/request.js';
import { verificationAsked } from '../core/verification.js';
import type { BotDeps } from './deps.js';
import { see, type Viewer } from './seeing.js';

/** The form for what the policy asks of an approver, where it is missing or the code was wrong. */
export async function verifyFirst(
  deps: BotDeps,
  outcome: ResetRequest | Refusal,
  requestId: string,
  viewer: Viewer,
): Promise<{ readonly card: Card } | undefined> {
  if (!isRefusal(outcome)) return undefined;
  const { refused, detail } = outcome;
  const triesLeft = refused === 'wrongCode' ? detail?.limit : undefined;
  if (refused !== 'verificationMissing' && (triesLeft === undefined || triesLeft === 0)) return undefined;
  const seen = await see(deps, requestId, viewer);
  if (isRefusal(seen)) return undefined;
  const { request } = seen;
  const ask = verificationAsked(deps.policy, request);
  return ask === undefined ? undefined : { card: verifyCard({ request, ask, t: viewer.t, triesLeft }) };
}
