import { expect } from 'chai';
import { denial, type GateSettings } from '../../bot/gate.js';

const settings: GateSettings = {
  botId: '11111111-0000-4000-8000-000000000000',
  tenantId: '22222222-0000-4000-8000-000000000000',
  botTokenIssuer: 'https://api.botframework.com',
  serviceUrls: ['https://smba.trafficmanager.net/'],
};
const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const claims = { iss: settings.botTokenIssuer, aud: settings.botId, serviceurl: serviceUrl };
const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:x', aadObjectId: '33333333-0000-4000-8000-000000000000' },
  conversation: { tenantId: settings.tenantId },
  channelData: { tenant: { id: settings.tenantId } },
};

/** A token whose signature nobody has looked at yet: the gate reads it before the SDK does. */
function bearer(payload: object, header: object = { alg: 'RS256', kid: 'k' }): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `Bearer ${encode(header)}.${encode(payload)}.c2lnbmF0dXJl`;
}

/** Each check alone: the running bot's tests can't tell it from the SDK's own, which comes after. */
describe('what the gate says before the SDK is asked', () => {
  const cases: readonly (readonly [
    name: string,
    header: string | undefined,
    activity: object,
    denied: string | undefined,
  ])[] = [
    ['nothing against a good activity', bearer(claims), activity, undefined],
    ['no token', undefined, activity, 'noToken'],
    ['another scheme', 'Basic abc', activity, 'noToken'],
    ['no signature', bearer(claims).replace(/[^.]+$/, ''), activity, 'noToken'],
    ['unreadable claims', 'Bearer a.b.c', activity, 'unreadableToken'],
    ['another algorithm', bearer(claims, { alg: 'HS256' }), activity, 'algorithm'],
    ['another issuer', bearer({ ...claims, iss: 'https://sts.windows.net/x/' }), activity, 'issuer'],
    ['another audience', bearer({ ...claims, aud: 'other' }), activity, 'audience'],
    ['several audiences', bearer({ ...claims, aud: [settings.botId, 'other'] }), activity, 'audience'],
    ['no serviceurl claim', bearer({ ...claims, serviceurl: undefined }), activity, 'serviceUrlClaim'],
    ['another serviceurl claim', bearer({ ...claims, serviceurl: `${serviceUrl}x` }), activity, 'serviceUrlClaim'],
    [
      'no serviceUrl',
      bearer({ ...claims, serviceurl: undefined }),
      { ...activity, serviceUrl: undefined },
      'serviceUrlClaim',
    ],
    ['an empty serviceUrl', bearer({ ...claims, serviceurl: '' }), { ...activity, serviceUrl: '' }, 'serviceUrlClaim'],
    [
      'a serviceUrl off the list',
      bearer({ ...claims, serviceurl: 'https://evil.example/' }),
      { ...activity, serviceUrl: 'https://evil.example/' },
      'serviceUrlNotAllowed',
    ],
    ['another channel', bearer(claims), { ...activity, channelId: 'directline' }, 'channel'],
    ['another tenant of the conversation', bearer(claims), { ...activity, conversation: { tenantId: 'x' } }, 'tenant'],
    [
      'another tenant of the sender',
      bearer(claims),
      { ...activity, from: { ...activity.from, tenantId: 'x' } },
      'tenant',
    ],
    ['a tenant nowhere', bearer(claims), { ...activity, conversation: {}, channelData: null }, 'tenant'],
    ['no object id of the sender', bearer(claims), { ...activity, from: { id: '29:x' } }, 'noIdentity'],
    [
      'a roster event without a sender',
      bearer(claims),
      { ...activity, type: 'conversationUpdate', from: {} },
      undefined,
    ],
  ];
  for (const [name, header, incoming, denied] of cases)
    it(`${name}: ${denied ?? 'goes on'}`, () => {
      expect(denial(header, incoming, settings)).to.equal(denied);
    });
});
