import { expect } from 'chai';
import { type Cloud, cast, groupNames, startCloud } from '../../sandbox/cloud/index.js';
import { ask, type GraphCaller, graphAs, tokenOf } from './support.js';

describe('the simulated cloud: groups, roles, owners', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  before(async () => {
    cloud = await startCloud();
    graph = await graphAs(cloud);
  });
  after(() => cloud.close());

  const id = (name: string) => cloud.directory.user(name).id;
  const items = async (path: string) => (await graph('GET', path)).body.value;
  const names = async (path: string) => (await items(path)).map((item) => item.displayName).sort();

  it('transitiveMemberOf goes through groups in groups, memberOf does not', async () => {
    const all = await names(`/v1.0/users/${id(cast.phoneOnly)}/transitiveMemberOf`);
    expect(all).to.include.members([groupNames.requesters, groupNames.allStaff]);
    const extra = cloud.directory.groups.add({
      displayName: 'Outer',
      members: [cloud.directory.group(groupNames.requesters).id],
    });
    expect(await names(`/v1.0/users/${id(cast.phoneOnly)}/transitiveMemberOf`)).to.include('Outer');
    expect(await names(`/v1.0/users/${id(cast.phoneOnly)}/memberOf`)).to.not.include('Outer');
    cloud.directory.groups.remove(extra.id);
  });

  it('a circle of groups ends', async () => {
    const one = cloud.directory.groups.add({ displayName: 'One', members: [id(cast.nothing)] });
    const two = cloud.directory.groups.add({ displayName: 'Two', members: [one.id] });
    one.members.add(two.id);
    expect(await names(`/v1.0/users/${id(cast.nothing)}/transitiveMemberOf`)).to.include.members(['One', 'Two']);
    expect(await items(`/v1.0/groups/${two.id}/transitiveMembers`)).to.have.length(3);
    cloud.directory.groups.remove('One');
    cloud.directory.groups.remove('Two');
  });

  it('roles show through groups, and the cast to directoryRole leaves the groups out', async () => {
    const roles = `/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId`;
    expect(await names(`/v1.0/users/${id(cast.administrator)}${roles}`)).to.deep.equal(['Global Administrator']);
    expect(await names(`/v1.0/users/${id(cast.administratorThroughGroup)}${roles}`)).to.deep.equal([
      'Exchange Administrator',
    ]);
    expect(await names(`/v1.0/users/${id(cast.administratorEligible)}${roles}`)).to.deep.equal([]);
  });

  it('a role-assignable group says so', async () => {
    const found = await items(
      `/v1.0/users/${id(cast.roleAssignable)}/transitiveMemberOf/microsoft.graph.group?$select=displayName,isAssignableToRole`,
    );
    expect(found).to.deep.include({
      '@odata.type': '#microsoft.graph.group',
      displayName: groupNames.tierZero,
      isAssignableToRole: true,
    });
  });

  it('assignments are direct only: the group’s stand under the group', async () => {
    const of = (principal: string) =>
      items(`/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${principal}'`);
    expect(await of(id(cast.administrator))).to.have.length(1);
    expect(await of(id(cast.administratorThroughGroup))).to.have.length(0);
    expect(await of(cloud.directory.group(groupNames.exchangeAdmins).id)).to.have.length(1);
  });

  it('eligible roles stand by themselves, with their definition when expanded', async () => {
    const found = (
      await graph(
        'GET',
        `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?$filter=principalId eq '${id(cast.administratorEligible)}'&$expand=roleDefinition`,
      )
    ).body.value;
    expect(found).to.have.length(1);
    expect(found[0]!.roleDefinition.displayName).to.equal('Security Administrator');
    expect(
      await items(
        `/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${id(cast.administratorEligible)}'`,
      ),
    ).to.have.length(0);
  });

  it('checkMemberGroups answers with those of the given groups that hold the user, through groups', async () => {
    const groups = [groupNames.allStaff, groupNames.security].map((name) => cloud.directory.group(name).id);
    const reply = await graph('POST', `/v1.0/users/${id(cast.requester)}/checkMemberGroups`, {
      body: { groupIds: groups },
    });
    expect(reply.body.value).to.deep.equal([groups[0]]);
    const many = await graph('POST', `/v1.0/users/${id(cast.requester)}/checkMemberGroups`, {
      body: { groupIds: Array.from({ length: 21 }, () => groups[0]) },
    });
    expect(many.status).to.equal(400);
    const own = await graph('POST', `/v1.0/users/${id(cast.requester)}/getMemberGroups`, {
      body: { securityEnabledOnly: true },
    });
    expect(own.body.value).to.include.members([groups[0], cloud.directory.group(groupNames.requesters).id]);
  });

  it('members of a group come page by page, people only where cast', async () => {
    const { id: group } = cloud.directory.group(groupNames.allStaff);
    const direct = await items(`/v1.0/groups/${group}/members?$top=999`);
    expect(direct.some((item) => item['@odata.type'] === '#microsoft.graph.group')).to.equal(true);
    const seen: string[] = [];
    for (
      let link: string | undefined =
        `/v1.0/groups/${group}/transitiveMembers/microsoft.graph.user?$select=id,displayName&$top=50`;
      link !== undefined;
    ) {
      const reply = await graph('GET', link);
      seen.push(...reply.body.value.map((item) => item.displayName));
      link = reply.body['@odata.nextLink'];
    }
    expect(seen).to.include(cast.phoneOnly);
    expect(new Set(seen).size).to.equal(seen.length);
  });

  it('what a caller may not read of a member comes with its id and null for the rest', async () => {
    const groupReader = await graphAs(cloud, ['GroupMember.Read.All']);
    const people = await groupReader(
      'GET',
      `/v1.0/groups/${cloud.directory.group(groupNames.it).id}/members?$select=id,displayName`,
    );
    expect(people.body.value).to.deep.include({
      '@odata.type': '#microsoft.graph.user',
      id: id(cast.it),
      displayName: null,
    });

    const userReader = await graphAs(cloud, ['User.Read.All']);
    const groups = await userReader(
      'GET',
      `/v1.0/users/${id(cast.roleAssignable)}/transitiveMemberOf/microsoft.graph.group?$select=id,isAssignableToRole`,
    );
    expect(groups.body.value.map((group) => group.isAssignableToRole)).to.deep.equal([null, null]);
  });

  it('leaving and joining show at once', async () => {
    const path = `/v1.0/groups/${cloud.directory.group(groupNames.it).id}/members?$select=displayName`;
    cloud.directory.join(groupNames.it, cast.requester);
    expect(await names(path)).to.include(cast.requester);
    cloud.directory.leave(groupNames.it, cast.requester);
    expect(await names(path)).to.not.include(cast.requester);
  });

  it('the dynamic group is the department', async () => {
    const reply = await graph('GET', `/v1.0/groups/${cloud.directory.group(groupNames.finance).id}`);
    expect(reply.body.groupTypes).to.deep.equal(['DynamicMembership']);
    expect(await names(`/v1.0/groups/${reply.body.id}/members?$top=999`)).to.include(cast.target);
  });

  it('registrations are found by appId and have owners, application and service principal alike', async () => {
    for (const set of ['applications', 'servicePrincipals']) {
      const byFilter = await items(`/v1.0/${set}?$filter=appId eq '${cloud.bot.appId}'`);
      expect(byFilter).to.have.length(1);
      for (const path of [`${set}(appId='${cloud.bot.appId}')`, `${set}/${byFilter[0]!.id}`]) {
        expect(await names(`/v1.0/${path}/owners`), path).to.deep.equal([cast.it]);
      }
    }
    expect(
      (await graph('GET', "/v1.0/applications(appId='11111111-1111-4111-8111-111111111111')/owners")).status,
    ).to.equal(404);
  });

  it('a group that is not there is 404', async () => {
    expect((await graph('GET', '/v1.0/groups/11111111-1111-4111-8111-111111111111/members')).status).to.equal(404);
  });

  const guarded: readonly [string, string, () => string][] = [
    ['RoleManagement.Read.Directory', 'roleAssignments', () => `/v1.0/roleManagement/directory/roleAssignments`],
    [
      'RoleManagement.Read.Directory',
      'roleEligibilityScheduleInstances',
      () => `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances`,
    ],
    [
      'PrivilegedEligibilitySchedule.Read.AzureADGroup',
      'eligibilityScheduleInstances',
      () => `/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=principalId eq 'x'`,
    ],
    ['Application.Read.All', 'owners', () => `/v1.0/applications(appId='${cloud.bot.appId}')/owners`],
    [
      'GroupMember.Read.All',
      'members',
      () => `/v1.0/groups/${cloud.directory.group(groupNames.it).id}/transitiveMembers`,
    ],
  ];
  it('groups that somebody may activate are listed for one person or one group, never for all', async () => {
    const [person, group] = [id(cast.phoneOnly), cloud.directory.group(groupNames.tierZero).id];
    const path = '/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances';
    const end = cloud.directory.groups.makeEligible(person, group);
    for (const filter of [`principalId eq '${person}'`, `groupId eq '${group}'`]) {
      const { body } = await graph('GET', `${path}?$filter=${filter}`);
      expect(body.value).to.have.lengthOf(1);
      expect(body.value[0]).to.include({ principalId: person, groupId: group, accessId: 'member' });
    }
    end();
    expect((await graph('GET', `${path}?$filter=principalId eq '${person}'`)).body.value).to.deep.equal([]);
    expect((await graph('GET', path)).status).to.equal(400);
  });

  for (const [role, what, path] of guarded) {
    it(`${what} needs ${role}`, async () => {
      expect((await (await graphAs(cloud, [role]))('GET', path())).status).to.equal(200);
      const reply = await (await graphAs(cloud, ['User.Read.All']))('GET', path());
      expect([reply.status, reply.body.error.code]).to.deep.equal([403, 'Authorization_RequestDenied']);
    });
  }

  describe('the Teams app', () => {
    const apps = () => `/v1.0/users/${id(cast.approver)}/teamwork/installedApps`;
    const bind = () => ({
      'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${cloud.teams.roster.app.id}`,
    });

    it('is in the catalogue under its manifest’s id', async () => {
      const asBot = await graphAs(cloud, ['AppCatalog.Read.All']);
      const reply = await asBot('GET', `/v1.0/appCatalogs/teamsApps?$filter=externalId eq '${cloud.bot.appId}'`);
      expect(reply.body.value[0]!.id).to.equal(cloud.teams.roster.app.id);
    });
    it('an installation names the app by its whole address in the catalogue', async () => {
      const admin = await graphAs(cloud, ['TeamsAppInstallation.ReadWriteForUser.All']);
      for (const root of ['', 'https://example.org/v1.0'])
        expect(
          (
            await admin('POST', apps(), {
              body: { 'teamsApp@odata.bind': `${root}/appCatalogs/teamsApps/${cloud.teams.roster.app.id}` },
            })
          ).status,
        ).to.equal(400);
    });
    it('the Self permission installs it for the registration in the manifest alone, once', async () => {
      const other = await graphAs(cloud, ['TeamsAppInstallation.ReadWriteSelfForUser.All']);
      expect((await other('POST', apps(), { body: bind() })).status).to.equal(403);
      const token = await tokenOf(cloud, cloud.bot);
      const post = () =>
        ask(
          cloud,
          'POST',
          `${cloud.urls.graph}${apps()}`,
          { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          JSON.stringify(bind()),
        );
      expect((await post()).status).to.equal(201);
      expect((await post()).status).to.equal(409);
      const listed = await ask(
        cloud,
        'GET',
        `${cloud.urls.graph}${apps()}?$expand=teamsApp&$filter=teamsApp/externalId eq '${cloud.bot.appId}'`.replaceAll(
          ' ',
          '%20',
        ),
        { authorization: `Bearer ${token}` },
      );
      expect(listed.body.value[0]!.teamsApp.id).to.equal(cloud.teams.roster.app.id);
      expect(cloud.teams.roster.installation(id(cast.approver))).to.not.equal(undefined);
    });
  });
});
