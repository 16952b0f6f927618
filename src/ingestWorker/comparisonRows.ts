/** Reads the rows of a comparison page by page, also while it runs, here or in another window: its journal only grows. */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { memberOf, readJson } from '../core/jsonTree.ts';
import { MAX_LINE_BYTES } from '../core/lines.ts';
import { diffLines, type DiffLine } from '../core/reconciliation/diffLines.ts';
import type { FieldDifference } from '../core/reconciliation/outcomes.ts';
import { decodeLine } from '../ingest/validateLine.ts';
import { toItem, type GraceNow, type Item, type RowItem } from '../reconcile/items.ts';
import { readRecord, type Row } from '../reconcile/journal.ts';
import { RowIndex, type RowFilter, type RowGroup } from '../reconcile/rowIndex.ts';
import { journalPath } from './runFolder.ts';

const CHUNK = 1 << 20;
/** Parsed records that are kept: those of the pages around the one that is shown. */
const MAX_KEPT = 32;

export class ComparisonRows {
  readonly #index = new RowIndex();
  /** Offset and length in bytes of each record with rows. */
  readonly #records: (readonly [number, number])[] = [];
  readonly #kept = new Map<number, readonly Row[]>();
  /** What was read so far, in whole lines. */
  #end = 0;

  constructor(readonly folder: string) {}

  /** Reads what was appended since. @throws what node:fs does */
  async refresh(grace: GraceNow): Promise<readonly RowGroup[]> {
    await using file = await open(journalPath(this.folder));
    let rest = Buffer.alloc(0);
    for (let position = this.#end; ;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await file.read(chunk, 0, CHUNK, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let start = 0;
      for (let end: number; (end = rest.indexOf(LF, start)) >= 0; start = end + 1) {
        this.#take(rest.toString('utf8', start, end), this.#end + start, end - start);
      }
      this.#end += start;
      rest = rest.subarray(start);
    }
    return this.#index.groups(grace);
  }

  /** @throws what node:fs does */
  async page(
    filter: RowFilter,
    grace: GraceNow,
    offset: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly items: readonly RowItem[] }> {
    await using file = await open(journalPath(this.folder));
    const items: RowItem[] = [];
    for (const { record, at } of this.#index.places(filter, grace, offset, limit)) {
      const row = (await this.#rowsOf(record, file))[at];
      if (row !== undefined) items.push({ ...toItem(row, grace), ms: row.ms ?? null });
    }
    return { total: this.#index.count(filter, grace), items };
  }

  lines(filter: RowFilter, grace: GraceNow): readonly number[] {
    return this.#index.lines(filter, grace);
  }

  #take(text: string, offset: number, length: number): void {
    // Records of lines that are all as in Orb are the most frequent.
    if (text.endsWith('"rows":[]}')) return;
    const record = readRecord(text);
    if (record?.kind !== 'compared' && record?.kind !== 'read') return;
    this.#index.add(record.rows, this.#records.push([offset, length]) - 1);
  }

  async #rowsOf(id: number, file: FileHandle): Promise<readonly Row[]> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const [offset, length] = this.#records[id] ?? [0, 0];
    const bytes = Buffer.allocUnsafe(length);
    await file.read(bytes, 0, length, offset);
    const record = readRecord(bytes.toString('utf8'));
    const rows = record?.kind === 'compared' || record?.kind === 'read' ? record.rows : [];
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(id, rows);
    return rows;
  }
}

const LF = 0x0a;

/**
 * The diff of one line.
 * @returns the text of a line that isn't an event, cut after some kilobytes; undefined when the file no longer has this event on this line
 */
export async function readDetail(
  path: string,
  { line, eventId, changes }: Pick<Item, 'line' | 'eventId' | 'changes'>,
): Promise<readonly DiffLine[] | undefined> {
  const bytes = await readLine(path, line).catch(() => undefined);
  const text = bytes && decodeLine(bytes)?.replace(/^\uFEFF/, '');
  if (text === undefined) return withoutFile(changes);
  try {
    const id = memberOf(readJson(text), 'idempotency_key');
    if ((id?.kind === 'string' ? id.value : null) !== eventId) return withoutFile(changes);
    return diffLines(text, changes);
  } catch {
    return eventId === null ? [{ mark: ' ', text: text.slice(0, MAX_SHOWN) }] : undefined;
  }
}

const MAX_SHOWN = 4_000;

/** What is known without the file. */
const withoutFile = (changes: readonly FieldDifference[]): readonly DiffLine[] | undefined =>
  changes.length === 0 ? undefined : diffLines('{}', changes);

/** @param line from 1 @returns undefined when the file has fewer lines, or this one is too long for an event */
async function readLine(path: string, line: number): Promise<Uint8Array | undefined> {
  let left = line - 1;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    const bytes = chunk as Buffer;
    let start = 0;
    while (left > 0) {
      const end = bytes.indexOf(LF, start);
      if (end < 0) break;
      start = end + 1;
      left--;
    }
    if (left > 0) continue;
    const end = bytes.indexOf(LF, start);
    const part = bytes.subarray(start, end < 0 ? bytes.length : end);
    parts.push(part);
    length += part.length;
    if (length > MAX_LINE_BYTES) return undefined;
    if (end >= 0) break;
  }
  return left > 0 ? undefined : Buffer.concat(parts);
}
