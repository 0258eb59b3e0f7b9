/** Where a text stops being JSON. Both count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/**
 * The first fault in a JSON text. `JSON.parse` gives a position in some versions of node and for some
 * faults only, and takes the last of two equal names without a word.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  let at = 0;

  const stop = (problem: string): never => {
    throw new Found(problem, at);
  };
  const space = (): void => {
    at += /^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0;
  };
  const token = (pattern: RegExp, expected: string): string => {
    const found = pattern.exec(text.slice(at))?.[0];
    if (found === undefined)
      return stop(at >= text.length ? `the text ends where ${expected} should be` : `${expected} expected`);
    at += found.length;
    return found;
  };

  function value(): void {
    space();
    if (text[at] === '{') members();
    else if (text[at] === '[') items();
    else if (text[at] === '"') token(STRING, 'the end of a string');
    else token(LITERAL, 'a value');
    space();
  }

  function members(): void {
    const names = new Set<string>();
    at += 1;
    space();
    if (text[at] === '}') return void (at += 1);
    do {
      space();
      const start = at;
      const name = token(STRING, 'a name in double quotes');
      if (names.has(name)) {
        at = start;
        stop(`${name} stands here a second time`);
      }
      names.add(name);
      space();
      token(/^:/, '":"');
      value();
    } while (token(/^[,}]/, '"," or "}"') === ',');
  }

  function items(): void {
    at += 1;
    space();
    if (text[at] === ']') return void (at += 1);
    do value();
    while (token(/^[,\]]/, '"," or "]"') === ',');
  }

  try {
    value();
    return at < text.length ? positioned(text, at, 'nothing more expected') : undefined;
  } catch (error) {
    if (error instanceof Found) return positioned(text, error.at, error.message);
    throw error;
  }
}

const STRING = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/;
const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/;

class Found extends Error {
  constructor(
    problem: string,
    readonly at: number,
  ) {
    super(problem);
  }
}

function positioned(text: string, at: number, problem: string): JsonFault {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, problem };
}
