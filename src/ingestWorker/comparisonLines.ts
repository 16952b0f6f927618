/** Lines of a comparison's file, and the counts of its journal. */
import { MAX_BATCH } from '../core/event.ts';
import { SourceChanged } from '../ingest/batchReader.ts';
import { pickLinesWhere } from '../ingest/pick.ts';
import { countRecords } from '../reconcile/journal.ts';
import { openSame } from './compareTask.ts';
import { comparisonIn, readRecords } from './comparisonFolder.ts';
import type { FromReconcile, ToReconcile } from './reconcileMessages.ts';
import type { OpenRunFile } from './runFile.ts';

type Message<Kind extends ToReconcile['kind']> = Extract<ToReconcile, { kind: Kind }>;
type Answer<Kind extends FromReconcile['kind']> = Extract<FromReconcile, { kind: Kind }>;

/** @throws SourceChanged when the file is another one by now */
export async function readLines(
  { folder, lines }: Message<'readLines'>,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<Answer<'linesRead'>> {
  const { comparison } = await comparisonIn(folder);
  const same = await openSame(comparison, folder, file, signal);
  if (same === undefined) throw new SourceChanged();
  const wanted = new Set(lines);
  const texts: string[] = [];
  const isWanted = (line: number) => wanted.has(line);
  for await (const batch of pickLinesWhere(same.source, same.validated, isWanted, MAX_BATCH)) {
    for (const { bytes } of batch) texts.push(`${Buffer.from(bytes).toString('utf8')}\n`);
  }
  return { kind: 'linesRead', text: texts.join('') };
}

export async function countComparison({
  folder,
}: Message<'countComparison'>): Promise<Answer<'comparisonCounts'>> {
  const { comparison } = await comparisonIn(folder);
  return {
    kind: 'comparisonCounts',
    counts: await countRecords(readRecords(folder), comparison),
  };
}
