import fc from 'fast-check';

/** JSON as nobody sends it: of the wrong type, hostile, huge, deep; for any place in an activity. */
export function hostile(): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...WORDS) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 2 ** 53, '', [], {}, [[]], [null]),
    },
    { weight: 1, arbitrary: fc.constantFrom(1, 5, 200).map((depth) => nested(depth)) },
    { weight: 1, arbitrary: fc.constantFrom(600, 5_000, 50_000).map((length) => 'x'.repeat(length)) },
    { weight: 1, arbitrary: fc.constantFrom(100, 2_000).map((length) => Array.from({ length }, (_, index) => index)) },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom<unknown>(...WORDS, null, 7, {}, []), {
        maxKeys: 4,
      }),
    },
  );
}

/** An object one in another, as deep as said. */
function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** Words that have broken somebody's parser, path, regular expression, template or database. */
export const WORDS = [
  '__proto__',
  'constructor',
  'toString',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff y',
  '\u202Etxet\u202C',
  '\r\nSubject: another',
  '../../../etc/passwd',
  '%2e%2e%2f%00',
  '${process.env}',
  '{{DATE(2020-13-99T99:99:99Z, SHORT)}}',
  "'; drop table rows; --",
  '<at>x</at><at></at>',
  '<script>alert(1)</script>',
  '2026-13-45T99:99:99Z',
  'NaN',
  '-1',
  '1e999',
  'reset mfa for \0',
  'reset mfa for \ud800 – \udfff lost it all today',
  `reset mfa for ${'a '.repeat(2_000)}`,
  `${'ha'.repeat(3_000)} lost`,
  'note MFA-00000 \u0000\u0001\u0002',
  'language __proto__',
  'language toString',
  '🙂'.repeat(500),
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
] as const;

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'id',
  'verb',
  'data',
  'requestId',
  'text',
  'toJSON',
  'then',
  'length',
  '',
];

/** Parts of a value are put in or taken away, by path; a path that leads nowhere changes nothing. */
export interface Damage {
  readonly path: readonly string[];
  /** `undefined` takes it away. */
  readonly value: unknown;
}

export function damage(paths: readonly string[]): fc.Arbitrary<Damage> {
  return fc.record({
    path: fc.constantFrom(...paths).map((path) => path.split('.')),
    value: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 5, arbitrary: hostile() }),
  });
}

/** The value as JSON text, damaged: text, since an object literal can't hold a `__proto__` of its own. */
export function damaged(value: object, damages: readonly Damage[]): string {
  const copy = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  for (const { path, value: put } of damages) {
    const last = path.at(-1)!;
    let at: unknown = copy;
    for (const step of path.slice(0, -1)) at = isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    if (!isRecord(at)) continue;
    if (put === undefined) Reflect.deleteProperty(at, last);
    else Object.defineProperty(at, last, { value: put, enumerable: true, configurable: true, writable: true });
  }
  return JSON.stringify(copy);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
