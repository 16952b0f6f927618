/** What a key does in a grid. Pure: as the ARIA Authoring Practices describe grids, https://www.w3.org/WAI/ARIA/apg/patterns/grid/. */

/** The relevant parts of a `KeyboardEvent`. */
export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The active cell. Row -1 is the head. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** How many rows a page is. */
  readonly page: number;
}

export type GridAction =
  | { readonly kind: 'go'; readonly to: Place; readonly isExtending: boolean }
  | { readonly kind: 'activate' | 'toggle' | 'all' | 'copy' | 'menu' }
  | { readonly kind: 'move' | 'resize'; readonly by: 1 | -1 };

/** Undefined for keys that aren't the grid's. */
export function actionOf(event: GridKey, at: Place, extent: Extent): GridAction | undefined {
  const isControl = event.ctrlKey || event.metaKey;
  const isHead = at.row < 0;
  const sideways = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
  if (event.altKey) {
    return sideways === undefined || isControl ? undefined : { kind: 'move', by: sideways };
  }
  if (isHead && event.shiftKey && sideways !== undefined) return { kind: 'resize', by: sideways };
  if (isControl && event.key.toLowerCase() === 'a') return { kind: 'all' };
  if (isControl && event.key.toLowerCase() === 'c') return { kind: 'copy' };
  const to = targetOf(event.key, isControl, at, extent);
  if (to !== undefined) {
    return { kind: 'go', to: within(to, extent), isExtending: event.shiftKey && to.row !== at.row };
  }
  if (isControl) return undefined;
  if (event.key === 'Enter') return { kind: 'activate' };
  if (event.key === ' ') return { kind: isHead ? 'activate' : 'toggle' };
  if (event.key === 'F2' || event.key === 'ContextMenu') return { kind: 'menu' };
  return event.key === 'F10' && event.shiftKey ? { kind: 'menu' } : undefined;
}

function targetOf(key: string, isControl: boolean, at: Place, extent: Extent): Place | undefined {
  const { row, column } = at;
  const { rows, columns, page } = extent;
  switch (key) {
    case 'ArrowDown':
      return { row: isControl ? rows - 1 : row + 1, column };
    case 'ArrowUp':
      return { row: isControl ? 0 : row - 1, column };
    case 'ArrowRight':
      return { row, column: isControl ? columns - 1 : column + 1 };
    case 'ArrowLeft':
      return { row, column: isControl ? 0 : column - 1 };
    case 'PageDown':
      return { row: Math.max(0, row) + page, column };
    case 'PageUp':
      return { row: Math.max(0, row - page), column };
    case 'Home':
      return { row: isControl ? 0 : row, column: 0 };
    case 'End':
      return { row: isControl ? rows - 1 : row, column: columns - 1 };
    default:
      return undefined;
  }
}

const within = ({ row, column }: Place, { rows, columns }: Extent): Place => ({
  row: Math.max(-1, Math.min(rows - 1, row)),
  column: Math.max(0, Math.min(columns - 1, column)),
});
