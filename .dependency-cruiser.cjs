/** The direction of imports, kept by `npm test`: index → bot, dialogs, web, services, cards → core. */
const product = '^(core|services|bot|dialogs|cards|web)/|^index\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'core-imports-only-itself', severity: 'error', from: { path: '^core/' }, to: { pathNot: '^core/' } },
    {
      name: 'product-never-imports-sandbox',
      severity: 'error',
      from: { path: product },
      to: { path: '^(sandbox|tests|bench)/' },
    },
    {
      name: 'only-index-imports-bot',
      severity: 'error',
      from: { path: product, pathNot: '^(bot/|index\\.ts$)' },
      to: { path: '^bot/' },
    },
    {
      name: 'only-bot-imports-dialogs',
      severity: 'error',
      from: { path: product, pathNot: '^(bot|dialogs)/|^index\\.ts$' },
      to: { path: '^dialogs/' },
    },
    {
      name: 'cards-know-only-core',
      severity: 'error',
      from: { path: '^cards/' },
      to: { path: '^(bot|dialogs|services|web)/' },
    },
    {
      name: 'only-index-imports-web',
      severity: 'error',
      from: { path: product, pathNot: '^(web/|index\\.ts$)' },
      to: { path: '^web/' },
    },
    {
      name: 'web-knows-only-cards-and-core',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(bot|dialogs|services|sandbox)/' },
    },
    {
      name: 'services-import-cards-only-in-effect-handlers',
      severity: 'error',
      from: { path: '^services/', pathNot: '^services/effectHandlers' },
      to: { path: '^cards/' },
    },
    {
      name: 'botbuilder-only-in-bot-and-dialogs',
      severity: 'error',
      from: { path: product, pathNot: '^(bot|dialogs)/' },
      to: { path: 'node_modules/(botbuilder|botframework)' },
    },
    {
      name: 'msal-only-in-identity',
      severity: 'error',
      from: { path: product, pathNot: '^services/identity\\.ts$' },
      to: { path: 'node_modules/@azure/msal-node' },
    },
    {
      name: 'graph-client-only-in-graph',
      severity: 'error',
      from: { path: product, pathNot: '^services/graph/' },
      to: { path: 'node_modules/@microsoft/microsoft-graph-client' },
    },
    { name: 'zod-never-in-core', severity: 'error', from: { path: '^core/' }, to: { path: 'node_modules/zod' } },
    { name: 'not-to-dev-dependency', severity: 'error', from: { path: product }, to: { dependencyTypes: ['npm-dev'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'node', 'default'] },
  },
};
