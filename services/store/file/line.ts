import { crc32 } from 'node:zlib';
import type { OpenFile } from './files.js';

/** One line of a file: eight hex digits of CRC-32, a space, JSON, a newline. */
export function encodeLine(json: string): Buffer {
  return Buffer.from(`${checksumOf(json)} ${json}\n`);
}

export interface Line {
  /** Of its first byte in the file. */
  readonly offset: number;
  /** Just behind its newline. */
  readonly end: number;
  readonly checksum: string;
  /** Undefined where checksum or newline is wrong. */
  readonly json: string | undefined;
  /** Without the newline. */
  readonly bytes: Buffer;
  /** The file ended before the newline. */
  readonly cut: boolean;
}

const NEWLINE = 0x0a;

/**
 * Reads a file line by line, from an offset that begins one, `chunkSize` bytes at a time.
 * Damage is reported in the line, never thrown.
 */
export async function* readLines(
  file: OpenFile,
  from = 0,
  chunkSize = 256 * 1024,
): AsyncGenerator<Line, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = from;
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkSize);
    const length = await file.read(chunk, offset + rest.length);
    if (length === 0) break;
    rest = Buffer.concat([rest, chunk.subarray(0, length)]);
    let start = 0;
    for (let newline = rest.indexOf(NEWLINE); newline >= 0; newline = rest.indexOf(NEWLINE, start)) {
      yield decode(rest.subarray(start, newline), offset + start, false);
      start = newline + 1;
    }
    offset += start;
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield decode(rest, offset, true);
}

/** What a line says; undefined where it is no JSON, though its checksum fits: somebody wrote it who knows checksums. */
export function contentOf({ json }: Pick<Line, 'json'>): unknown {
  try {
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes without a valid checksum are what a power cut leaves of a write, rather than damage: the line ends
 * early, or a block of it was never written and reads as zeros. A single wrong bit, the newline's too, is damage.
 */
export function looksTorn({ bytes, cut }: Line): boolean {
  if (bytes.includes(ZEROS)) return true;
  return cut && decode(bytes.subarray(0, -1), 0, false).json === undefined;
}

// JSON holds no zero byte; one alone can be a wrong bit of a space or an @.
const ZEROS = Buffer.alloc(8);

function decode(bytes: Buffer, offset: number, cut: boolean): Line {
  const checksum = bytes.toString('latin1', 0, 8);
  const whole = !cut && bytes[8] === 0x20 && checksum === checksumOf(bytes.subarray(9));
  return {
    offset,
    end: offset + bytes.length + (cut ? 0 : 1),
    checksum,
    json: whole ? bytes.toString('utf8', 9) : undefined,
    bytes,
    cut,
  };
}

const checksumOf = (data: string | Buffer): string => crc32(data).toString(16).padStart(8, '0');
