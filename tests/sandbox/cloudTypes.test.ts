import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Cloud, cast, groupNames, startCloud } from '../../sandbox/cloud/index.js';
import { methodTypes, type MethodType } from '../../sandbox/cloud/directory/methodTypes.js';
import names from '../../sandbox/cloud/graph/propertyNames.json' with { type: 'json' };
import { type GraphCaller, graphAs } from './support.js';

interface GraphType {
  properties: Record<string, string>;
  navigation: Record<string, string>;
}

const metadata = JSON.parse(readFileSync(new URL('../data/graph-v1.0-types.json', import.meta.url), 'utf8')) as {
  types: Record<string, GraphType>;
  enums: Record<string, string[]>;
};

/** What in a body is not as Graph's own metadata has it: unknown properties, values of another type or outside an enum. */
function faultsOf(body: Record<string, unknown>, type: string, at = type): string[] {
  const known = metadata.types[type];
  if (!known) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (name.startsWith('@')) return [];
    const declared = known.properties[name] ?? known.navigation[name];
    return declared === undefined ? [`${at}.${name} is unknown`] : valueFaults(value, declared, `${at}.${name}`);
  });
}

function valueFaults(value: unknown, declared: string, at: string): string[] {
  if (value === null) return [];
  const item = /^Collection\((.+)\)$/.exec(declared)?.[1];
  if (item !== undefined)
    return Array.isArray(value)
      ? value.flatMap((one) => valueFaults(one, item, `${at}[]`))
      : [`${at} is no collection`];
  const members = metadata.enums[declared];
  if (members)
    return members.some((member) => member === value) ? [] : [`${at} is ${JSON.stringify(value)}, not of ${declared}`];
  const primitive: Record<string, (value: unknown) => boolean> = {
    'Edm.String': (one) => typeof one === 'string',
    'Edm.Boolean': (one) => typeof one === 'boolean',
    'Edm.Int32': Number.isInteger,
    'Edm.DateTimeOffset': (one) => typeof one === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(one),
  };
  const fits = primitive[declared];
  if (fits) return fits(value) ? [] : [`${at} is no ${declared}`];
  if (typeof value !== 'object') return [`${at} is no ${declared}`];
  const marked = (value as Record<string, unknown>)['@odata.type'];
  return faultsOf(
    value as Record<string, unknown>,
    typeof marked === 'string' ? marked.replace('#microsoft.graph.', '') : declared,
    at,
  );
}

describe('the simulated cloud: bodies as Graph’s metadata has them', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  before(async () => {
    cloud = await startCloud();
    graph = await graphAs(cloud, [...cloud.graphApp.graphRoles, 'TeamsAppInstallation.ReadWriteForUser.All']);
    cloud.teams.preinstall([cast.target]);
    cloud.directory.registerMethod(cast.target, 'email');
    cloud.directory.setPhone(cast.target, { mobile: '+44 7700 900001', business: [] });
    cloud.directory.setManager(cast.target, cast.approver);
    cloud.directory.signIn(cast.target, 'GB', { errorCode: 50072 });
  });
  after(() => cloud.close());

  const user = (name: string) => `/v1.0/users/${cloud.directory.user(name).id}`;
  const reads: readonly [type: string, path: () => string][] = [
    ['user', () => '/v1.0/users?$top=999'],
    ['user', () => `/v1.0/users?$top=999&$select=${names.user.join(',')}`],
    ['user', () => `${user(cast.target)}?$expand=manager`],
    ['user', () => `${user(cast.target)}/manager`],
    ['directoryObject', () => `${user(cast.administrator)}/transitiveMemberOf`],
    ['group', () => `/v1.0/groups/${cloud.directory.group(groupNames.finance).id}`],
    ['directoryObject', () => `/v1.0/groups/${cloud.directory.group(groupNames.allStaff).id}/members?$top=999`],
    ['unifiedRoleAssignment', () => '/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition,principal'],
    ['unifiedRoleEligibilityScheduleInstance', () => '/v1.0/roleManagement/directory/roleEligibilityScheduleInstances'],
    ['unifiedRoleDefinition', () => '/v1.0/roleManagement/directory/roleDefinitions'],
    ['servicePrincipal', () => '/v1.0/servicePrincipals'],
    ['authenticationMethod', () => `${user(cast.everything)}/authentication/methods`],
    [
      'userRegistrationDetails',
      () => `/v1.0/reports/authenticationMethods/userRegistrationDetails/${cloud.directory.user(cast.everything).id}`,
    ],
    ['directoryAudit', () => '/v1.0/auditLogs/directoryAudits'],
    ['signIn', () => '/v1.0/auditLogs/signIns'],
    ['mailboxSettings', () => `${user(cast.target)}/mailboxSettings`],
    ['presence', () => `${user(cast.target)}/presence`],
    ['teamsApp', () => '/v1.0/appCatalogs/teamsApps'],
    ['teamsAppInstallation', () => `${user(cast.target)}/teamwork/installedApps?$expand=teamsApp,teamsAppDefinition`],
  ];
  for (const [type, path] of reads) {
    it(`${type}: ${path.toString().replace(/^\(\) => /, '')}`, async () => {
      const reply = await graph('GET', path());
      expect(reply.status).to.equal(200);
      const items = (Array.isArray(reply.body.value) ? reply.body.value : [reply.body]) as Record<string, unknown>[];
      expect(items).to.not.be.empty;
      for (const item of items) {
        const marked = item['@odata.type'];
        expect(
          faultsOf(item, typeof marked === 'string' ? marked.replace('#microsoft.graph.', '') : type),
        ).to.deep.equal([]);
      }
    });
  }

  for (const [type, kind] of Object.entries(methodTypes) as [MethodType, (typeof methodTypes)[MethodType]][]) {
    if (kind.version === 'beta') continue;
    it(`${kind.odataType} in its own collection`, async () => {
      const reply = await graph('GET', `${user(cast.everything)}/authentication/${kind.collection}`);
      expect(reply.body.value, type).to.not.be.empty;
      for (const item of reply.body.value as unknown as Record<string, unknown>[])
        expect(faultsOf(item, kind.odataType)).to.deep.equal([]);
    });
  }

  it('the check itself sees an unknown property, a wrong type and a value outside its enum', () => {
    expect(faultsOf({ shoeSize: 9 }, 'user')).to.deep.equal(['user.shoeSize is unknown']);
    expect(faultsOf({ accountEnabled: 'yes' }, 'user')).to.deep.equal(['user.accountEnabled is no Edm.Boolean']);
    expect(faultsOf({ phoneType: 'carPhone' }, 'phoneAuthenticationMethod')).to.have.length(1);
  });

  it('the names $select knows are those of the metadata', () => {
    for (const [type, properties] of Object.entries(names)) {
      const known = metadata.types[type];
      if (!known) continue;
      expect(
        Object.keys(known.properties).filter((name) => !properties.includes(name)),
        type,
      ).to.deep.equal([]);
      expect(
        properties.filter((name) => !(name in known.properties) && !(name in known.navigation)),
        type,
      ).to.deep.equal([]);
    }
  });
});
