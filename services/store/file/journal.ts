import { setTimeout as sleep } from 'node:timers/promises';
import { brokenChain, type Chain } from '../chain.js';
import type { FileFacts, Files, OpenFile } from './files.js';
import { contentOf, looksTorn, readLines, type Line } from './line.js';
import { commitRecord, type CommitRecord, type Position } from './record.js';

export const JOURNAL = 'journal.jsonl';

/** The journal open for appending: one commit a line, and never cut but for what was not acknowledged. */
export interface Journal {
  /** Bytes that are on the disk for good; the next line begins here. */
  readonly end: number;
  /**
   * All of it is on the disk when this resolves, with one fsync. When it rejects none of it counts: the file is cut
   * back to `end` before anything else is written, and no append is taken until that worked. Rejects too, even with
   * nothing to append, when the file was removed, replaced or written by somebody else.
   */
  append(lines: readonly Buffer[]): Promise<void>;
  /** The record of the line that begins at an offset. */
  readAt(offset: number): Promise<CommitRecord>;
  /** The lines in front of an offset, from the first. */
  linesBefore(offset: number): AsyncIterable<Line>;
  /** Puts lines in the place of others that are as long. On the disk when it resolves; any part of it may be before. */
  overwrite(lines: readonly Replacement[]): Promise<void>;
  close(): Promise<void>;
}

/** Takes over an opened file whose first `end` bytes were read and found good. */
export async function openJournal(files: Files, path: string, file: OpenFile, end: number): Promise<Journal> {
  const { identity } = await file.stat();
  let goodEnd = end;
  let tailUnknown = false;

  async function cutBack(): Promise<void> {
    await file.truncate(goodEnd);
    // A cut that is not durable would bring a rejected commit back with the next power cut.
    await file.sync();
    tailUnknown = false;
  }

  async function check(): Promise<void> {
    if (tailUnknown) await cutBack();
    const found = await files.stat(path);
    const fault = faultOf(found, { identity, size: goodEnd });
    if (fault) throw new Error(`${path} ${fault}. Stop the service and see what else writes to this folder`);
  }

  return {
    get end() {
      return goodEnd;
    },
    async append(lines) {
      await check();
      if (lines.length === 0) return;
      const data = Buffer.concat(lines);
      tailUnknown = true;
      try {
        await file.write(data, goodEnd);
        await file.sync();
      } catch (error) {
        // After a failed fsync the kernel may call lost pages clean, so nothing of them is kept and retried.
        await cutBack().catch(() => undefined);
        throw error;
      }
      goodEnd += data.length;
      tailUnknown = false;
    },
    async readAt(offset) {
      const where = `${path} at byte ${offset}`;
      // 8 kB hold the line of nearly every commit.
      for await (const line of readLines(file, offset, 8 * 1024)) {
        if (line.json !== undefined) return parseRecord(line, where);
        break;
      }
      // Read while its text is being erased it looks damaged for a moment.
      await sleep(20);
      for await (const line of readLines(file, offset)) return parseRecord(line, where);
      throw new Error(`${path} has no line at byte ${offset}; restore the folder from a backup`);
    },
    async *linesBefore(offset) {
      for await (const line of readLines(file)) {
        if (line.offset >= offset) return;
        yield line;
      }
    },
    async overwrite(lines) {
      for (const { offset, bytes } of lines) await file.write(bytes, offset);
      await file.sync();
    },
    close: () => file.close(),
  };
}

/** A line of the journal as it is to be. */
export interface Replacement {
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface ReadRecord {
  readonly record: CommitRecord;
  readonly line: Line;
}

/**
 * The commits behind a position, in order, each checked: checksum, shape, number, audit chain. A torn end is left to
 * the caller as `torn`; anything else that cannot be read throws an error that names file and line.
 */
export async function* readJournal(
  file: OpenFile,
  path: string,
  chain: Chain,
  from: Position,
  onTorn: (offset: number) => void,
): AsyncGenerator<ReadRecord, void, undefined> {
  let { seq, head } = from;
  for await (const line of readLines(file, from.last?.end)) {
    const where = `${path}, line ${seq + 1}`;
    if (line.json === undefined) {
      if (!looksTorn(line) || (await someFsyncCovers(file, line))) throw damaged(where);
      onTorn(line.offset);
      return;
    }
    const record = parseRecord(line, where);
    if (record.seq !== seq + 1) throw new Error(`${where} is number ${record.seq}: lines are missing. ${RESTORE}`);
    for (const entry of record.entries ?? []) {
      const fault = chain.fault(head, entry);
      if (fault !== undefined) throw brokenChain(where, fault);
      head = entry.mac;
    }
    seq = record.seq;
    yield { record, line };
  }
}

const RESTORE = 'Keep the file as it is and restore the folder from a backup';

/** Pages of one write may reach the disk in any order, so good lines can follow a torn one; of a later fsync they cannot. */
export async function someFsyncCovers(file: OpenFile, torn: Line): Promise<boolean> {
  for await (const line of readLines(file, torn.end)) {
    if (line.json !== undefined && parseRecord(line, 'a later line').from > torn.offset) return true;
  }
  return false;
}

function parseRecord(line: Line, where: string): CommitRecord {
  if (line.json === undefined) throw damaged(where);
  const parsed = commitRecord.safeParse(contentOf(line));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${where} is whole but not a commit this version knows (${parsed.error.issues[0]?.path.join('.') ?? ''}). ` +
      'Was it written by a newer version? Start that one',
  );
}

function damaged(where: string): Error {
  return new Error(`${where} is damaged: its checksum does not fit. ${RESTORE}`);
}

function faultOf(found: FileFacts | undefined, expected: FileFacts): string | undefined {
  if (!found) return 'was removed while the service was running';
  if (found.identity !== expected.identity) return 'was replaced while the service was running';
  if (found.size !== expected.size)
    return `has ${found.size} bytes instead of ${expected.size}: somebody else wrote to it`;
  return undefined;
}
