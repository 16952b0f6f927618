/** What is kept of a page while it's hidden or the window reloads. Pure. */
import type { Filters } from '../../core/results/filter.ts';
import type { Sort } from '../table/titles.ts';

export interface KeptView {
  readonly filters: Filters;
  readonly sort: Sort | undefined;
}

/** @param state as the editor kept it, which may be anything */
export function readKeptView(state: unknown): KeptView {
  const { filters, sort } = asObject(asObject(state)['view']);
  const { column, isDescending } = asObject(sort);
  return {
    filters: Object.fromEntries(
      Object.entries(asObject(filters)).flatMap(([name, typed]) =>
        typeof typed === 'string' ? [[name, typed]] : [],
      ),
    ),
    sort: typeof column === 'string' ? { column, isDescending: isDescending === true } : undefined,
  };
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
