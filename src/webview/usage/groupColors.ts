/** The colors of groups, from the base line up: neighbors differ in hue, and none is red or amber, which mean trouble. */
import type { Palette } from '../chart/palette.ts';
import type { UsageGroup } from '../../core/usage/usageSeries.ts';

type Base = Pick<Palette, 'bar' | 'purple' | 'green' | 'before' | 'page'>;

/** For style sheets, which follow the theme by themselves. */
const variables: Base = {
  bar: 'var(--vscode-charts-blue)',
  purple: 'var(--vscode-charts-purple)',
  green: 'var(--vscode-charts-green)',
  before: 'var(--vscode-charts-foreground, var(--vscode-foreground))',
  page: 'var(--vscode-editor-background)',
};

/** @param base the theme's colors for a canvas; without them, the colors are for style sheets */
export function groupColors(
  groups: readonly UsageGroup[],
  base: Base = variables,
): readonly string[] {
  const { bar, purple, green, before, page } = base;
  const mixed = (color: string, percent: number) =>
    `color-mix(in srgb, ${color} ${percent}%, ${page})`;
  const colors = [bar, purple, green, mixed(bar, 70), mixed(purple, 66), mixed(green, 82)];
  return groups.map(({ value }, index) =>
    value === undefined ? mixed(before, 60) : (colors[index] ?? bar),
  );
}
