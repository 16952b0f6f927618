/** The theme's colors for the canvas, where style sheets don't apply. */

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
  readonly error: string;
  readonly green: string;
  readonly purple: string;
  readonly font: string;
  readonly highContrast: boolean;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const color = (...names: readonly string[]) =>
    names
      .map((name) => style.getPropertyValue(`--vscode-${name}`).trim())
      .find((value) => value !== '') ?? style.color;
  const highContrast = /\bvscode-high-contrast/.test(document.body.className);
  return {
    page: color('editor-background'),
    text: color('foreground'),
    muted: color('descriptionForeground', 'foreground'),
    bar: color('charts-blue'),
    before: color('charts-foreground', 'foreground'),
    lines: color('charts-lines', 'foreground'),
    zero: color('problemsWarningIcon-foreground', 'editorWarning-foreground'),
    unknown: color('diffEditor-diagonalFill', 'charts-lines', 'foreground'),
    band: highContrast ? 'transparent' : color('editor-selectionHighlightBackground'),
    edge: color('focusBorder', 'contrastActiveBorder'),
    error: color('problemsErrorIcon-foreground', 'errorForeground'),
    green: color('charts-green'),
    purple: color('charts-purple'),
    font: `12px ${style.fontFamily}`,
    highContrast,
  };
}
