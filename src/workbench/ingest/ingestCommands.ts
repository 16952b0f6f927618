/** The commands of ingest, loaded by the first of them. */
import * as vscode from 'vscode';
import type { IngestSummary } from '../../contributions.ts';
import { forgetAliases } from '../backfills/aliases.ts';
import { runCommand } from '../callers.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { askEventFile, eventFileFilter } from '../ndjson/askEventFile.ts';
import { keptRoot } from '../keptFolders.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { selectedLines } from './arguments.ts';
import { RunBusyError } from './failures.ts';
import type { IngestRequest } from './ingest.ts';
import type { IngestServices } from './presentResult.ts';
import type { IngestWorker } from './workerClient.ts';

async function run(
  parts: IngestServices,
  request: IngestRequest,
): Promise<IngestSummary | undefined> {
  const { ingest } = await import('./ingest.ts');
  return ingest(parts, request);
}

export function ingestCommands(parts: IngestServices): CommandHandlers {
  const { services } = parts;
  return {
    'orb.ingest.file': async (given, files) => {
      const request = await toRequest(services, given, files);
      return request && run(parts, request);
    },
    'orb.ingest.selection': () => run(parts, selectionRequest()),
    'orb.ingest.validate': async (given) => {
      const uri = given?.uri ?? (await askFile(services));
      if (uri === undefined) return undefined;
      const { validate } = await import('./validate.ts');
      return validate(parts, uri);
    },
    'orb.ingest.resume': async (runId) => (await import('./runHistory.ts')).resume(parts, runId),
    'orb.ingest.verify': async (runId) => (await import('./runHistory.ts')).verify(parts, runId),
    'orb.ingest.showEvents': async (runId) =>
      (await import('./runHistory.ts')).showEvents(parts, runId),
    'orb.ingest.showRun': async (runId) => (await import('./runHistory.ts')).showRun(parts, runId),
    'orb.ingest.convertArray': async (given) => {
      const uri = given?.uri ?? (await askFile(services));
      if (uri !== undefined) await (await import('../ndjson/convert.ts')).convertArray(uri);
    },
    'orb.data.delete': (given) => deleteData(parts, given?.confirm !== false),
  };
}

async function toRequest(
  services: Services,
  given: ReadArguments<'orb.ingest.file'>[0],
  files: number,
): Promise<IngestRequest | undefined> {
  if (files > 1) {
    throw new UserError(
      vscode.l10n.t('Ingest one file at a time. Each one is confirmed separately.'),
    );
  }
  const uri = given?.uri ?? (await askFile(services));
  if (uri === undefined) return undefined;
  const { connectionId, backfillId, confirm } = given ?? {};
  const more = {
    ...(connectionId !== undefined && { connectionId }),
    ...(confirm !== undefined && { confirm }),
  };
  if (backfillId === undefined) return { uri, ...more };
  const connection = await services.connections.resolve(connectionId);
  const client = await services.connections.client(connection.id);
  const { value: backfill } = await client.backfills.fetch(backfillId);
  return { uri, ...more, connectionId: connection.id, backfill };
}

const askFile = ({ dialogs }: Services): Promise<vscode.Uri | undefined> =>
  askEventFile(dialogs, {
    title: vscode.l10n.t('Event File'),
    filters: { ...eventFileFilter(), [vscode.l10n.t('All files')]: ['*'] },
  });

function selectionRequest(): IngestRequest {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new UserError(vscode.l10n.t('Select the lines to ingest in an event file first.'));
  }
  return { uri: editor.document.uri, lines: selectedLines(editor.selections) };
}

async function deleteData(
  { services, runs, running }: IngestServices,
  ask: boolean,
): Promise<void> {
  if (running.size > 0) {
    throw new UserError(vscode.l10n.t('An ingest is running. Cancel it first.'));
  }
  const question = {
    message: vscode.l10n.t('Delete all data that Orb Events recorded on this machine?'),
    detail: vscode.l10n.t(
      "This deletes the history of events, this workspace's searches, and all recorded ingests and comparisons. Unfinished ones can't be resumed afterwards. Open documents and everything in Orb stay as they are.",
    ),
    action: vscode.l10n.t('Delete'),
  };
  if (ask && !(await services.dialogs.confirm(question))) return;
  // First, since nothing is deleted when another window is sending.
  const { IngestWorker } = await import('./workerClient.ts');
  using worker = new IngestWorker(services.context, services.context.globalStorageUri);
  await worker.ask({ kind: 'deleteRuns', root: runs.root }, 'runsDeleted');
  await deleteComparisons(services, worker);
  // A running search would record what it finds.
  await runCommand('orb.events.clear', { pinned: true });
  const isDeleted = await services.ledger.deleteAll();
  forgetAliases(services.context);
  services.events.forget();
  if (!isDeleted) {
    throw new UserError(
      vscode.l10n.t(
        "Couldn't delete all recorded data: another program has its file open, or the folder isn't writable. Close other windows and try again.",
      ),
    );
  }
}

async function deleteComparisons({ context }: Services, worker: IngestWorker): Promise<void> {
  try {
    await worker.ask({ kind: 'deleteRuns', root: keptRoot(context, 'comparisons') }, 'runsDeleted');
  } catch (error) {
    if (!(error instanceof RunBusyError)) throw error;
    throw new UserError(
      vscode.l10n.t('A comparison is running, here or in another window. Stop it there first.'),
    );
  }
}
