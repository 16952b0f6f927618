/** The names that the lines of a file use, most frequent first. */
import type { Vocabulary } from './completion.ts';

/** More lines than these teach nothing new, and completion must not wait. */
const MAX_LINES = 2_000;
const MAX_NAMES = 200;

class Count {
  readonly #names = new Map<string, number>();

  add(name: unknown): void {
    if (typeof name === 'string' && name !== '') {
      this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
    }
  }

  names(): readonly string[] {
    const sorted = [...this.#names].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, MAX_NAMES).map(([name]) => name);
  }
}

/**
 * @param around the line in question: the lines nearest to it count
 * @param textOf a line by its number from 0, undefined outside of the file
 */
export function vocabularyOf(
  around: number,
  textOf: (line: number) => string | undefined,
): Vocabulary {
  const [eventNames, external, own, properties] = [
    new Count(),
    new Count(),
    new Count(),
    new Count(),
  ];
  const first = Math.max(0, around - MAX_LINES / 2);
  for (let line = first; line < first + MAX_LINES; line++) {
    const event = line === around ? undefined : parse(textOf(line));
    if (event === undefined) continue;
    eventNames.add(event['event_name']);
    external.add(event['external_customer_id']);
    own.add(event['customer_id']);
    const named = event['properties'];
    if (typeof named === 'object' && named !== null)
      Object.keys(named).forEach((key) => properties.add(key));
  }
  return {
    eventNames: eventNames.names(),
    externalCustomers: external.names(),
    customers: own.names(),
    propertyNames: properties.names(),
  };
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
