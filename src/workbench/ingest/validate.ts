/** Validates a file as an ingest would, without sending anything. Loaded on first use. */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CommandResult } from '../../contributions.ts';
import { DEFAULT_GRACE_HOURS } from '../../core/connection.ts';
import { duplicateCount, lineCount } from '../../core/texts/ingest.ts';
import type { FileTotals } from '../../ingest/validateFile.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { inWords } from './failures.ts';
import { contextFor, validateFile } from './ingest.ts';
import type { IngestServices } from './presentResult.ts';
import { showLine } from './showLine.ts';
import { provide } from './source.ts';
import { IngestWorker } from './workerClient.ts';

/**
 * Uses the clock and grace period of the active connection, or this machine's clock and Orb's
 * default if there isn't one. Opens the first problem.
 * @throws UserError for what can't be read
 */
export async function validate(
  { services, runs, problems }: IngestServices,
  uri: vscode.Uri,
): Promise<NonNullable<CommandResult<'orb.ingest.validate'>>> {
  const { active } = services.connections;
  const catalog = await services.catalog.read();
  const context =
    active === undefined
      ? {
          nowMs: Date.now(),
          gracePeriodHours: DEFAULT_GRACE_HOURS,
          ...(catalog !== undefined && { catalogText: catalog.text }),
        }
      : await contextFor(services, active, undefined);
  const { folder } = await runs.create(Date.now());
  using worker = new IngestWorker(services.context, uri);
  try {
    const { path } = await provide({ uri }, folder);
    const name = basename(uri.path);
    const { totals, rejected } = await validateFile(worker, { name, path, context, folder });
    const { lines, valid, invalid, duplicates, conflicts } = totals;
    problems.show(uri, rejected, invalid + conflicts, 0);
    await showLine(uri, rejected[0]?.line);
    announce(services, name, totals);
    return { lines, valid, invalid, duplicates, conflicts };
  } catch (error) {
    throw inWords(error);
  } finally {
    await runs.drop(folder);
  }
}

function announce(
  services: Services,
  name: string,
  { lines, invalid, conflicts, duplicates, warned }: FileTotals,
): void {
  const problems = invalid + conflicts;
  if (problems === 0) {
    const found = [
      vscode.l10n.t('{0} has no problems: {1}.', name, lineCount(lines)),
      ...(duplicates === 0 ? [] : [duplicateCount(duplicates)]),
      ...(warned === 0 ? [] : [warnedText(warned)]),
    ];
    showNotice(services, 'info', found.join(' · '));
    return;
  }
  const show = {
    title: vscode.l10n.t('Show Problems'),
    command: 'workbench.actions.view.problems',
  };
  const words =
    problems === 1
      ? vscode.l10n.t('{0}: 1 of {1} has a problem.', name, lineCount(lines))
      : vscode.l10n.t(
          '{0}: {1} of {2} have problems.',
          name,
          countText(problems),
          lineCount(lines),
        );
  showNotice(services, 'warning', words, show);
}

const warnedText = (lines: number): string =>
  lines === 1
    ? vscode.l10n.t('1 line differs from the event catalog')
    : vscode.l10n.t('{0} lines differ from the event catalog', countText(lines));
