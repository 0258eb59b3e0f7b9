import { expect } from 'chai';
import { isAllowed } from '../../bot/gate.js';

describe('the list of connectors', () => {
  const cases: readonly (readonly [serviceUrl: string, entry: string, allowed: boolean])[] = [
    ['https://smba.trafficmanager.net/emea/', 'https://smba.trafficmanager.net/', true],
    ['https://smba.trafficmanager.net/emea/', 'https://smba.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net/emea', 'https://smba.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net/emea-evil/', 'https://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net/amer/../emea/', 'https://smba.trafficmanager.net/amer/', false],
    ['https://smba.trafficmanager.net.evil.example/', 'https://smba.trafficmanager.net/', false],
    ['https://evil.example/https://smba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net@evil.example/', 'https://smba.trafficmanager.net/', false],
    ['https://user@smba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://:secret@smba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net\\@evil.example/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net\t.evil.example/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net./', 'https://smba.trafficmanager.net/', false],
    ['https://ѕmba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://smba。trafficmanager。net/', 'https://smba.trafficmanager.net/', false],
    ['https://SMBA.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net:443/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net/emea/%2e%2e/amer/', 'https://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net/emea/?to=evil', 'https://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net/emea/#evil', 'https://smba.trafficmanager.net/emea/', false],
    ['https://evil.smba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['http://smba.trafficmanager.net/', 'https://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net:8443/', 'https://smba.trafficmanager.net/', false],
    ['https://localhost:8443/emea/', 'localhost', true],
    ['http://localhost:8443/emea/', 'localhost', false],
    ['https://localhost.evil.example/', 'localhost', false],
    ['no url at all', 'localhost', false],
    ['', 'localhost', false],
  ];
  for (const [serviceUrl, entry, allowed] of cases)
    it(`${allowed ? 'lets' : 'never lets'} the token go to ${serviceUrl || 'nowhere'} where ${entry} is listed`, () => {
      expect(isAllowed(serviceUrl, [entry])).to.equal(allowed);
    });
});
