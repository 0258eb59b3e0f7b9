/**
 * Run as a child process with the cloud's environment: the three real SDKs against the simulated cloud.
 * Prints one JSON object with what they saw.
 */
import { ConfidentialClientApplication } from '@azure/msal-node';
import { Client } from '@microsoft/microsoft-graph-client';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  MsalServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Activity } from 'botbuilder';

const env = (name: string) => process.env[name] ?? '';
const app = (clientId: string, clientSecret: string) =>
  new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret,
      authority: `${env('LOGIN_URL')}/${env('TENANT_ID')}`,
      knownAuthorities: [new URL(env('LOGIN_URL')).host],
    },
  });

const graphApp = app(env('GRAPH_CLIENT_ID'), env('GRAPH_CLIENT_SECRET'));
const result = await graphApp.acquireTokenByClientCredential({ scopes: [`${env('GRAPH_URL')}/.default`] });

const graph = Client.init({
  baseUrl: env('GRAPH_URL'),
  customHosts: new Set([new URL(env('GRAPH_URL')).hostname]),
  authProvider: (done) => {
    done(null, result?.accessToken ?? '');
  },
});
const people = (await graph
  .api('/users')
  .header('ConsistencyLevel', 'eventual')
  .search('"displayName:priya"')
  .get()) as { value: { id: string }[] };
const id = people.value[0]?.id ?? '';
const methods = (await graph.api(`/users/${id}/authentication/methods`).get()) as {
  value: { '@odata.type': string; id: string }[];
};
const fido = methods.value.find((method) => method['@odata.type'].includes('fido2'));
await graph.api(`/users/${id}/authentication/fido2Methods/${fido?.id ?? ''}`).delete();
const refused = await graph
  .api(
    `/users/${id}/authentication/microsoftAuthenticatorMethods/${methods.value.find((method) => method['@odata.type'].includes('microsoftAuthenticator'))?.id ?? ''}`,
  )
  .delete()
  .then(
    () => 'deleted',
    (error: unknown) => (error as Error).message,
  );

// The connector nests msal-node 2; the instance is the same to it.
const credentials = new MsalServiceClientCredentialsFactory(
  env('BOT_ID'),
  app(env('BOT_ID'), env('BOT_PASSWORD')) as never,
);
const authentication = BotFrameworkAuthenticationFactory.create(
  '',
  true,
  `${env('LOGIN_URL')}/${env('TENANT_ID')}`,
  'https://api.botframework.com',
  env('BOT_TOKEN_ISSUER'),
  '',
  env('BOT_OPENID_METADATA_URL'),
  env('BOT_OPENID_METADATA_URL'),
  '',
  credentials,
  new AuthenticationConfiguration(),
);
const activity = JSON.parse(env('ACTIVITY')) as Activity;
const verify = (token: string) =>
  authentication.authenticateRequest(activity, `Bearer ${token}`).then(
    () => 'accepted',
    (error: unknown) => (error as Error).message,
  );
const accepted = await authentication.authenticateRequest(activity, `Bearer ${env('TOKEN')}`);
const client = await accepted.connectorFactory?.create(activity.serviceUrl, 'https://api.botframework.com');
const sent = await client?.conversations.sendToConversation(activity.conversation.id, {
  type: 'message',
  text: 'hello from the SDK',
});

console.log(
  JSON.stringify({
    tokenType: result?.tokenType,
    found: people.value.length,
    methods: methods.value.length,
    refused,
    identity: accepted.claimsIdentity.getClaimValue('aud'),
    forged: await verify(env('FORGED_TOKEN')),
    sent: sent?.id,
  }),
);
