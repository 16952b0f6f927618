/** Round numbers for the axis of counts, and days for the axis of time. */
import { DAY_MS } from '../../core/timeframe.ts';
import { day, weekday } from './format.ts';

const STEPS = [1, 2, 2.5, 3, 4, 5, 10];

/**
 * The distance of three grid lines above zero that include `peak`: a round number.
 * @param isWhole whether the counts are whole numbers
 */
export function gridStep(peak: number, isWhole = true): number {
  const least = (isWhole ? Math.max(peak, 1) : peak > 0 ? peak : 1) / 3;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.map((each) => each * power).find(
    (each) => each >= least && (!isWhole || Number.isInteger(each)),
  );
  return step ?? Math.max(1, Math.ceil(least));
}

export interface DayTick {
  /** Midnight of UTC. */
  readonly ms: number;
  /** Empty if there's no room. */
  readonly label: string;
}

/**
 * A tick at each midnight in UTC that is visible. Labels get shorter, then fewer, until they fit
 * next to each other.
 * @param pixelsPerDay the width of a day
 * @param measure returns the width of a label in the same pixels
 */
export function dayTicks(
  fromMs: number,
  toMs: number,
  pixelsPerDay: number,
  measure: (label: string) => number,
): readonly DayTick[] {
  const ticks: number[] = [];
  for (let ms = Math.ceil(fromMs / DAY_MS) * DAY_MS; ms < toMs; ms += DAY_MS) ticks.push(ms);
  const padding = 12;
  const fits = (text: (ms: number) => string, every: number) =>
    ticks.every((ms) => measure(text(ms)) + padding <= pixelsPerDay * every);
  const text = fits(weekday, 1) ? weekday : day;
  let every = 1;
  while (every < ticks.length && !fits(text, every)) every += 1;
  return ticks.map((ms, position) => {
    const label = position % every === 0 ? text(ms) : '';
    // A label that the right edge would cut off is left out.
    const cut = ((toMs - ms) / DAY_MS) * pixelsPerDay < measure(label) + 4;
    return { ms, label: cut ? '' : label };
  });
}
