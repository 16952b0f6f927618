/**
 * The pages of ingests, one for each run. A page can be closed and opened again while its run is
 * being sent.
 */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { allows, backfillState } from '../../core/backfillMoves.ts';
import type { EndRecord, ReadJournal } from '../../ingest/journal.ts';
import type { Accounts } from '../../ingest/states.ts';
import { isUnfinished, readReport, readRun } from '../../ingestWorker/runFolder.ts';
import { object, text } from '../../std/shape.ts';
import { ModelPages } from '../pages/modelPages.ts';
import type { Services } from '../services.ts';
import { FileChangedError, RunBusyError } from './failures.ts';
import { RunModel, type ShownRun } from './runModel.ts';
import { RunPage } from './runPage.ts';
import type { KeptRun, Runs } from './runs.ts';
import { IngestWorker } from './workerClient.ts';

const remembered = object({ runId: text });

export class RunPages {
  readonly #pages = new ModelPages<RunModel, RunPage>(
    (...opened) => new RunPage(this.services, ...opened),
  );

  constructor(
    private readonly services: Services,
    private readonly runs: Runs,
  ) {}

  /** Shows a run that starts or resumes. */
  begin(run: ShownRun): RunModel {
    const model = this.#pages.model(run.runId) ?? new RunModel(run);
    this.#show(model);
    return model;
  }

  /** Shows a recorded run. */
  async open(kept: KeptRun): Promise<RunModel> {
    const model = this.#pages.model(kept.run.runId) ?? (await this.#read(kept));
    this.#show(model);
    return model;
  }

  isVisible(runId: string): boolean {
    return this.#pages.isVisible(runId);
  }

  /** Restores a page after the window was reloaded; closes one whose run was deleted. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#pages.restore(panel, remembered(state)?.runId, async (runId) =>
      this.#read(await this.runs.get(runId)),
    );
  }

  /** Why a resume or a verification was impossible, if the page shows it. */
  async failed(model: RunModel, error: unknown): Promise<void> {
    if (error instanceof RunBusyError) model.setElsewhere();
    else if (error instanceof FileChangedError) {
      const changedMs = await stat(model.run.path).then(({ mtimeMs }) => mtimeMs, Date.now);
      model.setFileChanged(changedMs);
    } else model.restorePhase();
  }

  #show(model: RunModel): void {
    this.#pages.show(model.run.runId, model);
  }

  async #read(kept: KeptRun): Promise<RunModel> {
    const model = new RunModel(kept.run);
    const report = await readReport(kept.folder);
    if (report !== undefined) model.finish(report);
    else {
      const journal = await readRun(kept.folder);
      model.restorePhase(journal && accountsOf(journal));
      if (isUnfinished(kept) && (await this.#isLocked(kept))) model.setElsewhere();
    }
    this.readBackfill(model);
    return model;
  }

  /** Asks Orb whether the run's backfill is still open, so that closing it can be offered. */
  readBackfill(model: RunModel): void {
    const { connectionId, backfillId } = model.run;
    const { connections, log } = this.services;
    if (backfillId === undefined) return;
    connections
      .client(connectionId)
      .then((client) => client.backfills.fetch(backfillId))
      .then(({ value }) => {
        const isOpen = allows(backfillState(value, connections.now(connectionId)), 'close');
        model.setBackfillOpen(isOpen);
      })
      .catch((error: unknown) => log.warn("The ingest page couldn't read its backfill.", error));
  }

  async #isLocked({ run, folder }: KeptRun): Promise<boolean> {
    using worker = new IngestWorker(this.services.context, vscode.Uri.parse(run.uri));
    return (await worker.ask({ kind: 'checkLock', folder }, 'lockChecked')).locked;
  }
}

/** The counts of a run without a report. Lines that validation rejected aren't in the journal before its end. */
function accountsOf({ run, end, answers }: ReadJournal): Accounts {
  const { lines } = run;
  if (end !== undefined) return fromEnd(lines, end);
  const counts = { accepted: 0, known: 0, refused: 0 };
  for (const answer of answers) {
    if (answer.kind === 'refused') counts.refused++;
    else if (answer.kind === 'accepted' || answer.kind === 'known') {
      for (const [first, last] of answer.lines) counts[answer.kind] += last - first + 1;
    }
  }
  const { accepted, known: duplicates, refused: rejected } = counts;
  return {
    lines,
    accepted,
    duplicates,
    rejected,
    notTried: Math.max(0, lines - accepted - duplicates - rejected),
  };
}

const fromEnd = (lines: number, { accepted, duplicates, rejected, notTried }: EndRecord) => ({
  lines,
  accepted,
  duplicates,
  rejected,
  notTried,
});
