/** The volume page: events per hour, compared with the week before. */
import { countText } from '../../core/language.ts';
import { seriesFigures } from '../../core/seriesFigures.ts';
import type { VolumeTexts } from '../../core/texts/volume.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { ToHost, VolumeState } from '../../protocol/volume.ts';
import { createChartPage, type ChartPage } from '../chart/chartPage.ts';
import { percent } from '../chart/format.ts';
import type { ViewMemory } from '../chart/viewMemory.ts';
import { button, headAction } from '../dom.ts';
import { fill } from '../fill.ts';
import { volumeColumns } from './columns.ts';
import { createControls } from './controls.ts';
import { volumeFigures } from './figures.ts';
import { VOLUME_LANES, volumeLanes } from './lanes.ts';
import { spokenHour, tooltipLines } from './spoken.ts';

export function createPage(
  texts: VolumeTexts,
  first: VolumeState,
  remote: Remote<ToHost>,
  memory: ViewMemory,
): ChartPage<VolumeState> {
  const ask = (work: Promise<unknown>) => void work.catch(() => undefined);
  const controls = createControls(texts, {
    choose: (range) => {
      page.showAll();
      ask(remote.choose({ range }));
    },
    compare: (on) => ask(remote.compare({ on })),
    cancel: () => ask(remote.cancel()),
    retry: () => ask(remote.retry()),
  });
  const words = {
    peak: texts.peakLabel,
    gap: texts.gapLabel,
    gapLength: texts.hour.gapLength,
  };
  const page = createChartPage<VolumeState>(
    {
      texts,
      title: texts.title,
      pageName: texts.pageName,
      chart: texts.chart,
      table: texts.table,
      actions: [headAction('symbol-numeric', texts.usage, () => ask(remote.usage()))],
      options: { hasLabels: true, lanes: VOLUME_LANES, isWhole: true, scaleText: countText },
      controls: controls.element,
      unit: () => texts.hour,
      refresh: () => ask(remote.refresh()),
      export: (shown) => ask(remote.export(shown)),
      drawControls: (state, view) => controls.draw(state, view),
      figures: (state, figures, _shown, onNextGap) =>
        volumeFigures(state, figures, texts, onNextGap),
      scene: (state, palette, isWide) => ({
        layers: null,
        lanes: volumeLanes(state, palette, texts),
        words: isWide ? words : null,
      }),
      columns: ({ series }) => volumeColumns(series, texts),
      selected({ series }, span, bounds) {
        const { total, before, change } = seriesFigures(series, span);
        const sum =
          before === null
            ? fill(texts.selectedEvents, countText(total))
            : fill(texts.selectedChange, countText(total), percent(change));
        const buttons = [
          button(texts.search, 'secondary', () => ask(remote.search(bounds))),
          button(texts.backfill, 'secondary', () => ask(remote.backfill(bounds))),
        ];
        return { sum, buttons };
      },
      hint: ({ reading }, { peak }) =>
        peak === null && reading === null ? texts.noEvents : texts.hour.selectHint,
      spoken: ({ series }, index) => spokenHour(series, index, texts),
      tooltip: ({ series }, index) => tooltipLines(series, index, texts),
    },
    first,
    memory,
  );
  return page;
}
