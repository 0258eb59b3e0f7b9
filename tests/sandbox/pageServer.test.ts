import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { pageAssets } from '../../sandbox/page/assets.js';
import type { ActAnswer, Change } from '../../sandbox/page/protocol.js';
import { Sandbox } from '../../sandbox/page/sandbox.js';
import { type PageServer, servePage } from '../../sandbox/page/server.js';
import { eventually } from '../eventually.js';

const MB = 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

describe('the server of the sandbox’s page', () => {
  let sandbox: Sandbox;
  let server: PageServer;
  let port: number;
  const json = { 'Content-Type': 'application/json' };

  before(async () => {
    sandbox = await Sandbox.start({ pace: 0 });
    server = await servePage(sandbox, await pageAssets(), 0);
    port = Number(new URL(server.url).port);
  });
  after(async () => {
    await server.close();
    await sandbox.close();
  });

  async function ask(path: string, { body, ...options }: RequestOptions & { body?: string } = {}): Promise<Reply> {
    const sent = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', ...options });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const part of answer.setEncoding('utf8') as AsyncIterable<string>) text += part;
    return { status: answer.statusCode ?? 0, headers: answer.headers, text };
  }
  async function act(name: string, fields: object | string): Promise<ActAnswer & { readonly status: number }> {
    const body = typeof fields === 'string' ? fields : JSON.stringify(fields);
    const { status, text } = await ask(`/acts/${name}`, { body, headers: json });
    return { status, ...(JSON.parse(text) as ActAnswer) };
  }
  const sam = () => sandbox.world.cloud.teams.user('Sam Whitfield');

  describe('who may ask', () => {
    it('is whoever sits at this machine: it listens on 127.0.0.1 and on nothing else', async () => {
      expect(server.url).to.equal(`http://127.0.0.1:${port}`);
      expect(await canConnect('127.0.0.1', port)).to.equal(true);
      for (const other of ['127.0.0.2', '::1']) expect(await canConnect(other, port), other).to.equal(false);
    });

    it('is nobody who gives the address another name', async () => {
      for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`]) {
        const { status, text } = await ask('/', { headers: { Host: host } });
        expect(status, host).to.equal(403);
        expect(text, host).to.include('Open the page by the address that was printed.');
      }
      expect((await ask('/', { headers: { Host: `localhost:${port}` } })).status).to.equal(200);
    });

    it('is no other page in the same browser', async () => {
      const before = sam().messages.length;
      const body = JSON.stringify({ person: sam().person.id, text: 'help' });
      for (const headers of [
        { ...json, Origin: 'https://evil.example' },
        { ...json, Origin: `http://127.0.0.1:${port + 1}` },
        { ...json, Origin: 'null' },
        // What a form can send without being asked for permission first.
        { 'Content-Type': 'text/plain' },
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        {},
      ])
        expect((await ask('/acts/say', { body, headers })).status, JSON.stringify(headers)).to.equal(403);
      expect(sam().messages).to.have.lengthOf(before);
      const own = await ask('/acts/say', { body, headers: { ...json, Origin: server.url } });
      expect(JSON.parse(own.text)).to.deep.equal({ ok: true });
    });

    it('and what: nothing of another machine, and no script but the page’s own file', async () => {
      for (const path of ['/', '/page.js', '/page.css', '/people?q=p', '/nothing']) {
        const { headers } = await ask(path);
        const policy = String(headers['content-security-policy']);
        expect(policy, path)
          .to.match(/default-src 'none'/)
          .and.match(/frame-ancestors 'none'/);
        expect(policy, path).to.match(/script-src 'self';/);
        expect(policy, path).to.not.match(/https?:|\*|unsafe-eval/);
        expect(headers, path).to.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      }
      const page = (await ask('/')).text;
      expect(page.match(/<script[^>]*>[^<]*<\/script>/g)).to.deep.equal([
        '<script type="module" src="/page.js"></script>',
      ]);
      expect(page).to.not.match(/\son\w+=|https?:\/\//);
    });
  });

  describe('what is asked wrongly', () => {
    it('is answered in a sentence, and the server goes on', async () => {
      const person = sam().person.id;
      const [message] = sam().botMessages;
      const tapped = { person, message: message?.id, revision: 1, action: 0, inputs: {} };
      const wrong: readonly (readonly [string, object | string, number, RegExp])[] = [
        ['fly', {}, 404, /no such thing to do/],
        ['constructor', {}, 404, /no such thing to do/],
        ['say', '{"person":', 400, /JSON object/],
        ['say', '[1]', 400, /JSON object/],
        ['say', '', 400, /JSON object/],
        ['say', { person }, 200, /“text” is missing/],
        ['say', { person: 7, text: 'help' }, 200, /“person” is missing/],
        ['say', { person: 'Nobody Atall', text: 'help' }, 200, /Nobody Atall/],
        ['register', { person: 'Nobody Atall' }, 200, /Nobody Atall/],
        ['lever', { id: 'gravity', on: true }, 200, /no such lever/],
        ['play', { story: 'macbeth' }, 200, /no such story/],
        ['suggest', { person, message: message?.id, title: 'Dance' }, 200, /no action "Dance"/],
        ['tap', { ...tapped, message: '1' }, 200, /no longer there/],
        ['tap', { ...tapped, revision: 99 }, 200, /no longer there/],
        ['tap', { ...tapped, revision: 0 }, 200, /no longer there/],
        ['tap', { ...tapped, action: 99 }, 200, /no longer there/],
        ['tap', { ...tapped, action: -1 }, 200, /no longer there/],
        ['tap', { ...tapped, action: 'length' }, 200, /no longer there/],
      ];
      for (const [name, fields, status, words] of wrong) {
        const answer = await act(name, fields);
        const what = `${name} ${JSON.stringify(fields)}`;
        expect(answer.status, what).to.equal(status);
        expect(answer.ok, what).to.equal(false);
        expect(answer.text, what).to.match(words);
      }
      expect(await act('say', { person, text: 'help' })).to.deep.equal({ status: 200, ok: true });
    });

    it('is turned away when it is longer than anything the page sends', async () => {
      const { status, ok, text } = await act('say', { person: sam().person.id, text: 'a'.repeat(10 * MB) });
      expect({ status, ok, text }).to.deep.equal({ status: 413, ok: false, text: 'That is too long.' });
    });

    it('is no address at all', async () => {
      expect((await ask('//')).status).to.equal(404);
      expect((await ask('/../package.json')).status).to.equal(404);
      expect((await ask('/acts/kill')).status, 'not by a link').to.equal(404);
    });
  });

  describe('the stream of events', () => {
    it('begins with everything and goes on with each change', async () => {
      const { changes, stream } = await follow(port);
      await eventually(() => changes.length > 0);
      const [first] = changes;
      if (first?.kind !== 'snapshot') throw new Error(`It began with ${String(first?.kind)}.`);
      const { people, chats, methods, stories, commands } = first.snapshot;
      expect(people).to.have.lengthOf(240);
      expect(Object.keys(methods)).to.have.lengthOf(240);
      expect(chats[sam().person.id]?.[0]?.card).to.include({ type: 'AdaptiveCard' });
      expect(stories).to.not.be.empty;
      expect(commands.map(({ title }) => title)).to.include('reset mfa');

      await act('say', { person: sam().person.id, text: 'my requests' });
      await eventually(() => changes.some((one) => one.kind === 'message' && one.message.text === 'my requests'));
      await eventually(() => changes.some((one) => one.kind === 'call' && one.call.what.includes('Sam Whitfield')));
      const priya = sandbox.world.cloud.directory.user('Priya Raman');
      await act('register', { person: priya.id });
      await eventually(() => changes.some((one) => one.kind === 'methods' && one.person === priya.id));
      await act('lever', { id: 'mailDown', on: true });
      await act('lever', { id: 'mailDown', on: false });
      const moved = (): readonly (boolean | undefined)[] =>
        changes.flatMap((one) => (one.kind === 'levers' ? [one.levers.find(({ id }) => id === 'mailDown')?.on] : []));
      await eventually(() => moved().length === 2);
      expect(moved()).to.deep.equal([true, false]);
      stream.destroy();
    });

    it('keeps a bound on what waits for somebody who does not read, who then gets everything anew', async () => {
      const { roster } = sandbox.world.cloud.teams;
      const { id } = sandbox.world.cloud.directory.user('Noor Haddad');
      const { stream, changes, taken } = await follow(port);
      stream.pause();
      // Some 30 MB, of which nothing is read.
      for (let count = 0; count < 50_000; count += 1) {
        roster.unblock(id);
        roster.block(id);
      }
      stream.resume();
      await eventually(() => changes.filter(({ kind }) => kind === 'snapshot').length === 2);
      expect(taken(), 'bytes').to.be.lessThan(20 * MB);
      const last = changes.findLast((change) => change.kind === 'snapshot');
      expect(last?.snapshot.people.find((person) => person.id === id)?.blocked).to.equal(true);
      roster.unblock(id);
      await eventually(() =>
        changes.some(
          (one) => one.kind === 'person' && !one.person.blocked && changes.indexOf(one) > changes.indexOf(last!),
        ),
      );
      stream.destroy();
    });
  });

  it('takes another port when its own is taken', async () => {
    const second = await servePage(sandbox, new Map(), port);
    expect(second.url).to.not.equal(server.url);
    expect((await fetch(`${second.url}/people?q=priya`)).status).to.equal(200);
    await second.close();
  });
});

interface Followed {
  readonly stream: IncomingMessage;
  /** As they come. */
  readonly changes: readonly Change[];
  /** Characters read so far, which is bytes or a few less. */
  readonly taken: () => number;
}

async function follow(port: number): Promise<Followed> {
  const sent = request({ host: '127.0.0.1', port, path: '/events' });
  sent.end();
  const [stream] = (await once(sent, 'response')) as [IncomingMessage];
  const changes: Change[] = [];
  let taken = 0;
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    taken += text.length;
    const events = (rest + text).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) changes.push(JSON.parse(event.slice(6)) as Change);
  });
  // Whoever stops following does not want to hear of it.
  stream.on('error', () => undefined);
  return { stream, changes, taken: () => taken };
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (connected: boolean) => () => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
