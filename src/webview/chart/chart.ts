/** The chart, on uPlot, which scales, resizes, and draws the axes; paint.ts paints the hours. */
import { countText } from '../../core/language.ts';
import uPlot from 'uplot';
import { h } from '../dom.ts';
import { gridStep } from './axis.ts';
import { AXIS_HEIGHT, paint } from './paint.ts';
import type { Scene } from './plot.ts';

/** The width of the numbers and lane names on the left. */
const LEFT = 72;
/** The space above the plot, for the selection's band and a label over the peak. */
const TOP = 20;

export interface Chart {
  readonly element: HTMLElement;
  draw(scene: Scene): void;
  /** The hour under a pointer, as a fraction; undefined outside the plot. */
  hourAt(event: MouseEvent): number;
  /** The number of hours per pixel. */
  hoursPerPixel(): number;
  png(): Promise<Blob>;
}

export function createChart(): Chart {
  const element = h('div', { class: 'chart' });
  let scene: Scene | undefined;
  let step = 1;
  let shown: readonly (number | null)[] | undefined;
  const color = (pick: (scene: Scene) => string) => () => (scene === undefined ? '' : pick(scene));
  const chart = new uPlot(
    {
      width: 600,
      height: 300,
      padding: [TOP, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [scene?.view.from ?? 0, scene?.view.to ?? 1] },
        y: { range: () => [0, step * 3] },
      },
      axes: [
        {
          size: AXIS_HEIGHT,
          grid: { show: false },
          ticks: { show: false },
          values: (_chart, splits) => splits.map(() => ''),
        },
        {
          size: LEFT,
          gap: 8,
          font: '12px sans-serif',
          stroke: color(({ palette }) => palette.muted),
          splits: () => [0, step, step * 2, step * 3],
          values: (_chart, splits) => splits.map((each) => countText(each)),
          ticks: { show: false },
          grid: {
            stroke: color(({ palette }) => `color-mix(in srgb, ${palette.lines} 35%, transparent)`),
            width: 1,
          },
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawAxes: [
          () => {
            if (scene !== undefined) paint(chart, scene);
          },
        ],
      },
    },
    [[], []],
    element,
  );

  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = element;
    if (width > 0 && height > 0) chart.setSize({ width, height });
  }).observe(element);

  return {
    element,
    draw(next) {
      scene = next;
      const { counts, before } = next.state.series;
      if (counts !== shown) {
        shown = counts;
        step = gridStep(
          Math.max(...counts.map((each) => each ?? 0), ...(before ?? []).map((each) => each ?? 0)),
        );
        const yAxis = chart.axes[1];
        if (yAxis !== undefined) Object.assign(yAxis, { font: [next.palette.font, 12, 12] });
        chart.setData([counts.map((_, index) => index), counts as (number | null)[]], false);
      }
      chart.setScale('x', { min: next.view.from, max: next.view.to });
    },
    hourAt: (event) => chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, 'x'),
    hoursPerPixel: () => chart.posToVal(1, 'x') - chart.posToVal(0, 'x'),
    png: () =>
      new Promise((resolve, reject) => {
        const { canvas } = chart.ctx;
        const copy = document.createElement('canvas');
        copy.width = canvas.width;
        copy.height = canvas.height;
        const context = copy.getContext('2d');
        if (context === null || scene === undefined) {
          reject(new Error("The chart isn't drawn yet."));
          return;
        }
        // The canvas is transparent, so a picture needs the page's background.
        context.fillStyle = scene.palette.page;
        context.fillRect(0, 0, copy.width, copy.height);
        context.drawImage(canvas, 0, 0);
        copy.toBlob((blob) => {
          if (blob === null) reject(new Error("The browser couldn't create a picture."));
          else resolve(blob);
        });
      }),
  };
}
