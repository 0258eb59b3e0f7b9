import { readAnchors } from '../anchorFile.js';
import { numberOf, openChain } from '../store/chain.js';
import { utc } from '../store/entryNames.js';
import { examine, type Examined } from '../store/findings.js';
import type { Mark } from '../store/trail.js';
import { openTrail } from './openTrail.js';
import type { Printer } from './printer.js';
import type { AuditSettings } from './settings.js';

/** More are counted only: behind so many nothing is learned from one more. */
const LISTED = 20;

/** Follows the whole chain and says what was done to it. False where anything was. */
export async function verify(settings: AuditSettings, { print }: Printer): Promise<boolean> {
  const chain = openChain(settings.auditKey);
  // Before the journal: what the anchors know is in it by then.
  const marks = await marksOf(settings.anchorFile);
  const trail = await openTrail(settings, chain);
  try {
    const examined = await examine(trail, chain, marks);
    const { findings } = examined;
    for (const { sentence } of findings.slice(0, LISTED)) print(`${sentence}.`);
    if (findings.length > LISTED) print(`… and ${findings.length - LISTED} more.`);
    print(findings.length === 0 ? allWell(examined, marks) : `${findings.length} found. ${EVIDENCE}`);
    return findings.length === 0;
  } finally {
    await trail.close();
  }
}

const EVIDENCE =
  'Keep the data and the anchor as evidence, find out who wrote to them, and restore the latest good backup.';

async function marksOf(file: string | undefined): Promise<readonly Mark[]> {
  if (file === undefined) return [];
  const anchors = await readAnchors(file);
  return anchors.map((anchor) => ({ ...anchor, source: `the anchor of ${utc(anchor.anchoredAt)} in ${file}` }));
}

function allWell({ databaseId, entries, first, head, seq, unfinished }: Examined, marks: readonly Mark[]): string {
  const since = first === undefined ? 'no entry yet' : `${entries} entries since ${utc(first.at)}`;
  const last = marks.at(-1);
  const anchored =
    last === undefined
      ? 'No anchor was read (ANCHOR_FILE): an end that was cut off might not show.'
      : `It leads through all ${marks.length} anchors, the last at entry ${numberOf(last.head) ?? 0}.`;
  return [
    `All well: ${since}, in ${seq} commits of database ${databaseId}. The head is ${head}.`,
    anchored,
    ...(unfinished ? ['The last line is being written just now, or was torn off by a power cut.'] : []),
  ].join(' ');
}
