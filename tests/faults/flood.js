// A process of its own: `node flood.js <url> <a second> <seconds> <authorization> <body>` posts junk, prints what came
// back by status, and ends by itself.
import { Agent, request } from 'node:http';

const [url, rate, seconds, authorization, body] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const statuses = {};
const count = (status) => {
  statuses[status] = (statuses[status] ?? 0) + 1;
};

function post() {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization };
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: 10_000 }, (response) => {
      response.resume().on('end', () => {
        count(response.statusCode);
        resolve();
      });
    });
    outgoing
      .on('timeout', () => outgoing.destroy())
      .on('error', () => {
        count('failed');
        resolve();
      });
    outgoing.end(body);
  });
}

const step = 50;
const steps = (Number(seconds) * 1000) / step;
const perStep = (Number(rate) * step) / 1000;
let waiting = [];
for (let at = 0; at < steps; at += 1) {
  const pause = new Promise((resolve) => setTimeout(resolve, step));
  for (let sent = 0; sent < perStep; sent += 1) waiting.push(post());
  await pause;
  // A machine that can't keep up is not given a queue without end.
  if (waiting.length > 2_000) {
    await Promise.all(waiting);
    waiting = [];
  }
}
await Promise.all(waiting);
agent.destroy();
console.log(JSON.stringify(statuses));
