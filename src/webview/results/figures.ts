/** The figures of the rows that are shown, and the shares of customers or event names, each of which filters. */
import { numberFormat, countText } from '../../core/language.ts';
import { plainDecimal } from '../../core/billing/decimal.ts';
import type { ResultFigures, SumGroup } from '../../core/results/figures.ts';
import type { ResultsTexts } from '../../core/texts/results.ts';
import { visible } from '../../std/visible.ts';
import { button, h, icon, outside, type Child } from '../dom.ts';
import { fill } from '../fill.ts';

const exact = numberFormat({ maximumFractionDigits: 100 });

/** A decimal number with all its digits, grouped for the reader. */
export const exactText = (decimal: string): string => exact(plainDecimal(decimal) as `${number}`);

export interface FigureActions {
  showTexts(): void;
  showNotFound(): void;
}

function figure(label: readonly Child[], value: string, more = ''): HTMLElement {
  return h(
    'div',
    { class: 'figure' },
    h('span', { class: 'label' }, ...label),
    h('span', { class: 'value' }, h('b', {}, value), h('span', { class: 'more' }, more)),
  );
}

function alarm(
  label: string,
  picture: string,
  count: number,
  title: string,
  onPress: () => void,
): HTMLElement {
  const element = button('', 'figure alarm', onPress, title);
  element.append(
    h('span', { class: 'label' }, label),
    h('span', { class: 'value' }, icon(picture, 'tone-warning'), h('b', {}, countText(count))),
  );
  return element;
}

export function drawFigures(
  figures: ResultFigures,
  sumOf: string | null,
  texts: ResultsTexts,
  on: FigureActions,
): readonly HTMLElement[] {
  const { events, deprecated, notFound, sum } = figures;
  const dash = (value: string | null) => (value === null ? '–' : exactText(value));
  const more =
    deprecated === 0
      ? ''
      : deprecated === 1
        ? texts.deprecatedOne
        : fill(texts.deprecatedMany, countText(deprecated));
  const [before = '', after = ''] = texts.sum.split('{0}');
  return [
    figure([texts.events], countText(events), sumOf === null ? '' : more),
    ...(sumOf === null
      ? []
      : [
          figure([h('span', {}, before, outside(sumOf, 'data'), after)], exactText(sum.total)),
          figure([texts.numbers], countText(sum.numbers)),
          figure([texts.least], dash(sum.least)),
          figure([texts.most], dash(sum.most)),
        ]),
    ...(sum.texts === 0
      ? []
      : [alarm(texts.texts, 'warning', sum.texts, texts.showTexts, () => on.showTexts())]),
    ...(notFound === 0
      ? []
      : [alarm(texts.notFound, 'question', notFound, texts.showNotFound, () => on.showNotFound())]),
  ];
}

const COLORS = ['blue', 'purple', 'green'] as const;
const MOST_GROUPS = 6;

/** The color of the first groups, for style sheets; neighbors differ in hue, and none is red or amber, which mean trouble. */
export function groupColor(index: number): string | undefined {
  if (index < 0 || index >= MOST_GROUPS) return undefined;
  const color = `var(--vscode-charts-${COLORS[index % COLORS.length] ?? 'blue'})`;
  return index < COLORS.length
    ? color
    : `color-mix(in srgb, ${color} 66%, var(--vscode-editor-background))`;
}

/** The bar of shares and its legend, whose entries show only their group. */
export function drawGroups(
  groups: readonly SumGroup[],
  sumOf: string | null,
  texts: ResultsTexts,
  onPick: (key: string) => void,
  colors: ReadonlyMap<string, string>,
): readonly HTMLElement[] {
  const sizes = groups.map(({ total, events }) => (sumOf === null ? events : Number(total)));
  const whole = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
  const bar = h('div', { class: 'shares', aria: { hidden: 'true' } });
  const entries = groups.slice(0, MOST_GROUPS).map((group, index) => {
    const share = whole === 0 ? 0 : Math.max(0, sizes[index] ?? 0) / whole;
    const color = colors.get(group.key) ?? groupColor(index) ?? '';
    const part = h('span', {});
    part.style.flexGrow = String(share);
    part.style.background = color;
    bar.append(part);
    return entryOf(group, share, color);
  });

  function entryOf({ key, events, total }: SumGroup, share: number, color: string): HTMLElement {
    const name = key === '' ? texts.noGroup : visible(key, 60);
    const swatch = h('span', { class: 'swatch' });
    swatch.style.background = color;
    const count =
      events === 1 ? texts.groupEventsOne : fill(texts.groupEventsMany, countText(events));
    const percent = `${(share * 100).toFixed(1)} %`;
    const element = button('', 'group', () => onPick(key), fill(texts.showOnly, name));
    element.append(
      swatch,
      h('bdi', { class: 'data' }, name),
      ...(sumOf === null ? [] : [' ', exactText(total)]),
      h('span', { class: 'more' }, ` ${percent}, ${count}`),
    );
    return element;
  }

  const rest = groups.length - entries.length;
  const others =
    rest === 0 ? '' : rest === 1 ? texts.othersOne : fill(texts.othersMany, countText(rest));
  if (rest > 0) {
    const part = h('span', { class: 'other' });
    part.style.flexGrow = String(
      sizes.slice(MOST_GROUPS).reduce((sum, size) => sum + Math.max(0, size), 0) / (whole || 1),
    );
    bar.append(part);
  }
  const legend = h('div', { class: 'legend', role: 'group', aria: { label: texts.groups } });
  legend.append(...entries, ...(rest > 0 ? [h('span', { class: 'more' }, others)] : []));
  return [bar, legend];
}
