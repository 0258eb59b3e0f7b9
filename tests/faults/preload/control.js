import { writeSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** What the test has planted, and what it may ask for at any time. */
let faults = [];
const handlers = new Map();

/** Hears a wish of the test: `clock`, `cut`. */
export function onWish(wish, handle) {
  handlers.set(wish, handle);
}

/** The fault that strikes this call, if one does; the test is told. */
export function strike(call, path) {
  for (const fault of faults) {
    if (fault.call !== call || !path.endsWith(fault.file)) continue;
    fault.seen += 1;
    if (fault.seen <= fault.after || fault.hits >= fault.times) continue;
    fault.hits += 1;
    tell({ struck: fault.id });
    return fault.then;
  }
  return undefined;
}

export function kill() {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

const socket = connect(process.env.FAULT_SOCKET);

/** At once: the process may be gone the next moment. */
function tell(message) {
  writeSync(socket._handle.fd, `${JSON.stringify(message)}\n`);
}

/** Resolves when the test has said what is broken from the start. */
export const connected = new Promise((resolve, reject) => {
  socket.once('error', reject);
  createInterface({ input: socket }).on('line', (line) => {
    const { id, faults: planted, ...wishes } = JSON.parse(line);
    const known = new Map(faults.map((fault) => [fault.id, fault]));
    faults = planted.map((fault) => known.get(fault.id) ?? { ...fault, seen: 0 });
    for (const [wish, value] of Object.entries(wishes)) handlers.get(wish)?.(value);
    tell({ done: id });
    // It keeps no process alive that has nothing else to do.
    socket.unref();
    resolve();
  });
});
