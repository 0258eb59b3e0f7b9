import type { Command } from './command.js';
import type { Facts } from './facts.js';
import type { Refusal } from './refusal.js';
import type { ResetRequest } from './request.js';

/** One condition of the state table: a "no", or nothing. */
export type Guard = (request: ResetRequest | undefined, command: Command, facts: Facts) => Refusal | undefined;
