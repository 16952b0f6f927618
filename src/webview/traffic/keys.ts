/** Keys of the list beyond those of every grid: End follows again, Space pauses. */
export function listKeys(grid: HTMLElement, on: { toEnd(): void; togglePause(): void }): void {
  // Before the grid's own.
  grid.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== grid || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
        return;
      if (event.key === 'End') on.toEnd();
      else if (event.key === ' ') on.togglePause();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
