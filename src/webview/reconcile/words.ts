/** The outcomes of a comparison in the chart. */
import { outcomes } from '../../core/reconciliation/outcomes.ts';
import type { LineOutcome } from '../../core/reconciliation/outcomes.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import { fill } from '../fill.ts';
import type { ChartLayer } from '../outcomes/timeChart.ts';

const looks: Readonly<Record<LineOutcome, Omit<ChartLayer, 'name'>>> = {
  same: { color: ({ bar }) => bar },
  missing: { color: ({ zero }) => zero, isAlwaysBright: true },
  different: { color: ({ purple }) => purple, isAlwaysBright: true },
  deprecated: { color: ({ before }) => before, isAlwaysBright: true },
  invalid: { color: ({ error }) => error, isAlwaysBright: true },
  duplicates: { color: ({ green }) => green },
  notCompared: { color: ({ muted }) => muted, isHatched: true },
};

export const chartLayers = (texts: ReconcilePageTexts): readonly ChartLayer[] =>
  outcomes.map((outcome) => ({ name: texts.outcome[outcome], ...looks[outcome] }));

/** What is said of an hour: the outcomes that it has. */
export function stepText(
  texts: ReconcilePageTexts,
  when: string,
  counts: readonly string[],
): string {
  const parts = outcomes.flatMap((outcome, at) => {
    const count = counts[at] ?? '0';
    return count === '0' ? [] : [fill(texts.outcomeSpoken, texts.outcome[outcome], count)];
  });
  return fill(texts.stepSpoken, when, parts.length === 0 ? '0' : parts.join('; '));
}
