import type { Issue } from '../issue.ts';
import type { JsonNode } from '../jsonTree.ts';

/** What the rules check against. What isn't given isn't known, and rules about it are skipped. */

/** The backfill that events are meant for: it replaces the grace period as the bound in time. */
export interface BackfillScope {
  readonly timeframeStart: string;
  readonly timeframeEnd: string;
  /** Orb's ID of the customer it is limited to; null or absent: all customers, or limited by the other ID. */
  readonly customerId?: string | null;
  /** The same customer by its external ID, if that is known. */
  readonly externalCustomerId?: string | null;
}

/** What an event catalog (core/catalog) says, in addition to the rules. */
interface CatalogRules {
  issues(root: JsonNode, known?: Readonly<Record<string, unknown>>): readonly Issue[];
  accepts(event: unknown): boolean;
  /** Whether it looks only at the names and types of properties of events with this name. */
  isDecidedByShape(name: string): boolean;
}

export interface RuleContext {
  /** The clock of the account, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly gracePeriodHours: number;
  readonly customers?: { hasId(id: string): boolean; hasExternalId(id: string): boolean };
  readonly backfill?: BackfillScope;
  /** Whether this event ID belongs to a deprecated event. */
  readonly isDeprecated?: (idempotencyKey: string) => boolean;
  readonly catalog?: CatalogRules;
  /** The catalog's text, in contexts that are sent to another thread or kept. */
  readonly catalogText?: string;
}

/** What the rules for amend and deprecate check against, in addition to the stored event. */
export interface ChangeContext {
  readonly customers?: RuleContext['customers'];
  readonly catalog?: RuleContext['catalog'];
  /**
   * The earliest instant whose billing may still change: the start of the current billing period, or of the previous one while
   * its grace period lasts. In milliseconds since 1970.
   */
  readonly openSinceMs?: number;
  /** How many other events of this customer were amended (or deprecated) in the last 100 days. */
  readonly othersChanged?: number;
}

/** Orb accepts timestamps at most this far ahead (its reference, since June 2026). */
export const MAX_AHEAD_MS = 5 * 60_000;
/** Orb's default cap of amended, and of deprecated, events for one customer in any 100 days. */
export const MAX_CHANGED_EVENTS = 100;
export const CHANGE_CAP_DAYS = 100;
