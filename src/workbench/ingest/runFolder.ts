/** A run on this disk: its journal, a copy of what was sent where that is no file, and its rejected lines. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJournal, type ReadJournal } from '../../ingest/journal.ts';

export const journalPath = (folder: string): string => join(folder, 'journal.ndjson');
/** What stood in an editor when it was sent, so that the run can be resumed and verified. */
export const copyPath = (folder: string): string => join(folder, 'source.ndjson');

/** Undefined for a folder that holds no run, or one whose journal cannot be read. */
export async function readRun(folder: string): Promise<ReadJournal | undefined> {
  try {
    return readJournal(await readFile(journalPath(folder), 'utf8'));
  } catch {
    return undefined;
  }
}
