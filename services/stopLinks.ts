import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Instant, ResetRequest } from '../core/request.js';
import type { Deps } from '../core/approvals.js';
import { stopByLink, stopState, type StopClaim } from '../core/stopping.js';
import { DAY } from './duration.js';

/** Links that can stop one request and do nothing else: `PUBLIC_URL/stop?t=…`. */
export interface StopLinks {
  /** Undefined where the service has no address of its own. */
  readonly of: (request: ResetRequest) => string | undefined;
  readonly read: (token: string, now: Instant) => StopClaim | 'unreadable' | 'tooOld';
}

export interface StopLinkSettings {
  readonly linkKey: string;
  readonly publicUrl: string | undefined;
  /** Milliseconds, as the policy has it. */
  readonly watchFor: number;
}

/** Mails are read late: after a weekend, after a leave. */
const LONGER = 7 * DAY;
/** A token is about 200 characters. */
const LONGEST = 500;

const payload = z.tuple([z.string(), z.string(), z.int()]);

export function createStopLinks({ linkKey, publicUrl, watchFor }: StopLinkSettings): StopLinks {
  // A key for this purpose alone: what is signed for another can't be presented here.
  const key = createHmac('sha256', linkKey).update('stop a request, version 1').digest();
  const signed = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    of(request) {
      if (publicUrl === undefined) return undefined;
      const { id, target, expireAt, endedAt = 0 } = request;
      const until = Math.ceil((Math.max(expireAt, endedAt) + watchFor + LONGER) / 1000);
      const text = Buffer.from(JSON.stringify([id, target.id, until])).toString('base64url');
      return `${publicUrl}/stop?t=${text}.${signed(text).toString('base64url')}`;
    },
    read(token, now) {
      const [text = '', given = '', ...more] = token.length > LONGEST ? [] : token.split('.');
      const mac = Buffer.from(given, 'base64url');
      const wanted = signed(text);
      // Another spelling of the same bytes is not what was written.
      if (more.length > 0 || mac.length !== wanted.length || mac.toString('base64url') !== given) return 'unreadable';
      if (!timingSafeEqual(mac, wanted)) return 'unreadable';
      const [requestId, targetId, until] = payload.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      return now / 1000 < until ? { requestId, targetId } : 'tooOld';
    },
  };
}

/** What the page behind such a link can do. */
export function stoppingBy(deps: Deps, read: StopLinks['read']) {
  return {
    read,
    now: () => deps.clock.now(),
    look: (claim: StopClaim) => stopState(deps, claim),
    stop: (claim: StopClaim, reference: string) => stopByLink(deps, claim, reference),
  };
}
