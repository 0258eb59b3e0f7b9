import { expect } from 'chai';
import { beginDigest } from '../../core/digest.js';
import type { ListedMethod } from '../../core/ports.js';
import { digest } from '../../services/effectHandlers/digest.js';
import type { HandlerDeps } from '../../services/effectHandlers/deps.js';
import { openWorld, type World } from '../core/world.js';
import { collectingLog } from '../fakes/log.js';
import { ASKED, DAY, HOUR, person, request } from '../fakes/rows.js';

describe('the daily overview, as it is sent', () => {
  let world: World;
  let listed: string[];
  const log = collectingLog();
  beforeEach(async () => {
    world = await openWorld();
    listed = [];
    await beginDigest(world.deps());
    world.clock.advance(DAY);
  });
  afterEach(() => world.close());

  const methodsOf = (id: string): readonly ListedMethod[] => {
    const types: Readonly<Record<string, readonly string[]>> = {
      one: ['password', 'email', 'temporaryAccessPass', 'phone'],
      two: ['password', 'phone', 'microsoftAuthenticator'],
      none: ['password'],
    };
    return (types[id.split('-')[0] ?? ''] ?? []).map((type) => ({
      type: `${type}AuthenticationMethod`,
      id: type,
      fingerprint: type,
    }));
  };
  const methods = {
    async list(id: string) {
      listed.push(id);
      if (id.startsWith('broken')) throw new Error('no answer');
      return { methods: methodsOf(id) };
    },
  };
  const look = (generation = 1) => {
    const effect = { kind: 'dailyDigest', key: 'd', dueAt: 0, requestId: undefined, generation } as const;
    const deps = { ...world.deps(), methods, log } as unknown as HandlerDeps;
    return digest(deps, effect, { signal: new AbortController().signal });
  };
  async function told() {
    const claims = await world.store.claim({ now: Infinity, limit: 100, leaseMs: 60_000 });
    return claims.flatMap(({ effect }) =>
      effect.kind === 'tell' && effect.about !== undefined && 'digest' in effect.about ? [effect.about.digest] : [],
    );
  }
  const reset = (id: string, at = ASKED + HOUR) =>
    world.put(request('completed', { id, reference: id, target: person(id), endedAt: at }));

  it('names who has a single method since, whatever else Graph lists beside it', async () => {
    for (const id of ['one-1', 'two-1', 'none-1', 'broken-1', 'one-2']) await reset(id);
    expect(await look()).to.deep.equal({ again: ASKED + DAY + HOUR });
    const [overview] = await told();
    expect(overview).to.deep.include({ resets: 5, singles: 2 });
    expect(overview?.single).to.have.members(['one-1', 'one-2']);
  });

  it('reads the methods of fifty at most, and only when it is time', async () => {
    for (let count = 0; count < 60; count++) await reset(`one-${count}`, ASKED + count);
    await look();
    expect(listed).to.have.length(50).and.include('one-59').and.not.include('one-9');
    world.clock.advance(HOUR);
    await look();
    expect(listed).to.have.length(50);
    expect(await told()).to.have.length(1);
  });

  it('of an earlier start ends', async () => {
    await beginDigest(world.deps());
    expect(await look(1)).to.equal('done');
    expect(await told()).to.deep.equal([]);
  });
});
