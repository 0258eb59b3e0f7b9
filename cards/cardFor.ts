import type { Standing } from '../core/lookup.js';
import type { Policy } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import type { Instant, Person, ResetRequest } from '../core/request.js';
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
  readonly policy: Pick<Policy, 'itGroup' | 'support'>;
  /** Teams' own id of the viewer (`29:…`), where it is known. */
  readonly userId?: string | undefined;
  /** How long a decision usually takes, in milliseconds. */
  readonly usual?: number | undefined;
  /** Graph's types of what would be cleared. */
  readonly kinds?: readonly string[] | undefined;
}

/** One request has one card for each who may see it, as what they see it. */
export function cardFor({ request, viewer, as, now, t, links, policy, userId, usual, kinds }: CardView): Card {
  const shared = { request, now, t, links, support: policy.support, noIt: policy.itGroup === null };
  switch (as) {
    case 'requester':
      return requestCard({ ...shared, usual, viewerUserIds: userId === undefined ? [] : [userId] });
    case 'nominee':
      return approvalCard({ ...shared, viewer, kinds });
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
