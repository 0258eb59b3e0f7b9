import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { DirectoryPerson, Privileges } from '../../core/ports.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCall, type StubCloud } from './fixtures/stubCloud.js';

const user = (displayName: string, more: object = {}) => ({
  id: randomUUID(),
  displayName,
  userPrincipalName: `${displayName.toLowerCase().replace(/[^a-z]+/g, '.')}@example.com`,
  accountEnabled: true,
  ...more,
});
const page = (...value: readonly object[]): StubAnswer => ({ status: 200, body: { value } });
const notFound: StubAnswer = { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'x' } } };
const forbidden: StubAnswer = { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'x' } } };

describe('directory', () => {
  let cloud: StubCloud;
  let product: Product;
  let environment: Record<string, string>;

  before(async () => {
    cloud = await startStubCloud();
    environment = cloud.environment();
    product = await startProduct(environment);
  });
  beforeEach(async () => {
    // Past everything an earlier test left in memory.
    await product.ask('test.skip', 60 * 60_000);
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const graphCalls = () => cloud.calls.filter(({ path }) => path.startsWith('/v1.0/'));

  it('a person is read with what the request needs', async () => {
    const found = user('Priya Nair', {
      jobTitle: 'Nurse',
      department: ' ',
      country: 'GB',
      businessPhones: ['', '+44 20 7946 0000'],
      mobilePhone: '+44 7700 900123',
      mail: 'priya@example.com',
      otherMails: ['home@example.org'],
      lastPasswordChangeDateTime: '2026-11-20T10:00:00Z',
    });
    cloud.graph(() => ({ status: 200, body: found }));
    expect(await product.ask('directory.person', found.id)).to.deep.equal({
      id: found.id,
      name: 'Priya Nair',
      title: 'Nurse',
      department: undefined,
      country: 'GB',
      phone: '+44 20 7946 0000',
      mail: 'priya@example.com',
      otherMails: ['home@example.org'],
      userPrincipalName: 'priya.nair@example.com',
      enabled: true,
      guest: false,
      passwordChangedAt: Date.parse('2026-11-20T10:00:00Z'),
    });
    expect(graphCalls()[0]?.query.get('$select')).to.include('accountEnabled');
  });

  it('guests and disabled people are flagged, whichever way the directory says it', async () => {
    const read = async (more: object) => {
      cloud.graph(() => ({ status: 200, body: user('Sam', more) }));
      return product.ask<DirectoryPerson>('directory.person', 'x');
    };
    expect(await read({ userType: 'Guest' })).to.include({ guest: true });
    expect(await read({ userPrincipalName: 'sam_partner.com#EXT#@example.com' })).to.include({ guest: true });
    expect(await read({ accountEnabled: false })).to.include({ enabled: false });
    expect(await read({ accountEnabled: null })).to.include({ enabled: false });
  });

  it('nobody is undefined; an error is an error', async () => {
    cloud.graph(() => notFound);
    expect(await product.ask('directory.person', 'x')).to.equal(undefined);
    expect(await product.ask('directory.manager', 'x')).to.equal(undefined);
    cloud.graph(() => forbidden);
    expect(await product.failure('directory.person', 'x')).to.include({ status: 403 });
    // Something between us and Graph knows nothing about people.
    cloud.graph(() => ({ status: 404, body: 'no route' }));
    expect(await product.failure('directory.manager', 'x')).to.include({ status: 404 });
  });

  it('search asks the index, escapes what was typed, and ranks the answer', async () => {
    const people = [
      user('Zoe Annan'),
      user('Joanna Ann-Smith', { accountEnabled: false }),
      user('Anna Ono'),
      user('Ann'),
      user('Sam Other', { userPrincipalName: 'ann@example.com' }),
      user('Ánn Bell', { accountEnabled: false }),
    ];
    cloud.graph(() => page(...people));
    const found = await product.ask<DirectoryPerson[]>('directory.search', ' a\u0000n\\"n ', 10);
    expect(found).to.have.length(6);
    const [call] = graphCalls();
    expect(call?.headers['consistencylevel']).to.equal('eventual');
    expect(call?.query.get('$search')).to.equal(
      '"displayName:a n\\\\\\"n" OR "mail:a n\\\\\\"n" OR "userPrincipalName:a n\\\\\\"n"',
    );

    const names = (await product.ask<DirectoryPerson[]>('directory.search', 'ann', 5)).map(({ name }) => name);
    expect(names).to.deep.equal(['Ann', 'Sam Other', 'Anna Ono', 'Ánn Bell', 'Zoe Annan']);
  });

  it('a text the index refuses is looked up by its beginning, quoted', async () => {
    cloud.graph(({ query }) =>
      query.has('$search')
        ? { status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: 'x' } } }
        : page(user("Conor O'Brien")),
    );
    const [found] = await product.ask<DirectoryPerson[]>('directory.search', "O'Brien", 5);
    expect(found?.name).to.equal("Conor O'Brien");
    const filter = graphCalls()[1]?.query.get('$filter');
    expect(filter)
      .to.match(/^startswith\(displayName,'O''Brien'\) or /)
      .and.include("startswith(mail,'O''Brien')");
  });

  it('an empty or endless text costs nothing', async () => {
    cloud.graph(() => page());
    expect(await product.ask('directory.search', ' \u200b\u0007 ', 5)).to.deep.equal([]);
    expect(graphCalls()).to.deep.equal([]);
    await product.ask('directory.search', 'x'.repeat(5_000), 5);
    expect(graphCalls()[0]?.query.get('$search')).to.have.length.lessThan(400);
  });

  it('members are people, nested groups included, up to the limit', async () => {
    cloud.graph(() => page(user('A'), user('B'), user('C')));
    expect(await product.ask('directory.members', 'g', 2)).to.have.length(2);
    expect(graphCalls()[0]?.path).to.equal('/v1.0/groups/g/transitiveMembers/microsoft.graph.user');
    expect(graphCalls()[0]?.headers['consistencylevel']).to.equal('eventual');
  });

  it('groups are checked twenty at a time, each once', async () => {
    const groups = Array.from({ length: 45 }, () => randomUUID());
    cloud.graph(({ body }) => ({
      status: 200,
      body: { value: (body as { groupIds: string[] }).groupIds.filter((id) => id === groups[0] || id === groups[44]) },
    }));
    expect(await product.ask('directory.groupsAmong', 'p', [...groups, ...groups])).to.deep.equal([
      groups[0],
      groups[44],
    ]);
    expect(graphCalls().map(({ body }) => (body as { groupIds: string[] }).groupIds.length)).to.deep.equal([20, 20, 5]);
    cloud.calls.length = 0;
    expect(await product.ask('directory.groupsAmong', 'p', [])).to.deep.equal([]);
    expect(graphCalls()).to.deep.equal([]);
  });

  describe('privileges', () => {
    const person = randomUUID();
    const roleGroup = randomUUID();
    const group = (more: object = {}) => ({
      '@odata.type': '#microsoft.graph.group',
      id: randomUUID(),
      securityEnabled: true,
      isAssignableToRole: null,
      ...more,
    });
    const ELIGIBLE_GROUPS = '/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances';
    interface World {
      memberships?: readonly object[];
      assigned?: Readonly<Record<string, string>>;
      eligible?: Readonly<Record<string, string>>;
      eligibleFor?: readonly string[];
      owners?: readonly string[];
      instead?: (call: StubCall) => StubAnswer | undefined;
    }
    const principal = ({ query }: StubCall) => /principalId eq '(.+)'/.exec(query.get('$filter') ?? '')?.[1] ?? '';
    const roles = (from: Readonly<Record<string, string>> = {}, call: StubCall) => {
      const role = from[principal(call)];
      return role === undefined ? page() : page({ roleDefinitionId: role, id: 'x' });
    };
    const world = ({ memberships = [group()], assigned, eligible, eligibleFor = [], owners = [], instead }: World) => {
      cloud.graph((call) => {
        const other = instead?.(call);
        if (other) return other;
        if (call.path.endsWith('/transitiveMemberOf')) return page(...memberships);
        if (call.path.endsWith('/roleAssignments')) return roles(assigned, call);
        if (call.path.endsWith('/roleEligibilityScheduleInstances')) return roles(eligible, call);
        if (call.path.endsWith(ELIGIBLE_GROUPS) && principal(call) === person)
          return page(...eligibleFor.map((groupId) => ({ groupId, accessId: 'member' })));
        if (call.path.includes("(appId='")) return page(...owners.map((id) => ({ id })));
        return { status: 500 };
      });
    };
    const ask = () => product.ask<Privileges>('directory.privileges', person);

    it('an ordinary person has none', async () => {
      world({});
      expect(await ask()).to.deep.equal({
        roles: [],
        roleAssignableGroups: [],
        eligibleGroups: [],
        ownsRegistration: false,
      });
    });

    it('roles count held directly, eligible, and by both ways through a group', async () => {
      world({
        memberships: [
          group({ id: roleGroup, isAssignableToRole: true }),
          group(),
          { '@odata.type': '#microsoft.graph.directoryRole', id: 'r', roleTemplateId: 'activated' },
          { '@odata.type': '#microsoft.graph.administrativeUnit', id: 'u' },
        ],
        assigned: { [person]: 'direct', [roleGroup]: 'throughGroup' },
        eligible: { [person]: 'eligible', [roleGroup]: 'eligibleThroughGroup' },
      });
      const { roles: found, roleAssignableGroups } = await ask();
      expect(found).to.have.members(['activated', 'direct', 'throughGroup', 'eligible', 'eligibleThroughGroup']);
      expect(roleAssignableGroups).to.deep.equal([roleGroup]);
    });

    it('groups they may activate count, each once', async () => {
      world({ eligibleFor: ['one', 'other', 'one'] });
      expect(await ask()).to.deep.include({ eligibleGroups: ['one', 'other'] });
    });

    it('an owner of either registration is one, by the application or its service principal', async () => {
      for (const app of ['BOT_ID', 'GRAPH_CLIENT_ID'])
        for (const kind of ['applications', 'servicePrincipals']) {
          await product.ask('test.skip', 10 * 60_000);
          const wanted = `/v1.0/${kind}(appId='${environment[app] ?? ''}')/owners`;
          world({ instead: ({ path }) => (path === wanted ? page({ id: person.toUpperCase() }) : undefined) });
          expect(await ask(), wanted).to.include({ ownsRegistration: true });
        }
    });

    it('owners are asked for again after five minutes, not before', async () => {
      const asked = () => graphCalls().filter(({ path }) => path.endsWith('/owners')).length;
      world({ owners: [person] });
      await ask();
      world({});
      await product.ask('test.skip', 4 * 60_000);
      expect(await ask()).to.include({ ownsRegistration: true });
      expect(asked()).to.equal(4);
      await product.ask('test.skip', 2 * 60_000);
      expect(await ask()).to.include({ ownsRegistration: false });
    });

    it('a managed identity has no application, and that is no failure', async () => {
      world({ instead: ({ path }) => (path.startsWith('/v1.0/applications(') ? notFound : undefined) });
      expect(await ask()).to.include({ ownsRegistration: false });
    });

    for (const part of [
      'transitiveMemberOf',
      'roleAssignments',
      'roleEligibilityScheduleInstances',
      ELIGIBLE_GROUPS,
      'owners',
    ]) {
      it(`${part} that can't be read is an error, never "none"`, async () => {
        world({ instead: ({ path }) => (path.endsWith(part) ? forbidden : undefined) });
        expect(await product.failure('directory.privileges', person)).to.include({ status: 403 });
        // Nor is a failure remembered as an answer; the owners that could be read are.
        await product.ask('test.skip', part === 'owners' ? 0 : 10 * 60_000);
        world({ owners: [person] });
        expect(await ask()).to.include({ ownsRegistration: true });
      });
    }

    it('a role-assignable group whose roles can not be read is an error', async () => {
      world({
        memberships: [group({ id: roleGroup, isAssignableToRole: true })],
        instead: (call) => (principal(call) === roleGroup ? forbidden : undefined),
      });
      expect(await product.failure('directory.privileges', person)).to.include({ status: 403 });
    });

    it('fields that Graph hides for want of a permission are an error', async () => {
      world({
        memberships: [
          { '@odata.type': '#microsoft.graph.group', id: 'g', securityEnabled: null, isAssignableToRole: null },
        ],
      });
      const error = await product.failure('directory.privileges', person);
      expect(error.name).to.equal('DirectoryHiddenError');
      expect(error.message).to.include('GroupMember.Read.All');
      world({ memberships: [{ '@odata.type': '#microsoft.graph.directoryRole', id: 'r', roleTemplateId: null }] });
      expect((await product.failure('directory.privileges', person)).name).to.equal('DirectoryHiddenError');
    });

    it('a tenant without a P2 licence has no eligible roles and groups', async () => {
      world({
        instead: ({ path }) =>
          path.endsWith('ligibilityScheduleInstances')
            ? { status: 400, body: { error: { code: 'AadPremiumLicenseRequired', message: 'x' } } }
            : undefined,
      });
      expect(await ask()).to.deep.include({ roles: [], eligibleGroups: [] });
    });
  });
});
