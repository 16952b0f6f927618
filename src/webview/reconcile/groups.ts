/** The outcomes and the kinds below them, in the order of the list. */
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import type { ReconcileState, ShownGroup } from '../../protocol/reconcile.ts';
import { hourSpan } from '../chart/format.ts';
import { fill } from '../fill.ts';
import type { ListedOutcome } from '../outcomes/outcomeList.ts';

export interface Group extends ListedOutcome {
  readonly outcome: LineOutcome;
  readonly kindCode: string | null;
  readonly span: ShownGroup['span'];
}

const LISTED = ['missing', 'different', 'deprecated', 'invalid', 'duplicates'] as const;
/** They are listed even with no lines while the others may still come. */
const EXPECTED: readonly LineOutcome[] = ['missing', 'different', 'deprecated', 'invalid'];

export function groupsOf(
  { counts, isWorking }: ReconcileState,
  groups: readonly ShownGroup[],
  texts: ReconcilePageTexts,
): readonly Group[] {
  return LISTED.flatMap((outcome): readonly Group[] => {
    const kinds = groups.filter((group) => group.outcome === outcome);
    const isShown = counts[outcome] > 0 || (isWorking && EXPECTED.includes(outcome));
    if (!isShown) return [];
    const repaired = kinds.reduce((sum, group) => sum + group.repaired, 0);
    const count = Math.max(0, counts[outcome] - repaired);
    const spans = kinds.flatMap(({ span }) => span ?? []);
    return [
      {
        key: outcome,
        kind: outcome,
        label: texts.outcome[outcome],
        ...{ count, outcome, kindCode: null, isDone: count === 0 && repaired > 0 },
        span:
          spans.length === 0
            ? null
            : {
                firstMs: Math.min(...spans.map(({ firstMs }) => firstMs)),
                lastMs: Math.max(...spans.map(({ lastMs }) => lastMs)),
              },
      },
      ...kinds
        .filter(({ kind }) => kind !== null)
        .map((group) => ({
          key: `${outcome} ${group.kind ?? ''}`,
          kind: outcome,
          label: group.label,
          more: hoursText(group.span, texts),
          ...{ count: group.count, outcome, kindCode: group.kind, span: group.span },
          isDone: group.count === 0 && group.repaired > 0,
        })),
    ];
  });
}

/** `Wed 28 Oct 22:00 – 23:00 UTC`, whole hours. */
function hoursText(span: ShownGroup['span'], { utc }: ReconcilePageTexts): string {
  if (span === null) return '';
  const startMs = Math.floor(span.firstMs / HOUR_MS) * HOUR_MS;
  const endMs = (Math.floor(span.lastMs / HOUR_MS) + 1) * HOUR_MS;
  return fill(utc, hourSpan(startMs, endMs));
}
