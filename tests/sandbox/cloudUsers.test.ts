import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { type Body, type GraphCaller, graphAs } from './support.js';

describe('the simulated cloud: users', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  before(async () => {
    cloud = await startCloud();
    graph = await graphAs(cloud);
  });
  after(() => cloud.close());

  const eventual = { headers: { ConsistencyLevel: 'eventual' } };
  const names = (body: Body) => body.value.map((user) => user.displayName).sort();
  const search = async (text: string) =>
    names((await graph('GET', `/v1.0/users?$search=${encodeURIComponent(text)}&$top=999`, eventual)).body);
  const filter = (text: string, more = '') => graph('GET', `/v1.0/users?$filter=${encodeURIComponent(text)}${more}`);

  describe('$search', () => {
    it('is refused without ConsistencyLevel: eventual', async () => {
      const reply = await graph('GET', `/v1.0/users?$search=${encodeURIComponent('"displayName:priya"')}`);
      expect([reply.status, reply.body.error.code]).to.deep.equal([400, 'Request_UnsupportedQuery']);
    });
    it('finds by the beginning of any word of the display name, in any letters', async () => {
      expect(await search('"displayName:PRI"')).to.deep.equal(['Priya Raman']);
      expect(await search('"displayName:raman"')).to.deep.equal(['Priya Raman']);
      expect(await search('"displayName:alex"')).to.deep.equal(['Alex Chen', 'Alex Novak', 'Alex Osei']);
      expect(await search('"displayName:aman"')).to.deep.equal([]);
    });
    it('asks for every word given', async () => {
      expect(await search('"displayName:alex nov"')).to.deep.equal(['Alex Novak']);
    });
    it('joins clauses by OR and by AND', async () => {
      expect(await search('"displayName:priya" OR "mail:alex.chen"')).to.deep.equal(['Alex Chen', 'Priya Raman']);
      expect(await search('"displayName:alex" AND "mail:alex.o"')).to.deep.equal(['Alex Osei']);
    });
    it('looks only at the beginning of an address', async () => {
      expect(await search('"mail:novak"')).to.deep.equal([]);
    });
    it('is a syntax error without its quotes', async () => {
      const reply = await graph('GET', '/v1.0/users?$search=displayName:priya', eventual);
      expect([reply.status, reply.body.error.code]).to.deep.equal([400, 'BadRequest']);
    });
  });

  describe('$filter', () => {
    it('knows startswith, eq, and, or, brackets and doubled quotes', async () => {
      expect(names((await filter("startswith(displayName,'pri') or startswith(surname,'Osei')")).body)).to.deep.equal([
        'Alex Osei',
        'Priya Raman',
      ]);
      expect(
        names((await filter("givenName eq 'Alex' and (surname eq 'Chen' or surname eq 'Nobody')")).body),
      ).to.deep.equal(['Alex Chen']);
      expect(names((await filter("userPrincipalName eq 'PRIYA.RAMAN@contoso.example'")).body)).to.deep.equal([
        'Priya Raman',
      ]);
      expect((await filter("surname eq 'O''Rourke'", '&$top=999')).body.value).to.have.length.above(0);
    });
    it('reaches properties that are not selected', async () => {
      const reply = await filter("mail eq 'priya.raman@contoso.example'", '&$select=id');
      expect(reply.body.value).to.deep.equal([{ id: cloud.directory.user(cast.target).id }]);
    });
    it('refuses ne and not unless the query is an advanced one', async () => {
      expect((await filter("userType ne 'Guest'")).status).to.equal(400);
      const advanced = await graph(
        'GET',
        `/v1.0/users?$count=true&$filter=${encodeURIComponent("userType ne 'Guest'")}`,
        eventual,
      );
      expect(advanced.status).to.equal(200);
      expect(advanced.body['@odata.count']).to.equal(
        cloud.directory.people.filter((person) => person.userType === 'Member').length,
      );
    });
    it('refuses what cannot be filtered and what is no filter', async () => {
      for (const text of ["aboutMe eq 'x'", "displayName like 'x'", "displayName eq 'x", 'displayName eq']) {
        expect((await filter(text)).status, text).to.equal(400);
      }
    });
  });

  describe('$select', () => {
    it('without it, the documented default properties come', async () => {
      const reply = await graph('GET', `/v1.0/users/${cloud.directory.user(cast.target).id}`);
      expect(
        Object.keys(reply.body)
          .filter((name) => !name.startsWith('@'))
          .sort(),
      ).to.deep.equal([
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ]);
    });
    it('with it, exactly what was asked for, accountEnabled too', async () => {
      const reply = await graph(
        'GET',
        `/v1.0/users/${cloud.directory.user(cast.disabled).id}?$select=accountEnabled,displayName`,
      );
      expect(reply.body).to.deep.include({ accountEnabled: false, displayName: cast.disabled });
      expect(reply.body).to.not.have.property('id');
    });
    it('a property that is not the type’s is 400 by name', async () => {
      const reply = await graph('GET', '/v1.0/users?$select=id,shoeSize');
      expect(reply.status).to.equal(400);
      expect(reply.body.error.message).to.include(
        "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'",
      );
    });
  });

  describe('paging', () => {
    it('hands out everybody once, page by page, to the last', async () => {
      const seen: string[] = [];
      let pages = 0;
      for (let link: string | undefined = '/v1.0/users?$top=100&$select=id'; link !== undefined; pages += 1) {
        const reply = await graph('GET', link);
        seen.push(...reply.body.value.map((user) => user.id));
        link = reply.body['@odata.nextLink'];
      }
      expect(pages).to.equal(3);
      expect(new Set(seen).size).to.equal(cloud.directory.people.length);
      expect(seen).to.have.length(cloud.directory.people.length);
    });
    it('a page that ends exactly at the end has no next one', async () => {
      const first = await graph('GET', '/v1.0/users?$top=120&$select=id');
      expect((await graph('GET', first.body['@odata.nextLink']!)).body).to.not.have.property('@odata.nextLink');
    });
    it('keeps the query in the link', async () => {
      const reply = await graph(
        'GET',
        `/v1.0/users?$search=${encodeURIComponent('"displayName:alex"')}&$top=2&$select=displayName`,
        eventual,
      );
      expect(reply.body.value).to.have.length(2);
      const next = await graph('GET', reply.body['@odata.nextLink']!, eventual);
      expect(Object.keys(next.body.value[0]!)).to.deep.equal(['displayName']);
      expect(next.body.value).to.have.length(1);
      expect(next.body).to.not.have.property('@odata.nextLink');
    });
    it('refuses a page of 1,000 and a made-up token', async () => {
      expect((await graph('GET', '/v1.0/users?$top=1000')).status).to.equal(400);
      expect((await graph('GET', '/v1.0/users?$skiptoken=abc')).body.error.code).to.equal('Directory_ExpiredPageToken');
    });
  });

  describe('one person', () => {
    it('is found by id and by user principal name, also a guest’s', async () => {
      for (const name of [cast.target, cast.guest]) {
        const { id, userPrincipalName } = cloud.directory.user(name);
        expect((await graph('GET', `/v1.0/users/${encodeURIComponent(userPrincipalName)}`)).body.id).to.equal(id);
      }
    });
    it('nobody is 404 Request_ResourceNotFound', async () => {
      const reply = await graph('GET', '/v1.0/users/nobody@contoso.example');
      expect([reply.status, reply.body.error.code]).to.deep.equal([404, 'Request_ResourceNotFound']);
    });
    it('has a manager, also by $expand; the CEO has none', async () => {
      const { id } = cloud.directory.user(cast.target);
      const manager = await graph('GET', `/v1.0/users/${id}/manager?$select=id,displayName`);
      expect(manager.body).to.deep.include({ '@odata.type': '#microsoft.graph.user', displayName: cast.approver });
      const expanded = await graph('GET', `/v1.0/users/${id}?$select=id&$expand=manager($select=displayName)`);
      expect(expanded.body.manager.displayName).to.equal(cast.approver);
      const none = await graph('GET', `/v1.0/users/${cloud.directory.user(cast.ceo).id}/manager`);
      expect([none.status, none.body.error.code]).to.deep.equal([404, 'Request_ResourceNotFound']);
    });
    it('can be blocked and allowed to sign in', async () => {
      const { id } = cloud.directory.user(cast.phoneOnly);
      expect((await graph('PATCH', `/v1.0/users/${id}`, { body: { accountEnabled: false } })).status).to.equal(204);
      expect(cloud.directory.user(id).accountEnabled).to.equal(false);
      expect((await graph('PATCH', `/v1.0/users/${id}`, { body: { accountEnabled: 'no' } })).status).to.equal(400);
      cloud.directory.enable(id);
    });
  });

  describe('revokeSignInSessions', () => {
    it('answers 200 true and moves the moment from which sessions are valid', async () => {
      const person = cloud.directory.user(cast.target);
      const before = person.signInSessionsValidFromDateTime;
      const reply = await graph('POST', `/v1.0/users/${person.id}/revokeSignInSessions`);
      expect([reply.status, reply.body.value]).to.deep.equal([200, true]);
      expect(person.signInSessionsValidFromDateTime > before).to.equal(true);
    });
    it('succeeds on a guest without effect', async () => {
      const guest = cloud.directory.user(cast.guest);
      const before = guest.signInSessionsValidFromDateTime;
      expect((await graph('POST', `/v1.0/users/${guest.id}/revokeSignInSessions`)).status).to.equal(200);
      expect(guest.signInSessionsValidFromDateTime).to.equal(before);
    });
    for (const role of ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All']) {
      it(`is open to ${role} alone`, async () => {
        const only = await graphAs(cloud, [role]);
        expect(
          (await only('POST', `/v1.0/users/${cloud.directory.user(cast.target).id}/revokeSignInSessions`)).status,
        ).to.equal(200);
      });
    }
  });

  it('without the permission every operation is 403 Authorization_RequestDenied', async () => {
    const nobody = await graphAs(cloud, ['Mail.Send']);
    const { id } = cloud.directory.user(cast.target);
    const calls = [
      ['GET', '/v1.0/users'],
      ['GET', `/v1.0/users/${id}`],
      ['GET', `/v1.0/users/${id}/manager`],
      ['PATCH', `/v1.0/users/${id}`],
      ['POST', `/v1.0/users/${id}/revokeSignInSessions`],
    ] as const;
    for (const [method, path] of calls) {
      const reply = await nobody(method, path);
      expect([reply.status, reply.body.error.code], path).to.deep.equal([403, 'Authorization_RequestDenied']);
    }
  });

  it('every answer has a request-id and gives back the client-request-id, errors inside too', async () => {
    const headers = { 'client-request-id': '5a8c6a1e-0000-4000-8000-000000000001' };
    const good = await graph('GET', '/v1.0/users?$top=1', { headers });
    expect(good.headers['request-id']).to.match(/^[0-9a-f-]{36}$/);
    expect(good.headers['client-request-id']).to.equal(headers['client-request-id']);
    const bad = await graph('GET', '/v1.0/users/nobody', { headers });
    expect(bad.body.error.innerError).to.include({ 'request-id': bad.headers['request-id'], ...headers });
  });

  it('an unknown segment is 400 by name, an unknown method 405', async () => {
    const { id } = cloud.directory.user(cast.target);
    const reply = await graph('GET', `/v1.0/users/${id}/shoes/left`);
    expect([reply.status, reply.body.error.message]).to.deep.equal([
      400,
      "Resource not found for the segment 'shoes'.",
    ]);
    expect((await graph('DELETE', `/v1.0/users/${id}/manager`)).status).to.equal(405);
  });
});
