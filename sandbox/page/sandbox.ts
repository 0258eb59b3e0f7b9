import { cast } from '../cloud/index.js';
import { Stage } from '../stories/stage.js';
import { stories } from '../stories/stories.js';
import { PUBLIC_URL, startWorld, type World } from '../world.js';
import manifest from '../../appPackage/manifest.json' with { type: 'json' };
import { Feed } from './feed.js';
import { levers } from './levers.js';
import { SHORT_TIMES, usualPolicy } from './policies.js';
import type { BotView, Change, LeverView, PlayView, Snapshot } from './protocol.js';

/** Milliseconds between the acts of a story, to be read by somebody who sees it for the first time. */
const PACE = 2_500;
const SHORT: Omit<LeverView, 'on'> = {
  id: 'shortTimes',
  label: 'Times are short',
  help: 'By policy: reminder after 10 seconds, backup after 20, expiry after 60. It restarts the bot and counts for new requests.',
};

const NO_COMMAND = { title: '', description: '' };

/** Those who have the bot from the start. */
const welcomed = [cast.requester, cast.approver, cast.target, cast.it, cast.security, cast.backup];

interface Running {
  readonly number: number;
  readonly world: World;
  readonly feed: Feed;
  readonly policy: object;
  /** Levers that are on, each with how to switch it off. */
  readonly on: Map<string, () => void>;
  short: boolean;
}

/** One tenant at a time with the bot in it, whatever is done to them, and everybody who watches. */
export class Sandbox {
  #running: Running;
  #play: PlayView | undefined;
  /** Starting, killing and starting over come one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<(change: Change) => void>();

  private constructor(
    running: Omit<Running, 'feed'>,
    private readonly pace: number,
  ) {
    this.#running = { ...running, feed: this.#feedOf(running.world) };
  }

  static async start({ pace = PACE }: { readonly pace?: number } = {}): Promise<Sandbox> {
    const world = await startWorld({ policy: usualPolicy, environment: { PUBLIC_URL } });
    const policy = usualPolicy(world.cloud);
    const sandbox = new Sandbox({ number: 1, world, policy, on: new Map(), short: false }, pace);
    await sandbox.#welcome();
    return sandbox;
  }

  get world(): World {
    return this.#running.world;
  }

  get snapshot(): Snapshot {
    return {
      world: this.world.cloud.tenantId,
      ...this.#running.feed.everything,
      bot: this.#bot,
      levers: this.#levers,
      stories: stories.map(({ id, title, about }) => ({ id, title, about })),
      play: this.#play,
      commands: manifest.bots.flatMap((bot) => bot.commandLists.flatMap(({ commands }) => commands)),
      extension: manifest.composeExtensions.flatMap(({ commands }) => commands)[0] ?? NO_COMMAND,
    };
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** False when there is no such lever. */
  async lever(id: string, on: boolean): Promise<boolean> {
    const { on: pulled, world, short } = this.#running;
    if (id === SHORT.id) {
      if (on !== short) await this.#shorten(on);
      return true;
    }
    const lever = levers.find((one) => one.id === id);
    if (lever === undefined) return false;
    if (on && !pulled.has(id)) pulled.set(id, lever.pull(world));
    if (!on) {
      pulled.get(id)?.();
      pulled.delete(id);
    }
    this.#tell({ kind: 'levers', levers: this.#levers });
    return true;
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.#inTurn(() => this.world.product.kill());
  }

  startBot(): Promise<void> {
    return this.#inTurn(() => this.#startBot());
  }

  /** Another tenant, as on the first day. */
  startOver(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#begin(usualPolicy);
      await this.#welcome();
    });
  }

  /** Plays a story in a tenant of its own; resolves when it has begun. False when there is no such story. */
  async play(id: string): Promise<boolean> {
    const story = stories.find((one) => one.id === id);
    if (story === undefined) return false;
    await this.#inTurn(async () => {
      await this.#begin(story.policy);
      const { world, number } = this.#running;
      const people = story.people.map((name) => world.cloud.directory.user(name).id);
      const show = (change: Partial<PlayView>): void => {
        // Whoever starts over meanwhile doesn't want to hear of it any more.
        if (this.#running.number !== number || this.#play === undefined) return;
        this.#showPlay({ ...this.#play, ...change });
      };
      this.#showPlay({ story: id, title: story.title, people, state: 'playing', lines: [] });
      const tell = (line: string): void => {
        show({ lines: [...(this.#play?.lines ?? []), line] });
      };
      Stage.play(world, story, { tell, pace: this.pace }).then(
        () => {
          show({ state: 'done' });
        },
        (error: unknown) => {
          tell(error instanceof Error ? error.message : String(error));
          show({ state: 'failed' });
        },
      );
    });
    return true;
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#end());
  }

  get #bot(): BotView {
    const { product } = this.world;
    return { state: product.state(), url: product.url, publicUrl: PUBLIC_URL };
  }

  get #levers(): readonly LeverView[] {
    const { on, short } = this.#running;
    return [...levers.map(({ id, label, help }) => ({ id, label, help, on: on.has(id) })), { ...SHORT, on: short }];
  }

  async #begin(policy: (cloud: World['cloud']) => object): Promise<void> {
    this.#showPlay(undefined);
    this.#tell({ kind: 'bot', bot: { ...this.#bot, state: 'starting' } });
    const world = await startWorld({ policy, environment: { PUBLIC_URL } }).catch((error: unknown) => {
      this.#tell({ kind: 'bot', bot: this.#bot });
      throw error;
    });
    const before = this.#running;
    const started = {
      number: before.number + 1,
      world,
      policy: policy(world.cloud),
      on: new Map<string, () => void>(),
    };
    this.#running = { ...started, short: false, feed: this.#feedOf(world) };
    this.#tell({ kind: 'snapshot', snapshot: this.snapshot });
    // Nobody looks at it any more: that its bot ends is no news.
    await this.#end(before);
  }

  async #end({ feed, world }: Running = this.#running): Promise<void> {
    feed.close();
    await world.close();
  }

  async #welcome(): Promise<void> {
    const { teams } = this.world.cloud;
    await Promise.all(welcomed.map((name) => teams.user(name).install()));
  }

  async #startBot(): Promise<void> {
    const { product } = this.world;
    if (product.state() === 'stopped') await product.start();
  }

  /** As an operator would: another policy file, and a restart. */
  async #shorten(short: boolean): Promise<void> {
    await this.#inTurn(async () => {
      const { world, policy } = this.#running;
      await world.product.usePolicy(short ? { ...policy, ...SHORT_TIMES } : policy);
      await world.product.stop();
      await this.#startBot();
      this.#running.short = short;
      this.#tell({ kind: 'levers', levers: this.#levers });
    });
  }

  #feedOf(world: World): Feed {
    world.product.onState(() => {
      if (this.world === world) this.#tell({ kind: 'bot', bot: this.#bot });
    });
    return new Feed(world, (change) => {
      this.#tell(change);
    });
  }

  #showPlay(play: PlayView | undefined): void {
    this.#play = play;
    this.#tell({ kind: 'play', play });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
