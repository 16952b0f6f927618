/** Which columns of a grid are shown, in which order, and how wide. Pure, so that a page can keep it. */

/** What the layout knows of a column. */
export interface Arranged {
  /** Unique in the grid. */
  readonly id: string;
  /** In pixels, until the user resizes it. */
  readonly width: number;
  /** Whether the column is hidden until the user chooses it. */
  readonly isHidden?: boolean;
}

/** What the user changed, by the columns' IDs. Columns it doesn't name keep their place, width, and visibility. */
export interface Layout {
  readonly order?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
  readonly visible?: Readonly<Record<string, boolean>>;
}

export const LEAST_WIDTH = 48;
const MOST_WIDTH = 2_000;

/** All columns in the user's order, hidden ones included. Columns that the order doesn't name follow the one they're declared after. */
export function ordered<C extends Arranged>(
  columns: readonly C[],
  { order = [] }: Layout,
): readonly C[] {
  const places = new Map(order.map((id, index) => [id, index]));
  const named = columns
    .filter(({ id }) => places.has(id))
    .toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
  let result: readonly C[] = named;
  for (const [index, column] of columns.entries()) {
    if (places.has(column.id)) continue;
    const before = columns[index - 1];
    const at = before === undefined ? 0 : result.indexOf(before) + 1;
    result = result.toSpliced(at, 0, column);
  }
  return result;
}

export const isVisible = (column: Arranged, { visible = {} }: Layout): boolean =>
  (Object.hasOwn(visible, column.id) ? visible[column.id] : undefined) ?? column.isHidden !== true;

/** The columns to draw, in their order. */
export const shownColumns = <C extends Arranged>(
  columns: readonly C[],
  layout: Layout,
): readonly C[] => ordered(columns, layout).filter((column) => isVisible(column, layout));

export const widthOf = ({ id, width }: Arranged, { widths = {} }: Layout): number =>
  (Object.hasOwn(widths, id) ? widths[id] : undefined) ?? width;

export function withWidth(layout: Layout, id: string, width: number): Layout {
  const rounded = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [id]: rounded } };
}

export const withVisible = (layout: Layout, id: string, isShown: boolean): Layout => ({
  ...layout,
  visible: { ...layout.visible, [id]: isShown },
});

/** Moves a column to where another shown one is. */
export function withMoved(
  columns: readonly Arranged[],
  layout: Layout,
  id: string,
  toId: string,
): Layout {
  const ids = ordered(columns, layout).map((column) => column.id);
  const [from, to] = [ids.indexOf(id), ids.indexOf(toId)];
  if (from < 0 || to < 0 || from === to) return layout;
  return { ...layout, order: ids.toSpliced(from, 1).toSpliced(to, 0, id) };
}

/** A layout as it was kept, which may be anything. */
export function readLayout(kept: unknown): Layout {
  if (typeof kept !== 'object' || kept === null) return {};
  const { order, widths, visible } = kept as Readonly<Record<string, unknown>>;
  return {
    ...(Array.isArray(order) && { order: order.filter((id) => typeof id === 'string') }),
    widths: entriesOf(widths, (value) => typeof value === 'number' && value >= LEAST_WIDTH),
    visible: entriesOf(visible, (value) => typeof value === 'boolean'),
  };
}

function entriesOf<T>(value: unknown, isValid: (value: unknown) => boolean): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => isValid(each)) as [string, T][],
  );
}
