/** The recorded comparisons, each in a folder of its own in the extension's storage. */
import * as vscode from 'vscode';
import {
  isComparisonUnfinished,
  readComparison,
  type ComparisonSummary,
} from '../../ingestWorker/comparisonFolder.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { GraceNow, RepairFilter } from '../../reconcile/items.ts';
import type { IngestWorker } from '../ingest/workerClient.ts';
import { KeptFolders } from '../keptFolders.ts';
import type { Services } from '../services.ts';
import type { ComparisonModel, RepairedLines, ShownComparisonRecord } from './comparisonModel.ts';
import { NothingFound, UserError } from '../userError.ts';

/** The pages of comparisons, see comparisonPages.ts. */
export interface ComparisonPages {
  /** Shows a comparison that starts or resumes. */
  begin(record: ShownComparisonRecord): ComparisonModel;
  /** Shows a recorded comparison. */
  open(kept: KeptComparison): Promise<void>;
  isVisible(reconcileId: string): boolean;
  /** Restores a page after the window was reloaded. */
  restore(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** A repair, from the page or by a command. */
  repaired(reconcileId: string, what: RepairedLines, result: RepairResult): void;
  /** Why a comparison couldn't go on. */
  failed(model: ComparisonModel, error: unknown): Promise<void>;
}

/** What all commands of comparisons share. */
export interface ReconcileServices {
  readonly services: Services;
  readonly comparisons: Comparisons;
  /** Loaded with the first page; absent for a chat, which shows the result itself. */
  readonly pages?: () => Promise<ComparisonPages>;
}

export interface KeptComparison extends ComparisonSummary {
  readonly folder: string;
}

/** What a repair works with. */
export interface RepairWork {
  readonly kept: KeptComparison;
  readonly worker: IngestWorker;
  readonly filter: RepairFilter;
  readonly grace: GraceNow;
  readonly confirm: boolean | undefined;
  readonly suffix: string | undefined;
}

export class Comparisons extends KeptFolders<ComparisonSummary> {
  constructor(context: vscode.ExtensionContext) {
    super(context, 'comparisons', readComparison);
  }

  /** @param reconcileId the newest by default @throws UserError when there is no such comparison */
  async get(reconcileId: string | undefined): Promise<KeptComparison> {
    if (reconcileId === undefined) {
      for await (const kept of this.newest(() => true)) return kept;
      throw new NothingFound(
        vscode.l10n.t('No event file was compared with Orb on this machine yet.'),
      );
    }
    const kept = await this.find(reconcileId);
    if (kept !== undefined) return kept;
    throw new UserError(
      vscode.l10n.t('There\'s no comparison "{0}" on this machine.', reconcileId),
    );
  }

  /** @throws UserError when every comparison is finished */
  async newestUnfinished(): Promise<KeptComparison> {
    for await (const kept of this.newest(isComparisonUnfinished)) return kept;
    throw new NothingFound(vscode.l10n.t('No comparison is unfinished.'));
  }
}
