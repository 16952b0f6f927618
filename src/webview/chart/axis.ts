/** Round numbers for the axis of events, and days for the axis of hours. */
import { HOUR_MS } from '../../core/timeframe.ts';
import { day, weekday } from './format.ts';

const STEPS = [1, 2, 2.5, 3, 4, 5, 10];

/** Three grid lines above zero that include `peak`, at a distance that is a round, whole number. */
export function gridStep(peak: number): number {
  const least = Math.max(peak, 1) / 3;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.map((each) => each * power).find(
    (each) => each >= least && Number.isInteger(each),
  );
  return step ?? Math.max(1, Math.ceil(least));
}

export interface DayTick {
  /** In hours from the start of the series. */
  readonly index: number;
  /** Empty if there's no room. */
  readonly label: string;
}

/**
 * A tick at each midnight in UTC that is visible. Labels get shorter, then fewer, until they fit
 * next to each other.
 * @param pixelsPerHour the width of an hour
 * @param measure returns the width of a label in the same pixels
 */
export function dayTicks(
  startMs: number,
  from: number,
  to: number,
  pixelsPerHour: number,
  measure: (label: string) => number,
): readonly DayTick[] {
  const ticks: { index: number; ms: number }[] = [];
  const dayHours = 24;
  for (let index = Math.ceil(from); index < to; index += 1) {
    const ms = startMs + index * HOUR_MS;
    if (ms % (dayHours * HOUR_MS) === 0) ticks.push({ index, ms });
  }
  const room = dayHours * pixelsPerHour;
  const padding = 12;
  const fits = (text: (ms: number) => string, every: number) =>
    ticks.every(({ ms }) => measure(text(ms)) + padding <= room * every);
  const text = fits(weekday, 1) ? weekday : day;
  let every = 1;
  while (every < ticks.length && !fits(text, every)) every += 1;
  return ticks.map(({ index, ms }, position) => {
    const label = position % every === 0 ? text(ms) : '';
    // A label that the right edge would cut off is left out.
    const cut = (to - index) * pixelsPerHour < measure(label) + 4;
    return { index, label: cut ? '' : label };
  });
}
