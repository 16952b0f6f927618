/** The columns of the list of requests. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { RequestRow } from '../../core/traffic/requestRow.ts';
import { visible } from '../../std/visible.ts';
import { h, icon } from '../dom.ts';
import type { Column } from '../table/columns.ts';

const icons = { error: 'error', warning: 'warning', fault: 'beaker' } as const;

/** `10:42:09.904` in UTC. */
export const timeText = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

/** @param width of the page @param room for the list */
export function columns(
  texts: TrafficTexts,
  width: number,
  room: number,
): readonly Column<RequestRow>[] {
  const isWide = width >= 700 && room >= 560;
  const spare = Math.max(0, room - 700);
  const all: readonly (Column<RequestRow> | false)[] = [
    { id: 'time', title: texts.time, width: 114, cell: ({ atMs }) => timeText(atMs) },
    isWide && {
      id: 'method',
      title: texts.method,
      width: 66,
      cell: ({ method }) => visible(method),
    },
    {
      id: 'path',
      title: texts.path,
      width: Math.round(126 + Math.min(240, spare * 0.4)),
      cell: ({ path }) => visible(path, 300),
      tooltip: ({ method, path, ms }) => `${method} ${visible(path, 2_000)}, ${ms} ms`,
    },
    {
      id: 'status',
      title: texts.status,
      width: 56,
      align: 'end',
      cell: ({ status }) => (status === 0 ? texts.cutOff : String(status)),
      className: ({ status }) => (status === 0 || status >= 400 ? 'failed' : ''),
    },
    isWide && {
      id: 'ms',
      title: texts.ms,
      width: 54,
      align: 'end',
      cell: ({ ms }) => countText(Math.round(ms)),
    },
    width >= 500 && {
      id: 'events',
      title: texts.events,
      width: 58,
      align: 'end',
      cell: ({ events }) => (events === 0 ? '' : countText(events)),
    },
  ];
  const shown = all.filter((each) => each !== false);
  const used = shown.reduce((sum, each) => sum + each.width, 0);
  const problems: Column<RequestRow> = {
    id: 'problems',
    title: texts.problems,
    // The rest, so that the list has no empty space at the right.
    width: Math.max(140, room - used),
    cell: ({ mark }) => (mark === null ? '' : problemCell(mark, texts)),
    tooltip: ({ mark }) => visible(mark?.text ?? ''),
  };
  return [...shown, problems].map((each) => ({ ...each, isSortable: false }));
}

function problemCell(mark: NonNullable<RequestRow['mark']>, texts: TrafficTexts): HTMLElement {
  return h(
    'span',
    { class: 'problem' },
    icon(icons[mark.kind], `tone-${mark.kind}`),
    h('span', { class: 'spoken' }, `${texts[mark.kind]}, `),
    visible(mark.text, 300),
  );
}
