import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { DirectoryPerson, ListedMethod, MethodList, Privileges, RemovalResult } from '../../core/ports.js';
import { cast, groupNames, phoneIds, startCloud, type Cloud } from '../../sandbox/cloud/index.js';
import { startProduct, type Product } from './fixtures/product.js';

/** The same services against the simulated cloud, by settings alone. */
describe('services in the simulated cloud', () => {
  let cloud: Cloud;
  let product: Product;
  const idOf = (name: string): string => cloud.directory.user(name).id;

  beforeEach(async () => {
    cloud = await startCloud();
    product = await startProduct({
      ...cloud.environment(),
      AUDIT_KEY: randomBytes(32).toString('base64url'),
      LINK_KEY: randomBytes(32).toString('base64url'),
    });
  });
  afterEach(async () => {
    await product.stop();
    await cloud.close();
  });

  it('people are found by name, mail and sign-in name, and their managers with them', async () => {
    const { userPrincipalName } = cloud.directory.user(cast.target);
    for (const text of ['Priya', 'raman', 'Priya Raman', userPrincipalName]) {
      const [best] = await product.ask<DirectoryPerson[]>('directory.search', text, 5);
      expect(best?.name, text).to.equal(cast.target);
    }
    expect(await product.ask('directory.search', 'x" OR "displayName:a', 5)).to.be.an('array');
    const manager = await product.ask<DirectoryPerson>('directory.manager', idOf(cast.target));
    expect(manager.name).to.equal(cast.approver);
    expect(await product.ask('directory.manager', idOf(cast.managerless))).to.equal(undefined);
    expect(await product.ask('directory.person', idOf(cast.guest))).to.include({ guest: true });
    expect(await product.ask('directory.person', idOf(cast.disabled))).to.include({ enabled: false });
    expect(await product.ask('directory.person', '00000000-0000-4000-8000-000000000000')).to.equal(undefined);
  });

  it('nested members and memberships are seen', async () => {
    const [requesters, staff, it] = [groupNames.requesters, groupNames.allStaff, groupNames.it].map(
      (name) => cloud.directory.group(name).id,
    );
    const members = await product.ask<DirectoryPerson[]>('directory.members', requesters, 50);
    expect(members.map(({ name }) => name)).to.include.members([cast.requester, cast.phoneOnly]);
    expect(await product.ask('directory.groupsAmong', idOf(cast.phoneOnly), [requesters, staff, it])).to.have.members([
      requesters,
      staff,
    ]);
  });

  it('the powerful are told from the others', async () => {
    const of = (name: string) => product.ask<Privileges>('directory.privileges', idOf(name));
    expect(await of(cast.target)).to.deep.equal({
      roles: [],
      roleAssignableGroups: [],
      eligibleGroups: [],
      ownsRegistration: false,
    });
    expect((await of(cast.administrator)).roles).to.have.length.greaterThan(0);
    expect((await of(cast.administratorThroughGroup)).roles).to.have.length.greaterThan(0);
    expect((await of(cast.administratorEligible)).roles).to.have.length.greaterThan(0);
    expect((await of(cast.roleAssignable)).roleAssignableGroups).to.deep.equal([
      cloud.directory.group(groupNames.tierZero).id,
    ]);
    expect(await of(cast.it)).to.include({ ownsRegistration: true });
    const { id } = cloud.directory.group(groupNames.tierZero);
    cloud.directory.groups.makeEligible(idOf(cast.phoneOnly), id);
    expect((await of(cast.phoneOnly)).eligibleGroups).to.deep.equal([id]);
  });

  for (const permission of [
    'RoleManagement.Read.Directory',
    'PrivilegedEligibilitySchedule.Read.AzureADGroup',
    'GroupMember.Read.All',
    'Application.Read.All',
  ]) {
    it(`without ${permission} nobody passes for ordinary`, async () => {
      // Directory.Read.All opens the others as well.
      const taken = [permission, 'Directory.Read.All'];
      cloud.graphApp.graphRoles = cloud.graphApp.graphRoles.filter((role) => !taken.includes(role));
      const error = await product.failure('directory.privileges', idOf(cast.target));
      expect(error.name).to.be.oneOf(['GraphError', 'DirectoryHiddenError']);
    });
  }

  it('every method there is can be listed, read and removed, the default last', async () => {
    const user = idOf(cast.everything);
    const removable = async () =>
      (await product.ask<MethodList>('methods.list', user)).methods.filter(
        ({ type }) => type !== 'passwordAuthenticationMethod',
      );
    const types = new Set((await removable()).map(({ type }) => type));
    expect(types).to.include('hardwareOathAuthenticationMethod').and.include('qrCodePinAuthenticationMethod');
    for (const method of await removable())
      expect(await product.ask<ListedMethod>('methods.read', user, method), method.type).to.deep.equal(method);

    const refused: string[] = [];
    for (let pass = 0; pass < 4; pass += 1)
      for (const method of await removable()) {
        const result = await product.ask<RemovalResult>('methods.remove', user, method);
        if (result.result === 'refused') refused.push(`${result.status} ${result.code} ${result.message}`);
      }
    expect(await removable()).to.deep.equal([]);
    for (const refusal of refused) expect(refusal).to.match(/^400 badRequest .*(default|while an alternate)/i);
  });

  it('the deadlock of two phones opens by preferring the mobile', async () => {
    const user = idOf(cast.deadlock);
    const phone = (id: string) => ({ type: 'phoneAuthenticationMethod', id });
    const { defaultHint } = await product.ask<MethodList>('methods.list', user);
    expect(defaultHint).to.equal(phoneIds.alternateMobile);
    const remove = (id: string) => product.ask<RemovalResult>('methods.remove', user, phone(id));
    expect(await remove(phoneIds.alternateMobile)).to.include({ result: 'refused', status: 400 });
    expect(await product.ask('methods.prefer', user, 'sms')).to.deep.equal({ result: 'removed' });
    expect(await remove(phoneIds.alternateMobile)).to.deep.equal({ result: 'removed' });
  });

  it('sessions are revoked, and a mail arrives once', async () => {
    await product.ask('methods.revokeSessions', idOf(cast.target));
    await product.ask('mailer.send', { to: ['priya@example.org'], subject: 'Hello', text: 'One\nTwo' });
    const mail = await cloud.mailbox.waitFor(({ subject }) => subject === 'Hello');
    expect(mail).to.include({ content: 'One\nTwo', contentType: 'text' });
    cloud.faults.add({ service: 'mail', kind: 'applyThenReset' });
    const error = await product.failure('mailer.send', { to: ['priya@example.org'], subject: 'Again', text: 'x' });
    expect(error).to.include({ ambiguous: true });
    expect(cloud.mailbox.all.filter(({ subject }) => subject === 'Again')).to.have.length(1);
  });

  it('a wrong secret is named', async () => {
    cloud.graphApp.secrets = [{ value: 'another' }];
    expect(await product.failure('directory.person', idOf(cast.target))).to.include({ code: 'AADSTS7000215' });
  });
});
