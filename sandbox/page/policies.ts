import { groupNames, type Cloud } from '../cloud/index.js';

/** The sandbox's own policy: what `{}` says, with groups for IT and security, IT's channel, and somebody to call. */
export function usualPolicy({ directory, itChannel }: Cloud): object {
  return {
    itGroup: directory.group(groupNames.it).id,
    itChannel,
    securityGroup: directory.group(groupNames.security).id,
    // Whoever tries things out has more resets in an hour than a small tenant.
    limits: { resetsPerHour: 100 },
    support: { phone: '+44 20 7946 0000', hours: 'Monday to Friday, 8:30 to 17:30' },
  };
}

/** Half an hour is long for somebody who watches. Requests that are open already keep their times. */
export const SHORT_TIMES = {
  undoFor: 'PT5S',
  holdFor: 'PT20S',
  remindAfter: 'PT10S',
  escalateAfter: 'PT20S',
  expireAfter: 'PT60S',
};
