/** The commands of ingest, loaded by the first of them. */
import * as vscode from 'vscode';
import type { IngestSummary } from '../../contributions.ts';
import { forgetAliases } from '../backfills/aliases.ts';
import { runCommand } from '../callers.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { askEventFile, eventFileFilter } from '../ndjson/askEventFile.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { selectedLines } from './arguments.ts';
import type { IngestRequest } from './ingest.ts';
import type { Parts } from './outcome.ts';

async function run(parts: Parts, request: IngestRequest): Promise<IngestSummary | undefined> {
  const { ingest } = await import('./ingest.ts');
  return ingest(parts, request);
}

export function ingestCommands(parts: Parts): CommandHandlers {
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
      vscode.l10n.t('Ingest one file after the other: each is confirmed on its own.'),
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

async function deleteData({ services, runs, running }: Parts, ask: boolean): Promise<void> {
  if (running.size > 0) {
    throw new UserError(vscode.l10n.t('An ingest is running. Cancel it first.'));
  }
  const question = {
    message: vscode.l10n.t('Delete what Orb Events remembers on this machine?'),
    detail: vscode.l10n.t(
      'The ledger of events seen, amended and deprecated, the searches of this workspace, and all ingest runs with their rejected lines. Unfinished runs cannot be resumed afterwards. Open documents stay as they are. Nothing in Orb changes.',
    ),
    action: vscode.l10n.t('Delete'),
  };
  if (ask && !(await services.dialogs.confirm(question))) return;
  // First, since it may find that another window is sending, and then nothing is deleted.
  const { IngestWorker } = await import('./workerClient.ts');
  using worker = new IngestWorker(services.context, services.context.globalStorageUri);
  await worker.ask({ kind: 'deleteRuns', root: runs.root }, 'runsDeleted');
  // Next, since a search under way would note what it finds.
  await runCommand('orb.events.clear', { pinned: true });
  const isDeleted = await services.ledger.deleteAll();
  forgetAliases(services.context);
  services.events.forget();
  if (!isDeleted) {
    throw new UserError(
      vscode.l10n.t(
        "Couldn't delete all recorded data: another program has its file open, or the folder can't be written. Close other windows and try again.",
      ),
    );
  }
}
