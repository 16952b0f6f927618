/** Text in properties that reads like another type. Metrics neither add it up nor compare it with that type. */
import type { PropertyValue } from '../event.ts';
import { looksNumeric } from './numbers.ts';

/** As code writes them, and Python's `str(True)`. */
const BOOLEAN = /^(?:true|false)$/i;

/** What a text looks like but isn't (https://docs.withorb.com/events-and-metrics/event-ingestion). */
export function looksLike(value: PropertyValue): 'number' | 'boolean' | undefined {
  if (typeof value !== 'string') return undefined;
  if (looksNumeric(value)) return 'number';
  return BOOLEAN.test(value) ? 'boolean' : undefined;
}
