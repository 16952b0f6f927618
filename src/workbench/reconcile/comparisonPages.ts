/** The pages of comparisons, one for each. A page can be closed and opened again while its comparison runs. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { ComparisonPhase } from '../../core/texts/reconcileFooter.ts';
import { readByTime } from '../../ingestWorker/comparisonFolder.ts';
import { object, text } from '../../std/shape.ts';
import { FileChangedError, RunBusyError } from '../ingest/failures.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import { ModelPages } from '../pages/modelPages.ts';
import {
  ComparisonModel,
  type RepairedLines,
  type ShownComparisonRecord,
} from './comparisonModel.ts';
import { ComparisonPage } from './comparisonPage.ts';
import type { ComparisonPages, KeptComparison, ReconcileServices } from './comparisons.ts';

const remembered = object({ reconcileId: text });

export class OpenComparisonPages implements ComparisonPages {
  readonly #pages = new ModelPages<ComparisonModel, ComparisonPage>(
    (...opened) => new ComparisonPage(this.parts, ...opened),
  );

  constructor(private readonly parts: ReconcileServices) {}

  /** Shows a comparison that starts or resumes. */
  begin(record: ShownComparisonRecord): ComparisonModel {
    const model = this.#pages.model(record.reconcileId) ?? new ComparisonModel(record);
    this.#show(model);
    return model;
  }

  /** Shows a recorded comparison. */
  async open(kept: KeptComparison): Promise<void> {
    const { reconcileId } = kept.comparison;
    this.#show(this.#pages.model(reconcileId) ?? (await this.#read(kept)));
  }

  isVisible(reconcileId: string): boolean {
    return this.#pages.isVisible(reconcileId);
  }

  /** Restores a page after the window was reloaded; closes one whose comparison was deleted. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#pages.restore(panel, remembered(state)?.reconcileId, async (reconcileId) =>
      this.#read(await this.parts.comparisons.get(reconcileId)),
    );
  }

  /** A repair, from the page or by a command. */
  repaired(reconcileId: string, what: RepairedLines, result: RepairResult): void {
    this.#pages.model(reconcileId)?.addRepair(what, result, Date.now());
  }

  /** Why a comparison couldn't go on, if the page shows it. */
  async failed(model: ComparisonModel, error: unknown): Promise<void> {
    if (error instanceof RunBusyError) model.set({ kind: 'elsewhere' });
    else if (error instanceof FileChangedError) {
      const atMs = await stat(model.record.path).then(({ mtimeMs }) => mtimeMs, Date.now);
      model.set({ kind: 'fileChanged', atMs });
    } else model.set({ kind: 'interrupted' });
  }

  #show(model: ComparisonModel): void {
    this.#pages.show(model.record.reconcileId, model);
  }

  async #read(kept: KeptComparison): Promise<ComparisonModel> {
    const { comparison, folder, end } = kept;
    const model = new ComparisonModel({ ...comparison, folder });
    model.byTime = (await readByTime(folder)) ?? null;
    using worker = new IngestWorker(this.parts.services.context, vscode.Uri.parse(comparison.uri));
    const { counts } = await worker.ask({ kind: 'countComparison', folder }, 'comparisonCounts');
    const isLocked =
      (end === undefined || end.notCompared > 0) &&
      (await worker.ask({ kind: 'checkLock', folder }, 'lockChecked')).locked;
    model.restore(
      isLocked ? { kind: 'elsewhere' } : await phaseOf(kept),
      counts,
      comparison.customers ?? null,
    );
    return model;
  }
}

/** How a recorded comparison ended. */
async function phaseOf({ comparison, end }: KeptComparison): Promise<ComparisonPhase> {
  const { path, startedMs, fingerprint } = comparison;
  const file = await stat(path).catch(() => undefined);
  const endedMs = startedMs + (end?.durationMs ?? 0);
  if (file?.size !== fingerprint.bytes || end?.fileChanged === true) {
    return { kind: 'fileChanged', atMs: file?.mtimeMs ?? endedMs };
  }
  if (end === undefined) return { kind: 'interrupted' };
  return end.notCompared > 0
    ? { kind: 'stopped', why: 'cancelled' }
    : { kind: 'ended', atMs: endedMs };
}
