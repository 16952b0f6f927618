/** The theme's colours for the canvas, where style sheets don't apply. */

export interface Palette {
  readonly page: string;
  readonly text: string;
  readonly muted: string;
  readonly bar: string;
  readonly before: string;
  readonly lines: string;
  readonly zero: string;
  readonly unknown: string;
  readonly band: string;
  readonly edge: string;
  readonly sent: string;
  readonly backfill: string;
  readonly font: string;
  readonly highContrast: boolean;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const colour = (...names: readonly string[]) =>
    names
      .map((name) => style.getPropertyValue(`--vscode-${name}`).trim())
      .find((value) => value !== '') ?? style.color;
  const highContrast = /\bvscode-high-contrast/.test(document.body.className);
  return {
    page: colour('editor-background'),
    text: colour('foreground'),
    muted: colour('descriptionForeground', 'foreground'),
    bar: colour('charts-blue'),
    before: colour('charts-foreground', 'foreground'),
    lines: colour('charts-lines', 'foreground'),
    zero: colour('problemsWarningIcon-foreground', 'editorWarning-foreground'),
    unknown: colour('diffEditor-diagonalFill', 'charts-lines', 'foreground'),
    band: highContrast ? 'transparent' : colour('editor-selectionHighlightBackground'),
    edge: colour('focusBorder', 'contrastActiveBorder'),
    sent: colour('charts-green'),
    backfill: colour('charts-purple'),
    font: `12px ${style.fontFamily}`,
    highContrast,
  };
}
