import { AnchorError, appendAnchor, readAnchors, WAY_ON, type KeptAnchor } from './anchorFile.js';
import type { Clock, Log } from '../core/ports.js';
import type { Anchor, AnchoredStore } from './store/anchor.js';
import { numberOf } from './store/chain.js';
import { utc } from './store/entryNames.js';

/** Keeps the chain's head in a file elsewhere, so that an older copy of the data shows at the next start. */
export interface Anchoring {
  /** Anchors once more. */
  stop(): Promise<void>;
}

const EVERY = 10 * 60_000;
/** Holds some hundred anchors; the file may be years old. */
const TAIL = 64 * 1024;

interface Parts {
  readonly store: AnchoredStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs?: number;
}

/**
 * Without a file it does nothing. Rejects where the store does not lead through the newest anchor, or where the file
 * can't be written. The file only grows, by a line whenever the head has changed: so it may lie where nobody can change
 * what stands there (`chattr +a`).
 */
export async function startAnchoring({ file, ...parts }: Parts & { file: string | undefined }): Promise<Anchoring> {
  return file === undefined ? { stop: () => Promise.resolve() } : start(file, parts);
}

async function start(file: string, { store, clock, log, everyMs = EVERY }: Parts): Promise<Anchoring> {
  const newest = (await readAnchors(file, TAIL)).at(-1);
  if (newest) await check(store, file, newest);
  else log.warn({ file }, 'there is no anchor yet: from now on an older copy of the data shows at the start');
  let kept: Anchor | undefined = newest;

  async function keep(): Promise<void> {
    const anchor = await store.anchor();
    if (anchor.seq === kept?.seq && anchor.head === kept.head) return;
    await appendAnchor(file, { ...anchor, anchoredAt: clock.now() });
    kept = anchor;
  }
  async function keepOrLog(): Promise<void> {
    try {
      await keep();
    } catch (error) {
      log.error({ file, err: error }, 'the audit chain could not be anchored; it is tried again');
    }
  }

  await keep();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(keepOrLog);
  }, everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      running = running.then(keepOrLog);
      await running;
    },
  };
}

async function check(store: AnchoredStore, file: string, newest: KeptAnchor): Promise<void> {
  if (await store.leadsThrough(newest)) return;
  const { databaseId, seq, head, headAt } = await store.anchor();
  const anchored = `the anchor of ${utc(newest.anchoredAt)} in ${file}`;
  if (databaseId !== newest.databaseId)
    throw new AnchorError(
      `The store holds database ${databaseId}, ${anchored} is of ${newest.databaseId}: was the data replaced? ${WAY_ON}`,
    );
  const ends =
    headAt === undefined ? 'has no entry' : `ends with entry ${numberOf(head) ?? 0} of ${utc(headAt)} (commit ${seq})`;
  const knows = `entry ${numberOf(newest.head) ?? 0} (commit ${newest.seq})`;
  throw new AnchorError(
    seq < newest.seq
      ? `The data is older than its anchor: the journal ${ends}, but ${anchored} knows ${knows}. What was done in ` +
          `between is missing: the end was cut off, or an older copy put back. ${WAY_ON}`
      : `The data is not what was anchored: ${anchored} knows ${knows}, and ${store.where(newest)} has another one in ` +
          `its place: it was changed, or an older copy was put back and worked with. ${WAY_ON}`,
  );
}
