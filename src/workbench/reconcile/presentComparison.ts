/** Shows how a comparison ended, and opens its report. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import { compareStopText, outcomeLabel } from '../../core/texts/reconcile.ts';
import type { ComparedMessage } from '../../ingestWorker/reconcileMessages.ts';
import { showNotice } from '../notices.ts';
import type { NextStep } from '../userError.ts';
import type { ReconcileServices } from './comparisons.ts';

const DIFFERENCES = ['missing', 'different', 'deprecated', 'invalid', 'duplicates'] as const;

export function presentComparison(
  parts: ReconcileServices,
  { reconcileId, name }: { readonly reconcileId: string; readonly name: string },
  compared: ComparedMessage,
): void {
  const { services } = parts;
  const { stopped, lines, same, fileChanged } = compared;
  const report: NextStep = {
    title: vscode.l10n.t('Show Report'),
    run: async () => (await import('./report.ts')).openReport(parts, reconcileId, 'markdown'),
  };
  const again: NextStep = {
    title: vscode.l10n.t('Compare Again'),
    command: 'orb.reconcile.again',
    args: [reconcileId],
  };
  const resume: NextStep = {
    title: vscode.l10n.t('Resume'),
    command: 'orb.reconcile.resume',
    args: [reconcileId],
  };
  if (stopped !== undefined) {
    const words = compareStopText(stopped.kind, stopped.message);
    const step = stopped.kind === 'changed' ? again : resume;
    showNotice(services, stopped.kind === 'cancelled' ? 'info' : 'error', words, step, report);
  } else if (fileChanged) {
    const words = vscode.l10n.t('{0} changed while it was compared. Compare it again.', name);
    showNotice(services, 'warning', words, again, report);
  } else if (lines === 0) {
    showNotice(services, 'info', vscode.l10n.t('{0} has no events to compare.', name));
  } else if (same + compared.duplicates === lines) {
    showNotice(services, 'info', equalText(name, same));
  } else {
    const words = vscode.l10n.t('{0} differs from Orb. {1}', name, countsText(compared));
    showNotice(services, 'warning', words, report);
  }
}

/** Orb can't list events that the file doesn't have, so nothing is said about those. */
const equalText = (name: string, events: number): string =>
  events === 1
    ? vscode.l10n.t('The event of {0} is in Orb as the file says.', name)
    : vscode.l10n.t('All {0} events of {1} are in Orb as the file says.', countText(events), name);

const countsText = (counts: Readonly<Record<LineOutcome, number>>): string =>
  [...DIFFERENCES, 'notCompared' as const]
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => vscode.l10n.t('{0}: {1}', outcomeLabel(outcome), countText(counts[outcome])))
    .join(' · ');
