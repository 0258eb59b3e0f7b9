import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { type GraphCaller, graphAs } from './support.js';

interface Entry {
  readonly activityDisplayName: string;
  readonly loggedByService: string;
  readonly initiatedBy: { readonly user: { readonly id: string } | null };
  readonly targetResources: readonly { readonly id: string; readonly modifiedProperties: readonly object[] }[];
}

describe('the simulated cloud: what the audit log says of the directory’s own changes', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  before(async () => {
    cloud = await startCloud();
    graph = await graphAs(cloud);
  });
  after(() => cloud.close());

  const id = (name: string) => cloud.directory.user(name).id;
  const audits = (filter: string) =>
    graph('GET', `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`);
  const entriesOf = async (name: string): Promise<readonly Entry[]> =>
    (await audits(`targetResources/any(t:t/id eq '${id(name)}')`)).body.value as unknown as readonly Entry[];

  it('a number that changed stands there with its value before and after, as JSON in a string', async () => {
    const before = cloud.directory.user(cast.target).mobilePhone;
    cloud.directory.setPhone(cast.target, { mobile: '+44 7700 900042', business: [] }, cast.target);
    expect(cloud.directory.user(cast.target)).to.deep.include({ mobilePhone: '+44 7700 900042', businessPhones: [] });
    const [entry] = await entriesOf(cast.target);
    expect(entry).to.include({ activityDisplayName: 'Update user', loggedByService: 'Core Directory' });
    expect(entry?.initiatedBy.user?.id).to.equal(id(cast.target));
    expect(entry?.targetResources[0]?.modifiedProperties).to.deep.include.members([
      { displayName: 'Mobile', oldValue: JSON.stringify([before].flat()), newValue: '["+44 7700 900042"]' },
      { displayName: 'Included Updated Properties', oldValue: null, newValue: '"Mobile, TelephoneNumber"' },
    ]);
  });

  it('a change of manager names the person and the manager', async () => {
    cloud.directory.setManager(cast.requester, cast.backup);
    expect(cloud.directory.managerOf(cast.requester)?.id).to.equal(id(cast.backup));
    const [entry] = await entriesOf(cast.requester);
    expect(entry).to.include({ activityDisplayName: 'Set user manager' });
    expect(entry?.initiatedBy.user?.id).to.equal(id(cast.administrator));
    expect(entry?.targetResources.map((target) => target.id)).to.deep.equal([id(cast.requester), id(cast.backup)]);
    expect(await entriesOf(cast.backup)).to.deep.equal([entry]);
    cloud.directory.setManager(cast.requester, undefined);
    expect((await entriesOf(cast.requester))[0]).to.include({ activityDisplayName: 'Remove user manager' });
  });

  it('entries are found from a moment on, and can’t be found by their result', async () => {
    cloud.directory.setPhone(cast.nothing, { mobile: null });
    const from = (moment: number) =>
      audits(
        `activityDateTime ge ${new Date(moment).toISOString()} and targetResources/any(t:t/id eq '${id(cast.nothing)}')`,
      );
    expect((await from(Date.now() - 60_000)).body.value).to.have.length(1);
    expect((await from(Date.now() + 60_000)).body.value).to.have.length(0);
    expect((await audits("result eq 'success'")).status).to.equal(400);
  });
});
