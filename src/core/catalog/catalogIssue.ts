/** What an event catalog says against an event. */
import * as l10n from '@vscode/l10n';
import { visible } from '../../std/visible.ts';
import type { CatalogProblem } from './check.ts';
import { isRecord } from './schema.ts';
import type { Issue } from '../issue.ts';
import { remove } from '../rules/finding.ts';

const MAX_VALUES = 5;
const MAX_VALUE = 40;

/** @param event the whole event */
export function catalogIssue(problem: CatalogProblem, event: unknown): Issue {
  const { path, severity } = problem;
  const isUnknown =
    problem.keyword === 'additionalProperties' || problem.keyword === 'propertyNames';
  return {
    path,
    severity: severity === 'refuse' ? 'error' : 'warning',
    code: codeOf(problem),
    message: messageOf(problem, event),
    ...(isUnknown && { onKey: true }),
    fixes: isUnknown ? [remove(path)] : [],
  };
}

export const tooComplexIssue = (): Issue => ({
  path: [],
  severity: 'warning',
  code: 'catalog-not-checked',
  message: l10n.t('The event catalog is too complex to check this event.'),
  fixes: [],
});

/** Stable, as the codes of rules are. */
function codeOf({ keyword, path }: CatalogProblem): string {
  if (isName(path) && (keyword === 'enum' || keyword === 'const')) return 'catalog-name';
  switch (keyword) {
    case 'type':
      return 'catalog-type';
    case 'required':
      return 'catalog-required';
    case 'additionalProperties':
    case 'propertyNames':
      return 'catalog-unknown';
    default:
      return 'catalog-value';
  }
}

const isName = (path: CatalogProblem['path']) => path.length === 1 && path[0] === 'event_name';

function messageOf({ keyword, path, expected }: CatalogProblem, event: unknown): string {
  const name = visible(path.at(-1) ?? 'event', MAX_VALUE);
  switch (keyword) {
    case 'type':
      return l10n.t('The event catalog expects {0} to be: {1}.', name, listed(expected));
    case 'required':
      return l10n.t('Missing according to the event catalog: {0}.', name);
    case 'additionalProperties':
    case 'propertyNames':
      return l10n.t('The event catalog has no {0}.', name);
    case 'enum':
    case 'const':
      return isName(path)
        ? l10n.t('The event catalog has no event {0}.', visible(nameOf(event), MAX_VALUE))
        : l10n.t(
            'For {0}, the event catalog allows: {1}.',
            name,
            listed(keyword === 'const' ? [expected] : expected),
          );
    default:
      return l10n.t('For {0}, the event catalog says: {1} {2}.', name, keyword, short(expected));
  }
}

const nameOf = (event: unknown) => (isRecord(event) ? String(event['event_name']) : '');

/** @example number, string */
function listed(expected: unknown): string {
  const all = [expected].flat();
  const shown = all
    .slice(0, MAX_VALUES)
    .map((each) => (typeof each === 'string' ? visible(each, MAX_VALUE) : short(each)));
  return [...shown, ...(all.length > MAX_VALUES ? ['…'] : [])].join(', ');
}

const short = (value: unknown) => visible(JSON.stringify(value), MAX_VALUE);
