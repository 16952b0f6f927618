/** Checks a file as an ingest would, and sends nothing. Loaded on first use. */
import { countText } from '../../core/language.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { withoutIcons } from '../../std/plain.ts';
import type { CommandResult } from '../../contributions.ts';
import { DEFAULT_GRACE_HOURS } from '../../core/connection.ts';
import { duplicateCount, lineCount } from '../../core/texts/ingest.ts';
import { inWords } from './failures.ts';
import { contextFor, validateFile } from './ingest.ts';
import type { Parts } from './outcome.ts';
import { provide } from './source.ts';
import { IngestWorker } from './workerClient.ts';

/** Judged by the active connection's clock and grace period; without one by this machine's clock and Orb's default. */
export async function validate(
  { services, runs, problems }: Parts,
  uri: vscode.Uri,
): Promise<NonNullable<CommandResult<'orb.ingest.validate'>>> {
  const { active } = services.connections;
  const context =
    active === undefined
      ? { nowMs: Date.now(), gracePeriodHours: DEFAULT_GRACE_HOURS }
      : await contextFor(services, active, undefined);
  const { folder } = await runs.create(Date.now());
  using worker = new IngestWorker(services.context, uri);
  try {
    const { path } = await provide({ uri }, folder);
    const name = basename(uri.path);
    const { totals, rejected } = await validateFile(worker, { name, path, context, folder });
    const { lines, valid, invalid, duplicates, conflicts } = totals;
    problems.show(uri, rejected, invalid + conflicts, 0);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t(
        '{0}: {1} of {2} can be ingested, {3}',
        withoutIcons(name),
        countText(valid),
        lineCount(lines),
        duplicateCount(duplicates),
      ),
      10_000,
    );
    return { lines, valid, invalid, duplicates, conflicts };
  } catch (error) {
    throw inWords(error);
  } finally {
    await runs.drop(folder);
  }
}
