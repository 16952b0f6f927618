/** The folder of a run: its journal, a copy of what was sent from an editor, its rejected lines and its report. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readJournal, type ReadJournal } from '../ingest/journal.ts';
import type { RunReport } from './messages.ts';

export const journalPath = (folder: string): string => join(folder, 'journal.ndjson');
/** A copy of the editor's text as it was sent, so that the run can be resumed and verified. */
export const copyPath = (folder: string): string => join(folder, 'source.ndjson');

export const reportPath = (folder: string): string => join(folder, 'report.json');

/** @returns undefined when the run's last part has no report: it is running, was interrupted, or is of an earlier version */
export async function readReport(folder: string): Promise<RunReport | undefined> {
  try {
    return JSON.parse(await readFile(reportPath(folder), 'utf8')) as RunReport;
  } catch {
    return undefined;
  }
}

/** @returns undefined when the folder has no journal, or it can't be read */
export async function readRun(folder: string): Promise<ReadJournal | undefined> {
  try {
    return readJournal(await readFile(journalPath(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

export type RunSummary = Omit<ReadJournal, 'answers'>;

/** Reads how a run started and ended, without the lines, since a journal can be long and this runs on the extension host. */
export async function readSummary(folder: string): Promise<RunSummary | undefined> {
  try {
    const records: string[] = [];
    const input = createReadStream(journalPath(folder), 'utf8');
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (/^\{"kind":"(?:run|moved|end)"/.test(line)) records.push(line);
    }
    return readJournal(records.join('\n'));
  } catch {
    return undefined;
  }
}

/** Whether the run was stopped, or its process ended early. */
export const isUnfinished = ({ end }: RunSummary): boolean => end === undefined || end.notTried > 0;
