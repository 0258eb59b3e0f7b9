import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { kill, onWish, strike } from './control.js';

/** The disk below the store: it fails, fills up, or forgets what was not synced when the power goes. */
const folder = resolve((process.env.STORE_URL ?? '').replace(/^file:/u, ''));
const real = { open: fs.open, rename: fs.rename, rm: fs.rm };

/** By name: what a power cut leaves of each file (`durable`), and what was done to it since. */
const files = new Map();
let durableNames = new Map();
let underWay = 0;
let cutting;

if (statSync(folder, { throwIfNoEntry: false }) !== undefined)
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name)).isFile())
      files.set(join(folder, name), { durable: readFileSync(join(folder, name)), pending: [] });
durableNames = new Map(files);

onWish('cut', (survives) => {
  if (survives !== undefined) cutPower(survives);
});

/** Waits for calls that are under way: nothing may reach the disk after the cut. */
function cutPower(survives) {
  cutting ??= survives;
  if (underWay === 0) leaveWhatIsDurable();
}

function leaveWhatIsDurable() {
  for (const path of files.keys()) if (!durableNames.has(path)) rmSync(path, { force: true });
  for (const [path, { durable, pending }] of durableNames) {
    // Of what was not synced a part may have got there, torn off anywhere.
    const whole = pending.reduce(apply, durable);
    const torn = whole.subarray(durable.length, durable.length + Math.floor((whole.length - durable.length) * cutting));
    writeFileSync(path, whole.length > durable.length ? Buffer.concat([durable, torn]) : durable);
  }
  void kill();
}

function apply(content, { position, data, size }) {
  if (size !== undefined) return content.subarray(0, size);
  const end = position + data.length;
  return Buffer.concat([content.subarray(0, position), data, content.subarray(end)]);
}

/** Does one call, or what a fault makes of it. `half` is what a failing call leaves behind. */
async function attempt(call, path, doIt, half = () => undefined) {
  if (cutting !== undefined) return new Promise(() => undefined);
  const then = strike(call, path);
  if (then === 'killBefore') return kill();
  if (then === 'cutBefore') {
    cutPower(0.5);
    return new Promise(() => undefined);
  }
  underWay += 1;
  try {
    if (then !== undefined && !then.endsWith('After')) {
      await half();
      throw Object.assign(new Error(`${then}: simulated, ${call} '${path}'`), { code: then });
    }
    const done = await doIt();
    if (then === 'killAfter') return await kill();
    if (then === 'cutAfter') cutting ??= 0.5;
    return cutting === undefined ? done : await new Promise(() => (underWay -= 1) === 0 && leaveWhatIsDurable());
  } finally {
    underWay -= 1;
    if (cutting !== undefined && underWay === 0) leaveWhatIsDurable();
  }
}

fs.open = async (path, flags, mode) => {
  const at = resolve(String(path));
  if (at === folder) return openFolder(await real.open(path, flags, mode));
  if (dirname(at) !== folder) return real.open(path, flags, mode);
  const writes = flags !== 'r';
  const open = async () => {
    const handle = await real.open(path, flags, mode);
    if (!files.has(at)) files.set(at, { durable: Buffer.alloc(0), pending: [] });
    const file = files.get(at);
    if (flags === 'w') file.pending.push({ size: 0 });
    return openFile(handle, at, file);
  };
  return writes ? attempt('open', basename(at), open) : open();
};

fs.rename = (from, to) => {
  const [source, target] = [resolve(String(from)), resolve(String(to))];
  return attempt('rename', basename(target), async () => {
    await real.rename(from, to);
    files.set(target, files.get(source));
    files.delete(source);
  });
};

fs.rm = async (path, options) => {
  const at = resolve(String(path));
  if (dirname(at) !== folder || !files.has(at)) return real.rm(path, options);
  return attempt('remove', basename(at), async () => {
    await real.rm(path, options);
    files.delete(at);
  });
};

syncBuiltinESMExports();

function openFolder(handle) {
  const sync = handle.sync.bind(handle);
  handle.sync = () =>
    attempt('syncFolder', basename(folder), async () => {
      await sync();
      durableNames = new Map(files);
    });
  return handle;
}

function openFile(handle, path, file) {
  const [write, datasync, truncate] = [handle.write, handle.datasync, handle.truncate].map((call) => call.bind(handle));
  const name = basename(path);
  const put = async (buffer, offset, length, position) => {
    const written = await write(buffer, offset, length, position);
    file.pending.push({ position, data: Buffer.from(buffer.subarray(offset, offset + written.bytesWritten)) });
    return written;
  };
  handle.write = (buffer, offset, length, position) =>
    attempt(
      'write',
      name,
      () => put(buffer, offset, length, position),
      () => put(buffer, offset, length >> 1, position),
    );
  handle.truncate = (size) =>
    attempt('truncate', name, async () => {
      await truncate(size);
      file.pending.push({ size });
    });
  handle.datasync = () =>
    attempt('sync', name, async () => {
      const done = file.pending.length;
      await datasync();
      file.durable = file.pending.splice(0, done).reduce(apply, file.durable);
    });
  return handle;
}
