import { numberOf, type Chain, type ChainedEntry } from './chain.js';
import { nameOfEntry, numbers } from './entryNames.js';
import type { Mark, Step, Trail } from './trail.js';

/** What was done to a journal, and where. */
export interface Finding {
  readonly what:
    'changed' | 'textChanged' | 'removed' | 'inserted' | 'moved' | 'damaged' | 'cutOff' | 'rewritten' | 'otherDatabase';
  readonly sentence: string;
}

export interface Examined {
  readonly databaseId: string;
  /** Of the last commit that is there. */
  readonly seq: number;
  readonly head: string;
  readonly entries: number;
  readonly first: ChainedEntry | undefined;
  /** In the order of the journal. */
  readonly findings: readonly Finding[];
  readonly unfinished: boolean;
}

interface Placed {
  readonly entry: ChainedEntry;
  readonly where: string;
  /** Damage or a gap stands in front of it, and was told already. */
  readonly afterDamage: boolean;
  /** Commits are missing in front of it, by the numbers of the commits. */
  readonly gap: string | undefined;
}

/** Numbers that are not where they belong; those of them that stand elsewhere were moved. */
interface Hole {
  readonly from: number;
  readonly to: number;
  readonly moved: Set<number>;
  readonly where: string;
  readonly before: ChainedEntry;
  readonly at: number;
}

/** How far is looked ahead for the entry that goes on, to tell an inserted entry from a changed one. */
const AHEAD = 20;
/** Of entries that stand where they don't belong no more are told apart: whoever turned the whole journal around. */
const MOST = 1_000;

/**
 * Follows the chain through a journal, past what was done to it. The mac of an entry holds its number, so a number
 * that is missing was removed and one out of its order was moved; what no later entry is chained to was inserted.
 */
export async function examine(trail: Trail, chain: Chain, anchors: readonly Mark[] = []): Promise<Examined> {
  const findings: { readonly at: number; readonly finding: Finding }[] = [];
  const missing: Hole[] = [];
  /** Numbers of all that stand where they don't belong; the first of them in full. */
  const elsewhere: number[] = [];
  const strayed: { readonly placed: Placed; readonly behind: number; readonly at: number }[] = [];
  const marks = [...anchors, ...trail.marks];
  const known = new Map(marks.map((mark) => [numberOf(mark.head), mark]));
  const ahead: Placed[] = [];
  let { start: head } = trail;
  let [seq, count, read, damaged, doubtful, unfinished] = [0, 0, 0, false, false, false];
  let first: ChainedEntry | undefined;

  const report = (what: Finding['what'], sentence: string, at = read): void => {
    findings.push({ at, finding: { what, sentence } });
  };

  function accept({ entry, where, gap }: Placed): void {
    if (gap !== undefined) report('removed', gap);
    head = entry.mac;
    count += 1;
    first ??= entry;
    if (!chain.textFits(entry)) report('textChanged', `${where}: the text of ${nameOfEntry(entry)} was changed`);
    const mark = known.get(numberOf(head));
    if (mark !== undefined && mark.head !== head && mark.databaseId === trail.databaseId)
      report(
        'rewritten',
        `${where}: ${nameOfEntry(entry)} is not the one that ${mark.source} knows: an older copy was put back and ` +
          'worked with, or everything behind it was written anew',
      );
  }

  /** What stands behind it is chained to it, so it is none that somebody made up. */
  const goesOn = ({ mac }: ChainedEntry) => ahead[0] !== undefined && chain.follows(mac, ahead[0].entry);

  /** One entry, with those behind it in `ahead`. */
  function follow(placed: Placed): void {
    read += 1;
    const { entry, where } = placed;
    const wanted = (numberOf(head) ?? 0) + 1;
    const number = numberOf(entry.mac) ?? wanted;
    const blind = doubtful;
    doubtful = false;
    if (chain.follows(head, entry)) accept(placed);
    else if (number < wanted || (!goesOn(entry) && ahead.some((later) => chain.follows(head, later.entry)))) {
      elsewhere.push(number);
      if (strayed.length < MOST) strayed.push({ placed, behind: wanted - 1, at: read });
      doubtful = blind;
    } else if (number > wanted) {
      if (!placed.afterDamage)
        missing.push({ from: wanted, to: number - 1, moved: new Set(), where, before: entry, at: read });
      accept({ ...placed, gap: undefined });
    } else {
      // Behind an entry whose mac was changed as well nothing can be checked: one entry, and the chain goes on.
      if (!blind && !placed.afterDamage) {
        // The last one may as well have been added: nothing behind it tells.
        const done = ahead.length > 0 ? 'was changed' : 'was changed or made up';
        report('changed', `${where}: ${nameOfEntry(entry, wanted)} ${done}`);
      }
      doubtful = !blind;
      accept(placed);
      if (numberOf(entry.mac) === undefined) head = `${wanted}.${'0'.repeat(64)}`;
    }
  }

  function take(step: Step): void {
    if (step.damage !== undefined) report('damaged', `${step.where} ${step.damage}`);
    const { outOfOrder, entries } = step;
    const gap = outOfOrder && `${step.where} ${outOfOrder.why}`;
    if (outOfOrder && gap !== undefined && entries.length === 0) report(outOfOrder.what, gap);
    damaged ||= step.damage !== undefined;
    unfinished ||= step.unfinished === true;
    seq = step.seq ?? seq;
    for (const [index, entry] of entries.entries()) {
      const before = index === 0 && outOfOrder?.what === 'removed' && !damaged ? gap : undefined;
      ahead.push({ entry, where: step.where, afterDamage: damaged, gap: before });
      damaged = false;
    }
  }

  for await (const step of trail.steps()) {
    take(step);
    while (ahead.length > AHEAD) follow(ahead.shift() as Placed);
  }
  for (let next = ahead.shift(); next; next = ahead.shift()) follow(next);

  for (const number of elsewhere) holeOf(missing, number)?.moved.add(number);
  for (const { placed, behind, at } of strayed) {
    const number = numberOf(placed.entry.mac) ?? 0;
    const hole = holeOf(missing, number);
    const done = hole ? 'was moved' : 'was inserted: it is not of this chain, or a copy';
    const position = behind === 0 ? 'before the first entry' : `behind entry ${behind}`;
    report(
      hole ? 'moved' : 'inserted',
      `${placed.where}: ${nameOfEntry(placed.entry)} ${done}; it stands ${position}`,
      at,
    );
  }
  for (const { from, to, moved, where, before, at } of missing)
    if (moved.size <= to - from)
      report(
        'removed',
        `${where}: ${numbers(from, to, moved)} removed; behind the gap stands ${nameOfEntry(before)}`,
        at,
      );
  read += 1;
  for (const sentence of cutOff(trail, { seq, head }, marks)) report(...sentence);

  const inOrder = findings.toSorted((a, b) => a.at - b.at).map(({ finding }) => finding);
  return { databaseId: trail.databaseId, seq, head, entries: count, first, findings: inOrder, unfinished };
}

/** The hole that a number belongs into; they lie in the order of their numbers. */
function holeOf(holes: readonly Hole[], number: number): Hole | undefined {
  let [low, high] = [0, holes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((holes[middle]?.to ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  const hole = holes[low];
  return hole && number >= hole.from ? hole : undefined;
}

/** What anchors know beyond the journal's end; the farthest one says it. */
function cutOff(
  { databaseId }: Trail,
  end: { readonly seq: number; readonly head: string },
  marks: readonly Mark[],
): (readonly [Finding['what'], string])[] {
  const last = numberOf(end.head) ?? 0;
  const other = marks.find((mark) => mark.databaseId !== databaseId);
  if (other !== undefined)
    return [
      ['otherDatabase', `${other.source} is of database ${other.databaseId}, this is ${databaseId}: was it replaced?`],
    ];
  const [farthest] = marks.toSorted((a, b) => b.seq - a.seq);
  if (farthest === undefined) return [];
  const entries = (numberOf(farthest.head) ?? 0) - last;
  if (entries <= 0 && farthest.seq <= end.seq) return [];
  const lost =
    entries > 0 ? `${numbers(last + 1, last + entries)} missing` : `commits up to ${farthest.seq} are missing`;
  return [
    [
      'cutOff',
      `The end was cut off, or an older copy put back: ${lost}, which ${farthest.source} knows; the journal ends ` +
        `with commit ${end.seq}, entry ${last}`,
    ],
  ];
}
