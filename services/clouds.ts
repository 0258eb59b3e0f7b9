import type { Read } from './settings.js';

/** One Microsoft cloud: every address the service talks to or trusts. */
export interface Cloud {
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly botOpenIdMetadataUrl: string;
  /** Who issues the tokens that come with activities. */
  readonly botTokenIssuer: string;
  /** Audience of the tokens the bot sends to the connector, without `/.default`. */
  readonly botScope: string;
  /** Connectors that may be answered: an https URL, ending in a slash, that the serviceUrl must begin with; or a bare host, on any port. */
  readonly serviceUrls: readonly string[];
  readonly tokenExchangeAudience: string;
  /** What links into Teams begin with. */
  readonly teamsUrl: string;
}

/** The preset that CLOUD names, but for the addresses that are set one by one. */
export function readCloud(read: Read): Cloud {
  const preset = CLOUDS[read('CLOUD') ?? 'public'];
  return {
    loginUrl: read('LOGIN_URL') ?? preset.loginUrl,
    graphUrl: read('GRAPH_URL') ?? preset.graphUrl,
    botOpenIdMetadataUrl: read('BOT_OPENID_METADATA_URL') ?? preset.botOpenIdMetadataUrl,
    botTokenIssuer: read('BOT_TOKEN_ISSUER') ?? preset.botTokenIssuer,
    botScope: preset.botScope,
    serviceUrls: read('SERVICE_URLS') ?? preset.serviceUrls,
    tokenExchangeAudience: preset.tokenExchangeAudience,
    teamsUrl: read('TEAMS_URL') ?? preset.teamsUrl,
  };
}

const CLOUDS: Readonly<Record<'public' | 'usgov', Cloud>> = {
  public: {
    loginUrl: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    botOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    botTokenIssuer: 'https://api.botframework.com',
    botScope: 'https://api.botframework.com',
    // The second serves GCC tenants, which live in the public cloud.
    serviceUrls: ['https://smba.trafficmanager.net/', 'https://smba.infra.gcc.teams.microsoft.com/'],
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    teamsUrl: 'https://teams.microsoft.com',
  },
  // GCC High. DoD differs in GRAPH_URL, SERVICE_URLS and TEAMS_URL.
  usgov: {
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    botTokenIssuer: 'https://api.botframework.us',
    botScope: 'https://api.botframework.us',
    serviceUrls: ['https://smba.infra.gov.teams.microsoft.us/'],
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    teamsUrl: 'https://gov.teams.microsoft.us',
  },
};
