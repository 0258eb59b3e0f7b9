import type { Log } from '../../core/ports.js';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly data: object;
  readonly message: string;
}

/** A log that keeps its lines. */
export interface CollectingLog extends Log {
  readonly lines: readonly LogLine[];
  /** Messages of one level. */
  messages(level: LogLine['level']): string[];
}

export function collectingLog(): CollectingLog {
  const lines: LogLine[] = [];
  const collect = (level: LogLine['level']) => (data: object, message: string) => {
    lines.push({ level, data, message });
  };
  return {
    lines,
    messages: (level) => lines.filter((line) => line.level === level).map(({ message }) => message),
    info: collect('info'),
    warn: collect('warn'),
    error: collect('error'),
  };
}
