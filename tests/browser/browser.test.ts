import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { openBrowser } from '../../sandbox/browser/browser.js';

const NOWHERE = '/nowhere';
const PAGE = `<!doctype html><title>A page</title><button onclick="this.textContent = 'Tapped'">Tap</button>`;

describe('a browser for tests', function () {
  // npm’s is 65 MB to load and 200 MB to unpack, once on a machine.
  this.timeout(180_000);
  let server: Server;
  let address: string;

  before(async () => {
    server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const machines = [
    { machine: 'this machine', environment: process.env },
    { machine: 'a machine without one', environment: { PATH: NOWHERE } },
  ];
  for (const { machine, environment } of machines)
    it(`loads a page and taps its button on ${machine}, context after context`, async () => {
      const browser = await openBrowser(environment);
      try {
        for (const language of ['en-GB', 'de-DE']) {
          const context = await browser.newContext({ locale: language });
          const page = await context.newPage();
          await page.goto(address);
          await page.getByRole('button', { name: 'Tap' }).click();
          expect(await page.getByRole('button').textContent()).to.equal('Tapped');
          expect(await page.evaluate('navigator.language')).to.equal(language);
          await context.close();
        }
      } finally {
        await browser.close();
      }
    });

  it('is the named one or none', async () => {
    const failure = await openBrowser({ ...process.env, CHROMIUM_PATH: NOWHERE }).then(
      () => undefined,
      (reason: unknown) => String(reason),
    );
    expect(failure).to.contain(NOWHERE).and.to.contain('CHROMIUM_PATH');
  });
});
