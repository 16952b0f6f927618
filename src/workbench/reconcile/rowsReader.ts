/** Reads the rows of a comparison for its page, in a thread of its own that answers one question after the other. */
import * as vscode from 'vscode';
import type { DiffLine } from '../../core/reconciliation/diffLines.ts';
import type { FromWorker, ToWorker } from '../../ingestWorker/messages.ts';
import type { RowSelection, ShownRow } from '../../protocol/reconcile.ts';
import type { GraceNow } from '../../reconcile/items.ts';
import type { RowFilter, RowGroup } from '../../reconcile/rowIndex.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import type { ShownComparisonRecord } from './comparisonModel.ts';

export class RowsReader implements Disposable {
  #worker: IngestWorker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly record: ShownComparisonRecord,
    private readonly grace: () => GraceNow,
  ) {}

  /** Reads what was compared since. */
  async groups(): Promise<readonly RowGroup[]> {
    return (await this.#ask({ kind: 'readRows', ...this.#about }, 'rowsRead')).groups;
  }

  async rows(
    { lines, ...selection }: RowSelection,
    offset: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly rows: readonly ShownRow[] }> {
    const filter = filterOf({ ...selection, lines });
    const message = { kind: 'listRows', ...this.#about, filter, offset, limit } as const;
    const { total, items } = await this.#ask(message, 'rows');
    return { total, rows: items };
  }

  /** The numbers of all lines that are selected, ascending. */
  async lines(selection: RowSelection): Promise<readonly number[]> {
    if (selection.lines !== null) return selection.lines;
    const filter = filterOf(selection);
    const message = { kind: 'listRowLines', ...this.#about, filter } as const;
    return (await this.#ask(message, 'rowLines')).lines;
  }

  async detail(item: ShownRow): Promise<readonly DiffLine[] | null> {
    const message = { kind: 'readDetail', path: this.record.path, item } as const;
    return (await this.#ask(message, 'detail')).lines ?? null;
  }

  [Symbol.dispose](): void {
    this.#worker?.[Symbol.dispose]();
  }

  get #about() {
    return { folder: this.record.folder, grace: this.grace() };
  }

  #ask<Kind extends FromWorker['kind']>(message: ToWorker, until: Kind) {
    this.#worker ??= new IngestWorker(this.context, vscode.Uri.parse(this.record.uri));
    const worker = this.#worker;
    const answer = this.#last.then(() => worker.ask(message, until));
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

function filterOf({ outcome, kind, span }: RowSelection): RowFilter {
  return {
    ...(outcome !== null && { outcome }),
    ...(kind !== null && { kind }),
    ...(span !== null && { span }),
  };
}
