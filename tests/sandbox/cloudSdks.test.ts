import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { PATIENCE } from '../../sandbox/cloud/patience.js';

const run = promisify(execFile);

describe('the simulated cloud and the real SDKs', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  it('msal-node, graph-client and botframework-connector work against it by settings alone', async () => {
    const priya = cloud.teams.user(cast.target);
    cloud.teams.preinstall([cast.target]);
    const activity = priya.activity({ type: 'message', text: 'hi' });
    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('sdkChild.ts', import.meta.url))],
      {
        timeout: PATIENCE,
        env: {
          PATH: process.env.PATH,
          ...cloud.environment(),
          ACTIVITY: JSON.stringify(activity),
          TOKEN: await cloud.teams.tokenFor(),
          FORGED_TOKEN: await cloud.teams.tokenFor({ signature: 'wrong' }),
        },
      },
    );
    const seen = JSON.parse(stdout) as Record<string, unknown>;

    expect(seen).to.include({ tokenType: 'Bearer', found: 1, methods: 5, identity: cloud.bot.appId });
    expect(seen.refused).to.match(/^Cannot delete default method/);
    expect(seen.forged).to.not.equal('accepted');
    expect(priya.botMessages.map((message) => [message.id, message.text])).to.deep.equal([
      [seen.sent, 'hello from the SDK'],
    ]);
    expect(cloud.log.methodDeletes().map(({ collection, applied }) => [collection, applied])).to.deep.equal([
      ['fido2Methods', true],
      ['microsoftAuthenticatorMethods', false],
    ]);
  });
});
