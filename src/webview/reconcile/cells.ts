/** The columns of the rows. */
import type { FieldDifference } from '../../core/reconciliation/outcomes.ts';
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import { countText } from '../../core/language.ts';
import { dayMonth } from '../../core/timeText.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { ReconcileState, RowSelection, ShownRow } from '../../protocol/reconcile.ts';
import { visible } from '../../std/visible.ts';
import { h, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import type { Column } from '../table/columns.ts';

export interface CellFacts {
  readonly selection: RowSelection;
  readonly grace: ReconcileState['grace'];
  /** What a kind is called. */
  readonly labelOf: (row: ShownRow) => string;
}

/** @param facts as they are when a cell is drawn */
export function columnsFor(
  texts: ReconcilePageTexts,
  facts: () => CellFacts,
): readonly Column<ShownRow>[] {
  const { outcome, kind } = facts().selection;
  return [
    {
      ...{ id: 'line', title: texts.line, width: 88, align: 'end', isSortable: false },
      cell: ({ line }) => countText(line),
    },
    {
      ...{ id: 'time', title: texts.time, width: 166, isSortable: false },
      cell: ({ ms }) => (ms === null ? '' : timeCell(ms)),
    },
    {
      ...{ id: 'id', title: texts.eventId, width: 270, isSortable: false },
      cell: ({ eventId }) => outside(eventId ?? ''),
      tooltip: ({ eventId }) => visible(eventId ?? ''),
    },
    {
      ...{ id: 'what', width: 300, isSortable: false },
      title: outcome === 'missing' ? texts.gracePeriod : (fieldOf(kind) ?? texts.difference),
      cell: (row) => whatCell(row, texts, facts()),
      tooltip: (row) => row.changes.map((change) => changeText(change, texts)).join('\n'),
    },
  ];
}

const timeCell = (ms: number): HTMLElement => {
  const clock = new Date(ms).toISOString().slice(11, -1);
  return h(
    'span',
    {},
    `${dayMonth(ms)} ${clock.slice(0, 8)}`,
    h('span', { class: 'milliseconds' }, clock.slice(8)),
  );
};

/** `properties.cached` of `properties.cached:type`. */
function fieldOf(kind: string | null): string | undefined {
  const [, path] = /^(.+):(?:type|value|absentInFile|absentInOrb)$/.exec(kind ?? '') ?? [];
  return path === undefined ? undefined : visible(path);
}

function whatCell(
  row: ShownRow,
  texts: ReconcilePageTexts,
  { selection, grace, labelOf }: CellFacts,
): string | HTMLElement {
  if (row.outcome === 'missing' && row.ms !== null) {
    const text = graceText(row.ms, grace, texts);
    return selection.outcome === 'missing'
      ? text
      : h('span', { class: 'muted' }, `${texts.outcome.missing}, ${text}`);
  }
  const field = fieldOf(row.kind);
  const change = row.changes.find(({ path }) => visible(path) === field) ?? row.changes[0];
  if (change === undefined) return h('span', { class: 'muted' }, labelOf(row));
  const isTitled = selection.kind !== null && field !== undefined;
  return h(
    'span',
    {},
    !isTitled && outside(`${change.path} `, 'path'),
    change.orb === null
      ? h('span', { class: 'muted' }, texts.absent)
      : outside(change.orb, 'removed'),
    h('span', { aria: { hidden: 'true' } }, ' → '),
    change.file === null
      ? h('span', { class: 'muted' }, texts.absent)
      : outside(change.file, 'inserted'),
  );
}

const changeText = ({ path, orb, file }: FieldDifference, texts: ReconcilePageTexts): string =>
  fill(texts.changed, visible(path), visible(orb ?? texts.absent), visible(file ?? texts.absent));

/** Since when an event is too old for Orb, or how long it has left. */
function graceText(
  ms: number,
  { nowMs, gracePeriodHours }: CellFacts['grace'],
  texts: ReconcilePageTexts,
): string {
  const left = ms + gracePeriodHours * HOUR_MS - nowMs;
  if (left < 0) return texts.past;
  const minutes = Math.ceil(left / 60_000);
  if (minutes <= 120) return fill(texts.endsIn, fill(texts.minutes, countText(minutes)));
  const hours = Math.floor(minutes / 60);
  return hours <= 48
    ? fill(texts.endsIn, fill(texts.hours, countText(hours)))
    : fill(texts.endsIn, fill(texts.days, countText(Math.floor(hours / 24))));
}
