import { expect } from 'chai';
import { cast } from '../../sandbox/cloud/directory/cast.js';
import { Directory } from '../../sandbox/cloud/directory/directory.js';
import { methodTypes } from '../../sandbox/cloud/directory/methodTypes.js';

describe('the simulated cloud: directory', () => {
  const directory = new Directory();

  it('is the same for the same seed and another for another', () => {
    const people = (seed: number) =>
      new Directory({ seed }).people.map((person) => [person.id, person.displayName, person.managerId]);
    expect(people(1)).to.deep.equal(people(1));
    expect(people(1)).to.not.deep.equal(people(2));
  });

  it('has 240 people of unique names, addresses and numbers', () => {
    for (const key of ['id', 'displayName', 'userPrincipalName'] as const) {
      expect(new Set(directory.people.map((person) => person[key].toLowerCase())).size, key).to.equal(240);
    }
    const mobiles = directory.people.map((person) => person.mobilePhone).filter((phone) => phone !== null);
    expect(new Set(mobiles).size).to.equal(mobiles.length);
  });

  it('has exactly one Priya, three Alexes, accents and other scripts', () => {
    const named = (given: string) => directory.people.filter((person) => person.givenName === given);
    expect(named('Priya').map((person) => person.displayName)).to.deep.equal([cast.target]);
    expect(named('Alex')).to.have.length(3);
    for (const script of [
      /\p{Script=Han}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Greek}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Hangul}/u,
      /[éñüł]/u,
    ]) {
      expect(
        directory.people.some((person) => script.test(person.displayName)),
        String(script),
      ).to.equal(true);
    }
  });

  it('uses reserved names and numbers only', () => {
    for (const person of directory.people) {
      expect(person.userPrincipalName).to.match(/^[a-z0-9.]+(_[a-z.]+#EXT#)?@contoso\.example$/);
      for (const address of [person.mail, ...person.otherMails])
        if (address !== null) expect(address).to.match(/^[a-z0-9.]+@[a-z]+\.example$/);
      for (const phone of [person.mobilePhone, ...person.businessPhones]) {
        if (phone !== null) expect(phone).to.match(/^\+44 (7700 900\d{3}|20 7946 0\d{3})$|^\+1 \d{3} 555 01\d\d$/);
      }
    }
  });

  it('is a tree of managers with the CEO at its root', () => {
    for (const person of directory.people) {
      let above = directory.managerOf(person.id);
      for (let steps = 0; above?.managerId !== undefined; steps += 1) {
        expect(steps).to.be.below(10);
        above = directory.managerOf(above.id);
      }
      if (above) expect(above.displayName).to.equal(cast.ceo);
    }
    expect(directory.managerOf(cast.ceo)).to.equal(undefined);
    expect(directory.managerOf(cast.managerless)).to.equal(undefined);
  });

  it('has guests, disabled accounts and every type of method somewhere', () => {
    expect(directory.people.filter((person) => person.userType === 'Guest').length).to.be.above(3);
    expect(directory.people.filter((person) => !person.accountEnabled).length).to.be.above(3);
    const types = new Set(
      directory.people.flatMap((person) => directory.methods.of(person.id).map((method) => method.type)),
    );
    expect([...types].sort()).to.deep.equal(Object.keys(methodTypes).sort());
  });

  it('names somebody unknown instead of guessing', () => {
    expect(() => directory.user('Nobody Atall')).to.throw('0 people called "Nobody Atall"');
    expect(() => directory.group('No such')).to.throw('no group');
    expect(() => directory.roles.assign('x', 'No such')).to.throw('no role');
  });

  it('takes roles away again', () => {
    const { id } = directory.user(cast.nothing);
    directory.roles.assign(id, 'Helpdesk Administrator');
    directory.roles.makeEligible(id, 'User Administrator');
    directory.roles.withdraw(id);
    expect(
      [...directory.roles.assignments, ...directory.roles.eligibilities].some((one) => one.principalId === id),
    ).to.equal(false);
  });
});
