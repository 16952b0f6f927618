/** Opens lines of a compared file as an event file of their own, unsaved. */
import * as vscode from 'vscode';
import { FileChangedError } from '../ingest/failures.ts';
import { IngestWorker } from '../ingest/workerClient.ts';
import type { ComparisonModel } from './comparisonModel.ts';
import type { ReconcileServices } from './comparisons.ts';

/** @throws UserError when the file has changed since */
export async function openLines(
  parts: ReconcileServices,
  model: ComparisonModel,
  lines: readonly number[],
): Promise<void> {
  const { folder, uri } = model.record;
  using worker = new IngestWorker(parts.services.context, vscode.Uri.parse(uri));
  try {
    const { text } = await worker.ask({ kind: 'readLines', folder, lines }, 'linesRead');
    const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content: text });
    await vscode.window.showTextDocument(document);
  } catch (error) {
    if (!(error instanceof FileChangedError)) throw error;
    model.set({ kind: 'fileChanged', atMs: Date.now() });
  }
}
