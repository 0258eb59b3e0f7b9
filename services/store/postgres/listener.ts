import pg from 'pg';
import type { Log } from '../../../core/ports.js';
import { backOff } from '../../outbox/backOff.js';
import { pause } from '../../outbox/pause.js';
import { CHANNEL } from './effects.js';
import { connection, type Limits } from './pool.js';

/** A connection that does nothing but hear what others have committed, and comes back when it was lost. */
export interface Listener {
  close(): Promise<void>;
}

const BACK_OFF = { first: 100, longest: 10_000 };

/** Calls back with whose commit it was; with nothing after a time in which nothing could be heard. */
export function listen(url: string, log: Log, limits: Limits, heard: (from: string | undefined) => void): Listener {
  const closing = new AbortController();
  const { signal } = closing;
  let heardBefore = false;

  async function keep(): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      const client = new pg.Client(connection(url, limits));
      client.on('error', (error) => {
        log.warn({ error: error.message }, 'the connection that hears of effects was lost');
      });
      client.on('notification', ({ payload }) => {
        heard(payload);
      });
      try {
        await client.connect();
        await client.query(`listen ${CHANNEL}`);
        failures = 0;
        if (heardBefore) heard(undefined);
        heardBefore = true;
        await lostOrClosing(client);
      } catch (error) {
        log.warn({ error: String(error) }, 'nothing can be heard of effects; they are looked for meanwhile');
      }
      await client.end().catch(() => undefined);
      await pause(backOff(failures + 1, BACK_OFF, Math.random), signal);
    }
  }

  function lostOrClosing(client: pg.Client): Promise<void> {
    return new Promise((resolve) => {
      client.once('end', resolve);
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
      if (signal.aborted) resolve();
    });
  }

  const keeping = keep();
  return {
    async close() {
      closing.abort();
      await keeping;
    },
  };
}
