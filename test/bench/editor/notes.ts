// Measures from inside the editor, for a bench to compare with its limit. `npm test` doesn't run
// the suites next to this file, since they don't assert times.
import { appendFileSync } from 'node:fs';

/** @param value in the unit of the bench's row */
export function note(name: string, value: number): void {
  // Set by noted.ts, which also makes test/extension/run.main.ts choose these suites.
  const file = process.env['ORB_SPEED_NOTES'];
  if (file === undefined) throw new Error('ORB_SPEED_NOTES names no file for the notes.');
  appendFileSync(file, `${JSON.stringify({ [name]: value })}\n`);
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
