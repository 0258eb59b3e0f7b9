import type { Standing } from '../core/lookup.js';
import type { Policy } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import { verificationAsked } from '../core/verification.js';
import type { Instant, Person, ResetRequest } from '../core/request.js';
import type { Standstill } from '../core/standstill.js';
import { approvalCard } from './approval/approvalCard.js';
import { channelCard } from './it/channelCard.js';
import { itCard } from './it/itCard.js';
import type { Links } from './links.js';
import { requestCard } from './request/requestCard.js';
import type { Translate } from './strings.js';
import { targetCard } from './notices/targetCard.js';

export interface CardView {
  readonly request: ResetRequest;
  readonly viewer: Person;
  /** `channel`: the post that all of IT's channel reads. */
  readonly as: Standing | 'channel';
  readonly now: Instant;
  readonly t: Translate;
  readonly links: Links;
  readonly policy: Pick<Policy, 'itGroup' | 'support' | 'verification'>;
  /** Teams' own id of the viewer (`29:…`), where it is known. */
  readonly userId?: string | undefined;
  /** How long a decision usually takes, in milliseconds. */
  readonly usual?: number | undefined;
  /** The request's code: only the requester's card ever shows it, and only where the policy asks for it. */
  readonly code: string;
  /** Graph's types of what would be cleared. */
  readonly kinds?: readonly string[] | undefined;
  /** Why nothing begins at the moment. */
  readonly standstill?: Standstill | undefined;
}

/** One request has one card for each who may see it, as what they see it. */
export function cardFor(view: CardView): Card {
  const { request, viewer, as, now, t, links, policy, userId, usual, kinds, code, standstill } = view;
  const verification = verificationAsked(policy, request);
  const shared = { request, now, t, links, support: policy.support, noIt: policy.itGroup === null, standstill };
  switch (as) {
    case 'requester':
      return requestCard({
        ...shared,
        usual,
        code: verification === 'code' ? code : undefined,
        viewerUserIds: userId === undefined ? [] : [userId],
      });
    case 'nominee':
      return approvalCard({ ...shared, viewer, kinds, verification });
    case 'target':
      return targetCard(shared);
    case 'it':
      return itCard({ ...shared, viewer });
    case 'channel':
      return channelCard(shared);
    case 'security':
      return itCard({ ...shared, viewer, as });
  }
}
