import { Socket } from 'node:net';
import { kill, strike } from './control.js';

/** Kills around the moment in which a COMMIT goes out to PostgreSQL; what it makes of that is not known to anybody. */
const write = Socket.prototype.write;

Socket.prototype.write = function (chunk, ...rest) {
  // A simple query: Q, four bytes of length, the text, a zero.
  const isCommit = Buffer.isBuffer(chunk) && chunk[0] === 0x51 && /^COMMIT/iu.test(chunk.toString('latin1', 5, 12));
  const then = isCommit ? strike('commit', 'postgres') : undefined;
  if (then === 'killBefore') void kill();
  const written = write.call(this, chunk, ...rest);
  if (then === 'killAfter') void kill();
  return written;
};
