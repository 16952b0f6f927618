/** Short forms for building issues. */
import * as l10n from '@vscode/l10n';
import type { Fix, Issue, JsonPath } from '../issue.ts';

type Titled = Issue['fixes'][number];

export const error = (
  path: JsonPath,
  code: string,
  message: string,
  ...fixes: readonly Titled[]
): Issue => ({ path, severity: 'error', code, message, fixes });

export const warning = (
  path: JsonPath,
  code: string,
  message: string,
  ...fixes: readonly Titled[]
): Issue => ({ path, severity: 'warning', code, message, fixes });

/** The same issue, on the key instead of the value. */
export const onKey = (issue: Issue): Issue => ({ ...issue, onKey: true });

export const fix = (title: string, change: Fix): Titled => ({ title, fix: change });

export const remove = (path: JsonPath, title = l10n.t('Remove')): Titled =>
  fix(title, { kind: 'remove', path });

export const replace = (title: string, path: JsonPath, value: string | number): Titled =>
  fix(title, { kind: 'replace', path, json: JSON.stringify(value) });
