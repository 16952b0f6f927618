/** A run on this disk: its journal, a copy of what was sent where that is no file, and its rejected lines. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readJournal, type ReadJournal } from '../ingest/journal.ts';

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

export type RunSummary = Omit<ReadJournal, 'answers'>;

/** What a run is and how it ended, without what became of each line: a journal may be long, and this is asked on the extension host. */
export async function readSummary(folder: string): Promise<RunSummary | undefined> {
  try {
    const told: string[] = [];
    const input = createReadStream(journalPath(folder), 'utf8');
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (/^\{"kind":"(?:run|moved|end)"/.test(line)) told.push(line);
    }
    return readJournal(told.join('\n'));
  } catch {
    return undefined;
  }
}

/** It was stopped, or its process ended in the middle. */
export const isUnfinished = ({ end }: RunSummary): boolean => end === undefined || end.notTried > 0;
