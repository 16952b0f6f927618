/** Sizes as people read them. */
import { numberFormat } from '../../core/language.ts';

const units = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const).map((unit) =>
  numberFormat({
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }),
);

/** `1.2 kB` */
export function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return units[power]?.(bytes / 1_000 ** power) ?? '';
}
