// What was measured inside the editor, for a bench to judge: tests only wait, they assert no time.
import { appendFileSync } from 'node:fs';

/** Names a file that collects the notes; set by test/bench/editorNotes.ts alone. */
const file = process.env['ORB_SPEED_NOTES'];

/** True when a bench listens: the moment for amounts that a test would not wait for. */
export const measuring = file !== undefined;

/** @param value in the unit of the bench's row */
export function note(name: string, value: number): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ [name]: value })}\n`);
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
