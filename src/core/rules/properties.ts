/**
 * The values of `properties`: numbers, strings and booleans only ("Nested dictionaries are disallowed", says
 * https://docs.withorb.com/api-reference/event/ingest-events; null is rejected in practice). Numbers must fit 64 bits.
 */
import * as l10n from '@vscode/l10n';
import { flattened } from '../flatten.ts';
import type { Issue, JsonPath } from '../issue.ts';
import { memberOf, type JsonMember, type JsonNode } from '../jsonTree.ts';
import { checkDuplicateKeys } from './fields.ts';
import { error, fix, remove, warning } from './finding.ts';
import { fits64Bits, keepsItsDigits } from './numbers.ts';
import { looksLike } from './textTypes.ts';

function checkNumber(source: string, path: JsonPath): Issue[] {
  if (!fits64Bits(source)) {
    const quote = fix(l10n.t('Convert to Text'), {
      kind: 'replace',
      path,
      json: JSON.stringify(source),
    });
    return [error(path, 'number-range', l10n.t("This number doesn't fit in 64 bits."), quote)];
  }
  if (keepsItsDigits(source)) return [];
  return [
    warning(path, 'number-digits', l10n.t('This number has more digits than a float can hold.'), {
      title: l10n.t('Convert to Text'),
      fix: { kind: 'replace', path, json: JSON.stringify(source) },
    }),
  ];
}

function checkText(text: string, path: JsonPath): Issue[] {
  switch (looksLike(text)) {
    case 'number':
      return [
        warning(path, 'property-numeric-text', l10n.t('This is text, not a number.'), {
          title: l10n.t('Convert to Number'),
          fix: { kind: 'replace', path, json: text },
        }),
      ];
    case 'boolean':
      return [
        warning(path, 'property-boolean-text', l10n.t('This is text, not a boolean.'), {
          title: l10n.t('Convert to Boolean'),
          fix: { kind: 'replace', path, json: text.toLowerCase() },
        }),
      ];
    case undefined:
      return [];
  }
}

/** How many of the new properties the title of the fix names. */
const MAX_NAMED = 3;

/** What keeps the usage in a nested property comes before what deletes it. */
function nestedFixes(members: readonly JsonMember[], member: JsonMember): Issue['fixes'] {
  const path = ['properties', member.key];
  const flat = flattened(members, member);
  if (flat === undefined) return [remove(path)];
  const names = flat.properties.map(({ key }) => key);
  const shown = names.slice(0, MAX_NAMED).join(', ');
  const more = names.length - MAX_NAMED;
  const list = more > 0 ? l10n.t('{0} and {1} more', shown, more) : shown;
  const title = flat.hasNulls
    ? l10n.t('Flatten to {0} Without Nulls', list)
    : l10n.t('Flatten to {0}', list);
  return [fix(title, { kind: 'flatten', path }), remove(path)];
}

function checkValue(members: readonly JsonMember[], member: JsonMember): Issue[] {
  const { key, value } = member;
  const path = ['properties', key];
  const nested = (code: string, message: string) => [
    error(path, code, message, ...nestedFixes(members, member)),
  ];
  switch (value.kind) {
    case 'null':
      return [error(path, 'property-null', l10n.t("A property can't be null."), remove(path))];
    case 'object':
      return nested('property-object', l10n.t("A property can't be an object."));
    case 'array':
      return nested('property-list', l10n.t("A property can't be a list."));
    case 'number':
      return checkNumber(value.source, path);
    case 'string':
      return checkText(value.value, path);
    case 'boolean':
      return [];
  }
}

/** @param root the event; a missing `properties` is reported by checkRequired. */
export function checkProperties(root: JsonNode): readonly Issue[] {
  const properties = memberOf(root, 'properties');
  if (properties === undefined) return [];
  if (properties.kind !== 'object') {
    return [error(['properties'], 'properties-type', l10n.t('properties must be an object.'))];
  }
  const { members } = properties;
  return [
    ...checkDuplicateKeys(properties, ['properties']),
    ...members.flatMap((member) => checkValue(members, member)),
  ];
}
