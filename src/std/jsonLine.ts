/** A line of a journal as JSON; undefined for a last line that was cut off. */
export function readJsonLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
