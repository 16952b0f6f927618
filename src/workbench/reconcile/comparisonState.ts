/** Words what a comparison's model knows, for its page. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import { suits, type RepairAction } from '../../core/reconciliation/repairs.ts';
import { outcomes } from '../../core/reconciliation/outcomes.ts';
import { kindLabel, outcomeLabel } from '../../core/texts/reconcile.ts';
import type { Cure } from '../../core/texts/reconcileButtons.ts';
import { footerOf } from '../../core/texts/reconcileFooter.ts';
import { shortTime } from '../../core/timeText.ts';
import { limitsFor } from '../../ingest/rate.ts';
import type { ReconcileState, RowSelection, ShownGroup } from '../../protocol/reconcile.ts';
import { searchesPerSecond } from '../../reconcile/rate.ts';
import type { RowGroup } from '../../reconcile/rowIndex.ts';
import { visible } from '../../std/visible.ts';
import type { ComparisonModel } from './comparisonModel.ts';

/** A page with more kinds than these would be slow, and no one reads them. */
const MAX_KINDS = 200;

/** Missing first, as Orb's outcomes are listed everywhere; kinds as they were found, and by count once all are known. */
export function shownGroups(model: ComparisonModel): readonly ShownGroup[] {
  const { groups, repairs } = model;
  const isSorted = !model.isWorking;
  const inOrder = groups.toSorted(
    (a, b) =>
      outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
      (isSorted && a.outcome !== 'missing' ? b.count - a.count : 0),
  );
  return inOrder.slice(0, MAX_KINDS).map(({ outcome, kind, count, span, orbType }) => {
    const done = repairs.reduce(
      (sum, repair) => sum + (isOf(repair, { outcome, kind }) ? repair.done : 0),
      0,
    );
    const repaired = Math.min(count, done);
    return {
      ...{ outcome, kind, count: count - repaired, repaired, span: span ?? null },
      label: kind === null ? outcomeLabel(outcome) : visible(kindLabel(kind, orbType), 200),
    };
  });
}

/** A repair without a kind was for every line that it suits. */
function isOf(
  repair: { readonly action: RepairAction; readonly outcome?: string; readonly kind?: string },
  { outcome, kind }: Pick<RowGroup, 'outcome' | 'kind'>,
): boolean {
  if (repair.kind !== undefined) return repair.kind === kind;
  return (repair.outcome ?? outcome) === outcome && suits(repair.action, outcome, kind);
}

/**
 * What repairs the selection, the best last.
 * @param available the repairs there are, the best last
 */
export function curesOf(
  model: ComparisonModel,
  available: readonly RepairAction[],
): readonly Cure[] {
  const { selection, selected } = model;
  const shown = shownGroups(model).filter((group) => isSelected(group, selection));
  return available.flatMap((action) => {
    // Which of the events shouldn't exist isn't known, so rows have to be chosen for it.
    if (action === 'deprecate' && selection.lines === null) return [];
    const fitting = shown.filter(({ outcome, kind }) => suits(action, outcome, kind));
    const all = fitting.reduce((sum, { count }) => sum + count, 0);
    const isPart = selection.lines !== null || selection.span !== null;
    const count = isPart && all > 0 ? Math.min(selected, all) : all;
    return count > 0 ? [{ action, count }] : [];
  });
}

const isSelected = ({ outcome, kind }: ShownGroup, selection: RowSelection) =>
  (selection.outcome === null || selection.outcome === outcome) &&
  (selection.kind === null || selection.kind === kind);

export function stateOf(
  model: ComparisonModel,
  parts: Pick<ReconcileState, 'connection' | 'grace'> & {
    readonly available: readonly RepairAction[];
  },
): ReconcileState {
  const { phase, counts, fileName, lines, selection, running, repaired, record } = model;
  const { mode } = record;
  const at = (ms: number) =>
    vscode.l10n.t(
      '{0} UTC',
      shortTime(new Date(ms).toISOString(), Date.now(), isToday(ms)).replace(/:\d\d$/, ''),
    );
  const isAnySelected = Object.values(selection).some((part) => part !== null);
  const footer = footerOf({
    ...{ fileName, phase, counts, running, at },
    repaired,
    repairedLines: model.repairs.reduce((sum, { done }) => sum + done, 0),
    rate: { allowed: limitsFor(mode, 0).searchesPerSecond, used: searchesPerSecond(mode) },
    outcome: selection.outcome,
    selected: model.selected,
    isSelected: isAnySelected,
    cures: curesOf(model, parts.available),
  });
  const { reconcileId } = record;
  const progress = phase.kind === 'comparing' ? phase.done / Math.max(1, phase.of) : null;
  const quarter = progress === null ? '' : Math.floor(progress * 4);
  return {
    ...{ reconcileId, fileName, counts, lines, footer },
    connection: parts.connection,
    grace: parts.grace,
    customers: model.customers,
    status: statusOf(model, at),
    isWorking: model.isWorking,
    progress,
    step: `${running === null ? phase.kind : 'repairing'} ${quarter}${repaired?.atMs ?? ''}`,
    message: messageOf(model),
  };
}

const isToday = (ms: number) =>
  new Date(ms).toISOString().slice(0, 10) === new Date().toISOString().slice(0, 10);

function statusOf(
  { phase, counts, lines }: ComparisonModel,
  at: (ms: number) => string,
): ReconcileState['status'] {
  switch (phase.kind) {
    case 'reading':
    case 'comparing':
    case 'elsewhere':
      return { icon: 'git-compare', text: vscode.l10n.t('Comparing…') };
    case 'stopped':
      return { icon: 'debug-pause', text: vscode.l10n.t('Stopped') };
    case 'interrupted':
      return { icon: 'debug-pause', text: vscode.l10n.t('Interrupted') };
    case 'fileChanged':
      return { icon: 'warning', text: vscode.l10n.t('File changed') };
    case 'ended':
      return lines > 0 && counts.same + counts.duplicates === lines
        ? { icon: 'pass', text: vscode.l10n.t('Same as Orb') }
        : { icon: 'git-compare', text: vscode.l10n.t('Compared at {0}', at(phase.atMs)) };
  }
}

function messageOf(model: ComparisonModel): ReconcileState['message'] {
  const { phase, counts, lines, selection } = model;
  const only = (line: string) => ({ lines: [line], links: [] });
  if (lines === 0)
    return phase.kind === 'ended' ? only(vscode.l10n.t('No events in this file.')) : null;
  if (
    phase.kind === 'ended' &&
    counts.same + counts.duplicates === lines &&
    selection.outcome !== 'duplicates'
  ) {
    const { same } = counts;
    return {
      lines: [
        same === 1
          ? vscode.l10n.t('The event is in Orb as this file says.')
          : vscode.l10n.t('All {0} events are in Orb as this file says.', countText(same)),
        vscode.l10n.t(
          "Only IDs in the file are compared. Orb can't list events the file doesn't have.",
        ),
      ],
      links: [
        { action: 'saveReport', label: vscode.l10n.t('Save Report…') },
        { action: 'showUsage', label: vscode.l10n.t('Show Usage') },
      ],
    };
  }
  return selection.outcome === null ? null : withoutRows(selection.outcome, counts);
}

/** Only lines that aren't as in Orb have rows. */
function withoutRows(
  outcome: LineOutcome,
  counts: Readonly<Record<LineOutcome, number>>,
): ReconcileState['message'] {
  const count = counts[outcome];
  if (outcome === 'same') {
    const line =
      count === 1
        ? vscode.l10n.t('1 event is in Orb as the file says.')
        : vscode.l10n.t('{0} events are in Orb as the file says.', countText(count));
    return { lines: [line], links: [] };
  }
  if (outcome !== 'notCompared') return null;
  const line =
    count === 1
      ? vscode.l10n.t("1 line isn't compared yet.")
      : vscode.l10n.t("{0} lines aren't compared yet.", countText(count));
  return { lines: [line], links: [] };
}
