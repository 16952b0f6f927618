/** The outcomes of a run and the causes below them, in the order of the list; one of them is selected. */
import type { RejectionGroup } from '../../core/ingestReport.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import type { IngestRunState } from '../../protocol/ingestRun.ts';
import { countText } from '../../core/language.ts';
import { momentText } from '../time.ts';
import { fill } from '../fill.ts';

export type OutcomeKind = 'accepted' | 'duplicates' | 'rejected' | 'notSent';

export interface Outcome {
  /** `rejected`, or `rejected:2` for a group. Stays the same while the run is sent. */
  readonly key: string;
  readonly kind: OutcomeKind;
  readonly label: string;
  /** Below the label; absent for a whole outcome. */
  readonly more?: string;
  readonly count: number;
  readonly group?: RejectionGroup;
}

/** What the page kept before it was hidden. */
export const readSelection = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export function outcomesOf(
  state: IngestRunState,
  groups: readonly RejectionGroup[],
  texts: IngestRunTexts,
  language: string,
): readonly Outcome[] {
  const { accepted, duplicates, rejected, notSent, known } = state;
  const part = (key: string, kind: OutcomeKind, label: string, more: string, count: number) =>
    count > 0 ? [{ key, kind, label, more, count }] : [];
  const listed = groups.reduce((sum, { count }) => sum + count, 0);
  const isSending = state.phase.kind === 'sending' || state.phase.kind === 'checking';
  const all: readonly Outcome[] = [
    { key: 'rejected', kind: 'rejected', label: texts.rejected, count: rejected },
    ...groups.map((group) => ({
      key: `rejected:${group.id}`,
      kind: 'rejected' as const,
      label: reasonText(group, texts),
      more: whereText(group, texts, language),
      count: group.count,
      group,
    })),
    ...(groups.length === 0 || isSending
      ? []
      : part('unlisted', 'rejected', texts.notListed, texts.notListedMore, rejected - listed)),
    { key: 'duplicates', kind: 'duplicates', label: texts.duplicates, count: duplicates },
    ...part('inFile', 'duplicates', texts.inFile, texts.inFileMore, duplicates - known),
    ...part('inOrb', 'duplicates', texts.inOrb, texts.inOrbMore, known),
    { key: 'accepted', kind: 'accepted', label: texts.accepted, count: accepted },
    { key: 'notSent', kind: 'notSent', label: texts.notSent, count: notSent },
  ];
  return all.filter(({ key, count }) => count > 0 || key === 'accepted');
}

export function reasonText(group: RejectionGroup, texts: IngestRunTexts): string {
  if (group.isLate) return texts.late;
  return group.reason === '' ? texts.otherReasons : group.reason;
}

/** What rejected the lines, and where they are. */
function whereText(group: RejectionGroup, texts: IngestRunTexts, language: string): string {
  const { byOrb, isLate, span, firstLine, lastLine } = group;
  if (isLate && span !== undefined) {
    const text = byOrb ? texts.byOrbTimes : texts.unsentTimes;
    const moment = (ms: number) => momentText(ms, language).replace(/ UTC$/, '');
    return fill(text, moment(span.firstMs), moment(span.lastMs));
  }
  const [first, last] = [countText(firstLine), countText(lastLine)];
  if (firstLine === lastLine) return fill(byOrb ? texts.byOrbLine : texts.unsentLine, first);
  return fill(byOrb ? texts.byOrbLines : texts.unsentLines, first, last);
}

/** The first cause of rejections, or nothing if all is well, which the page then says. */
export const firstSelection = (outcomes: readonly Outcome[]): string | undefined =>
  outcomes.find(({ group }) => group !== undefined)?.key;
