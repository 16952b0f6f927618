/**
 * Where the rows of a comparison are in its journal, in a few bytes each: a page of a million of them, and how many have which kind, is found
 * without reading the journal again.
 */
import {
  INSIDE_GRACE,
  jsonTypeOf,
  PAST_GRACE,
  type JsonType,
} from '../core/reconciliation/kinds.ts';
import type { LineOutcome } from '../core/reconciliation/outcomes.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { Numbers } from './numbers.ts';
import type { GraceNow, ItemFilter } from './items.ts';
import type { Row } from './journal.ts';

/** Lines with one outcome and kind. */
export interface RowGroup {
  readonly outcome: LineOutcome;
  /** See core/reconciliation/kinds.ts; null for an outcome without kinds. */
  readonly kind: string | null;
  readonly count: number;
  /** The earliest and latest timestamp, in milliseconds since 1970; absent when no line has one. */
  readonly span?: { readonly firstMs: number; readonly lastMs: number };
  /** Of a kind of another type: what the field is in Orb, when it's the same in all lines. */
  readonly orbType?: JsonType;
}

/** The lines of an outcome or a kind; of the timestamps in a time frame whose end is exclusive. */
export interface RowFilter extends ItemFilter {
  readonly span?: { readonly startMs: number; readonly endMs: number };
}

interface Key {
  readonly outcome: Row['outcome'];
  readonly kind: string | null;
  orbType: JsonType | 'several' | undefined;
}

export class RowIndex {
  readonly #lines = new Numbers(Int32Array);
  /** NaN without a timestamp. */
  readonly #ms = new Numbers(Float64Array);
  readonly #keyOf = new Numbers(Int32Array);
  readonly #record = new Numbers(Int32Array);
  readonly #inRecord = new Numbers(Int32Array);
  readonly #keys: Key[] = [];
  readonly #keyIds = new Map<string, number>();
  /** The last answer, since pages are asked for one at a time. */
  #found: { readonly by: string; readonly positions: Float64Array } | undefined;

  get size(): number {
    return this.#lines.size;
  }

  /** Adds the rows of one record. @param record which one, counted by the caller */
  add(rows: readonly Row[], record: number): void {
    rows.forEach((row, at) => {
      this.#lines.push(row.line);
      this.#ms.push(row.ms ?? NaN);
      this.#keyOf.push(this.#idOf(row));
      this.#record.push(record);
      this.#inRecord.push(at);
    });
  }

  /** Outcomes with their kinds, in the order in which they were first seen. */
  groups(grace: GraceNow): readonly RowGroup[] {
    const late = limitOf(grace);
    const [inside, past] = [new Count(), new Count()];
    const counts = this.#keys.map(() => new Count());
    for (let at = 0; at < this.size; at++) {
      const id = this.#keyOf.get(at);
      const ms = this.#ms.get(at);
      if (this.#keys[id]?.outcome === 'missing') (ms >= late ? inside : past).add(ms);
      else counts[id]?.add(ms);
    }
    return [
      inside.group('missing', INSIDE_GRACE),
      past.group('missing', PAST_GRACE),
      ...this.#keys.map(({ outcome, kind, orbType }, id) => ({
        ...(counts[id] ?? new Count()).group(outcome, kind),
        ...(orbType !== undefined && orbType !== 'several' && { orbType }),
      })),
    ].filter(({ count }) => count > 0);
  }

  /** How many rows match. */
  count(filter: RowFilter, grace: GraceNow): number {
    return this.#find(filter, grace).length;
  }

  /** The lines that match, ascending. */
  lines(filter: RowFilter, grace: GraceNow): number[] {
    return Array.from(this.#find(filter, grace), (packed) => Math.floor(packed / ROWS));
  }

  /** Where a page of the rows that match is: which row of which record. By line, ascending. */
  places(
    filter: RowFilter,
    grace: GraceNow,
    offset: number,
    limit: number,
  ): readonly { readonly record: number; readonly at: number }[] {
    const page = this.#find(filter, grace).subarray(offset, offset + limit);
    return Array.from(page, (packed) => {
      const row = packed % ROWS;
      return { record: this.#record.get(row), at: this.#inRecord.get(row) };
    });
  }

  /** Line and row in one number, so that they are sorted without a function. */
  #find({ outcome, kind, span }: RowFilter, grace: GraceNow): Float64Array {
    const late = limitOf(grace);
    const isLateKind = kind === INSIDE_GRACE || kind === PAST_GRACE;
    const by = JSON.stringify([outcome, kind, span, this.size, isLateKind ? late : 0]);
    if (this.#found?.by === by) return this.#found.positions;
    const wanted = this.#keys.map(
      (key) =>
        (outcome === undefined || key.outcome === outcome) &&
        (kind === undefined || (isLateKind ? key.outcome === 'missing' : key.kind === kind)),
    );
    const positions = new Numbers(Float64Array);
    for (let at = 0; at < this.size; at++) {
      if (wanted[this.#keyOf.get(at)] !== true) continue;
      const ms = this.#ms.get(at);
      if (isLateKind && ms >= late !== (kind === INSIDE_GRACE)) continue;
      if (span !== undefined && !(ms >= span.startMs && ms < span.endMs)) continue;
      positions.push(this.#lines.get(at) * ROWS + at);
    }
    this.#found = { by, positions: positions.all().sort() };
    return this.#found.positions;
  }

  #idOf({ outcome, kind, changes }: Row): number {
    const name = `${outcome} ${kind ?? ''}`;
    let id = this.#keyIds.get(name);
    if (id === undefined) {
      id = this.#keys.push({ outcome, kind: kind ?? null, orbType: undefined }) - 1;
      this.#keyIds.set(name, id);
    }
    const key = this.#keys[id];
    if (key !== undefined && kind?.endsWith(':type') && key.orbType !== 'several') {
      const path = kind.slice(0, -':type'.length);
      const orb = changes?.find((change) => change.path === path)?.orb;
      const type = orb == null ? undefined : jsonTypeOf(orb);
      key.orbType = key.orbType === undefined || key.orbType === type ? type : 'several';
    }
    return id;
  }
}

/** More than a file can have lines; with as many lines it is still exact in 53 bits. */
const ROWS = 2 ** 26;

/** Older events are past the grace period. */
const limitOf = ({ nowMs, gracePeriodHours }: GraceNow) => nowMs - gracePeriodHours * HOUR_MS;

class Count {
  #count = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  add(ms: number): void {
    this.#count++;
    if (ms < this.#firstMs) this.#firstMs = ms;
    if (ms > this.#lastMs) this.#lastMs = ms;
  }

  group(outcome: LineOutcome, kind: string | null): RowGroup {
    const span = { firstMs: this.#firstMs, lastMs: this.#lastMs };
    return { outcome, kind, count: this.#count, ...(span.lastMs >= span.firstMs && { span }) };
  }
}
