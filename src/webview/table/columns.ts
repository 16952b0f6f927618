/** A column of a grid. */
import type { Arranged } from './layout.ts';

export interface Column<Row> extends Arranged {
  readonly title: string;
  /** Numbers are at the end. */
  readonly align?: 'end';
  /** Whether the head sorts; it does unless this is false. */
  readonly isSortable?: boolean;
  /** Set before the title, such as an icon. */
  readonly mark?: () => HTMLElement;
  /** Text is only ever set as text; '' is an empty cell. */
  cell(row: Row): string | HTMLElement;
  className?(row: Row): string;
  tooltip?(row: Row): string;
}
