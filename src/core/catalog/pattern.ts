/**
 * Regular expressions of catalogs. JavaScript's engine backtracks and can't be stopped, so a pattern that may take exponential time is
 * refused, and long texts aren't matched.
 */
import * as l10n from '@vscode/l10n';
import { CatalogError } from './schema.ts';

const MAX_PATTERN = 500;
/** Takes at most milliseconds with the few repetitions that are allowed. */
const MAX_TEXT = 1_000;
const MAX_REPETITIONS = 3;

/** @throws CatalogError */
export function matcherOf(pattern: unknown): (text: string) => boolean {
  if (typeof pattern !== 'string') throw new CatalogError(l10n.t('"pattern" must be a string.'));
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, 'u');
  } catch {
    throw new CatalogError(l10n.t("{0} isn't a valid pattern.", JSON.stringify(pattern)));
  }
  if (mayRunAway(pattern)) {
    throw new CatalogError(
      l10n.t('The pattern {0} can take too long. Simplify it.', JSON.stringify(pattern)),
    );
  }
  return (text) => text.length > MAX_TEXT || regex.test(text);
}

/**
 * Whether a group that is repeated without a bound holds a repetition or alternatives, or there are many repetitions.
 * Stricter than necessary, so that it stays simple.
 */
function mayRunAway(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN) return true;
  const plain = pattern
    .replace(/\\k<|\\[1-9]/g, '(?=')
    .replace(/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\./gu, 'x')
    .replace(/\[[^[\]]*\]/g, 'x');
  if (/\(\?<?[=!]/.test(plain)) return true;
  const repetitions = plain.match(/[*+]|\{\d*(?:,\d*)?\}/g) ?? [];
  if (repetitions.length > MAX_REPETITIONS) return true;
  // The innermost groups are taken out one at a time.
  for (let rest = plain; ;) {
    const group = /\(([^()]*)\)([*+]|\{\d+,\d*\}|\{\d+\})?/.exec(rest);
    if (group === null) return false;
    const [all, inner = '', repeated] = group;
    const isLoose = /[*+{|]/.test(inner);
    if (repeated !== undefined && isLoose) return true;
    // A function, since `$` means something in a replacement.
    rest = rest.replace(all, () => (isLoose || repeated !== undefined ? 'x*' : 'x'));
  }
}
