/**
 * Loaded into the product before its own code (`node --import`): the machine below it, which breaks when a test says so.
 * The product knows nothing of it.
 */
import './clock.js';
import './disk.js';
import './postgres.js';
import { connected } from './control.js';

await connected;
