/** Grouping values as Orb writes them. */
import { isRawNumber } from '../../core/json.ts';
import type { PropertyValue } from '../../core/event.ts';
import type { GroupValue } from '../../core/usage/groups.ts';

/** A number with more digits than JavaScript holds stays apart from its neighbors as text. */
export function groupValue(value: PropertyValue | null): GroupValue {
  if (typeof value !== 'object' || value === null) return value;
  const text = isRawNumber(value) ? value.rawJSON : String(value);
  const number = Number(text);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : text;
}
