/** Where a command writes. */
export interface Printer {
  /** A line of the answer. */
  readonly print: (line: string) => void;
  /** A part of the answer as it is, no faster than the reader takes it. */
  readonly write: (text: string) => Promise<void>;
  /** A line beside the answer. */
  readonly complain: (line: string) => void;
}
