/** What comparing an event file with Orb says about each line. */

/** Every line that isn't blank has exactly one of these. The words are part of the commands' results. */
export const outcomes = [
  'same',
  'missing', // Orb has no event with this ID
  'different', // Orb's event has other content, or another timestamp or customer
  'deprecated', // Orb's event was deprecated
  'invalid', // not an event that Orb would accept, or the ID is used by another line with different content
  'duplicates', // an earlier line has the same event
  'notCompared', // not yet
] as const;
export type LineOutcome = (typeof outcomes)[number];

export type OutcomeCounts = Readonly<Record<LineOutcome, number>>;

/** One field in which a line and Orb's event differ. */
export interface FieldDifference {
  /** `timestamp`, or `properties.` and the property's name. */
  readonly path: string;
  /** JSON as Orb wrote it; null where Orb's event doesn't have the field. */
  readonly orb: string | null;
  /** JSON as it is in the file; null where the line doesn't have the field. */
  readonly file: string | null;
}
