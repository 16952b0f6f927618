/** Compiles the event catalog of a context that came from another thread, or from a journal, once. */
import type { RuleContext } from '../rules/context.ts';
import { EventCatalog } from './eventCatalog.ts';
import { CatalogError } from './schema.ts';

/** Plain data. */
export type PlainContext = Pick<
  RuleContext,
  'nowMs' | 'gracePeriodHours' | 'backfill' | 'catalogText'
>;

const known = new WeakMap<RuleContext, RuleContext>();

/** The same context with `catalog`, if it has `catalogText`. */
export function withCompiledCatalog(context: RuleContext): RuleContext {
  const { catalogText, catalog } = context;
  if (catalogText === undefined || catalog !== undefined) return context;
  const before = known.get(context);
  if (before !== undefined) return before;
  const compiled = compile(context, catalogText);
  known.set(context, compiled);
  return compiled;
}

/** A catalog that an earlier version of the extension accepted may not be one anymore; its ingest goes on without. */
function compile(context: RuleContext, text: string): RuleContext {
  try {
    return { ...context, catalog: EventCatalog.read(text) };
  } catch (error) {
    if (error instanceof CatalogError) return context;
    throw error;
  }
}
