/**
 * The values of `properties`: numbers, strings and booleans only (Orb's field text: "Nested dictionaries are disallowed"; null is
 * refused in practice). Numbers must fit 64 bits.
 */
import { t } from '@vscode/l10n';
import type { Issue, JsonPath } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import { checkDoubledKeys } from './fields.ts';
import { error, fix, remove, warning } from './finding.ts';
import { fits64Bits, keepsItsDigits, looksNumeric } from './numbers.ts';

function checkNumber(source: string, path: JsonPath): Issue[] {
  if (!fits64Bits(source)) {
    const quote = fix(t('Make Text'), { kind: 'replace', path, json: JSON.stringify(source) });
    return [error(path, 'number-range', t("This number doesn't fit 64 bits."), quote)];
  }
  if (keepsItsDigits(source)) return [];
  return [
    warning(path, 'number-digits', t('This number has more digits than a float keeps.'), {
      title: t('Make Text'),
      fix: { kind: 'replace', path, json: JSON.stringify(source) },
    }),
  ];
}

function checkValue(value: JsonNode, path: JsonPath): Issue[] {
  switch (value.kind) {
    case 'null':
      return [error(path, 'property-null', t("A property can't be null."), remove(path))];
    case 'object':
      return [error(path, 'property-object', t("A property can't be an object."), remove(path))];
    case 'array':
      return [error(path, 'property-list', t("A property can't be a list."), remove(path))];
    case 'number':
      return checkNumber(value.source, path);
    case 'string':
      return looksNumeric(value.value)
        ? [
            warning(path, 'property-numeric-text', t('This is text, not a number.'), {
              title: t('Make Number'),
              fix: { kind: 'replace', path, json: value.value },
            }),
          ]
        : [];
    case 'boolean':
      return [];
  }
}

/** @param root the event; a missing `properties` is reported by checkRequired. */
export function checkProperties(root: JsonNode): readonly Issue[] {
  const properties = memberOf(root, 'properties');
  if (properties === undefined) return [];
  if (properties.kind !== 'object') {
    return [error(['properties'], 'properties-type', t('properties must be an object.'))];
  }
  return [
    ...checkDoubledKeys(properties, ['properties']),
    ...properties.members.flatMap(({ key, value }) => checkValue(value, ['properties', key])),
  ];
}
