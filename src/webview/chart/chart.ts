/** The chart, on uPlot, which scales, resizes, and draws the axes; paint.ts paints the steps. */
import uPlot from 'uplot';
import { h } from '../dom.ts';
import { gridStep } from './axis.ts';
import { axisHeight, paint } from './paint.ts';
import type { Scene } from './plot.ts';

/** The width of the numbers and lane names on the left. */
const LEFT = 72;
/** The space above the plot, for the selection's band and a label over the peak. */
const TOP_WITH_LABEL = 20;
const TOP = 8;

export interface Chart {
  readonly element: HTMLElement;
  draw(scene: Scene): void;
  /** The step under a pointer, as a fraction; undefined outside the plot. */
  stepAt(event: MouseEvent): number;
  /** The number of steps per pixel. */
  stepsPerPixel(): number;
  png(): Promise<Blob>;
}

export interface ChartOptions {
  /** There may be a label over the peak. */
  readonly hasLabels: boolean;
  /** The number of lanes below the days. */
  readonly lanes: number;
  /** Whether the counts are whole numbers. */
  readonly isWhole: boolean;
  /** Formats a number of the axis. */
  readonly scaleText: (value: number) => string;
}

export function createChart({ hasLabels, lanes, isWhole, scaleText }: ChartOptions): Chart {
  const element = h('div', { class: 'chart' });
  let scene: Scene | undefined;
  let step = 1;
  let shown: readonly (number | null)[] | undefined;
  const color = (pick: (scene: Scene) => string) => () => (scene === undefined ? '' : pick(scene));
  const chart = new uPlot(
    {
      width: 600,
      height: 300,
      padding: [hasLabels ? TOP_WITH_LABEL : TOP, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [scene?.view.from ?? 0, scene?.view.to ?? 1] },
        y: { range: () => [0, step * 3] },
      },
      axes: [
        {
          size: axisHeight(lanes),
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
          values: (_chart, splits) => splits.map((each) => scaleText(each)),
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
      const { counts, before } = next.series;
      if (counts !== shown) {
        shown = counts;
        const peak = Math.max(
          ...counts.map((each) => each ?? 0),
          ...(before ?? []).map((each) => each ?? 0),
        );
        step = gridStep(peak, isWhole);
        const yAxis = chart.axes[1];
        if (yAxis !== undefined) Object.assign(yAxis, { font: [next.palette.font, 12, 12] });
        chart.setData([counts.map((_, index) => index), counts as (number | null)[]], false);
      }
      chart.setScale('x', { min: next.view.from, max: next.view.to });
    },
    stepAt: (event) => chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, 'x'),
    stepsPerPixel: () => chart.posToVal(1, 'x') - chart.posToVal(0, 'x'),
    png: () => picture(chart, scene),
  };
}

function picture(chart: uPlot, scene: Scene | undefined): Promise<Blob> {
  return new Promise((resolve, reject) => {
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
  });
}
