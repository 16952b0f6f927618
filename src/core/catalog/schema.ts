/** JSON Schema 2020-12 (https://json-schema.org/draft/2020-12/json-schema-core) as far as event catalogs use it. */
import * as l10n from '@vscode/l10n';

export type Schema = boolean | Readonly<Record<string, unknown>>;

/** The catalog can't be used. The message is for people. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
}

/** A catalog with the shape of 2,000 events has some hundred kilobytes. */
export const MAX_CATALOG_BYTES = 4 * 1024 * 1024;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws CatalogError @returns undefined for a member that isn't there */
export function subschema(value: unknown, keyword: string): Schema {
  if (typeof value === 'boolean' || isRecord(value)) return value;
  throw new CatalogError(l10n.t('"{0}" must be a schema.', keyword));
}

/** The schemas of a keyword such as `properties`, by name. @throws CatalogError */
export function schemasOf(value: unknown, keyword: string): readonly (readonly [string, Schema])[] {
  if (!isRecord(value)) throw new CatalogError(l10n.t('"{0}" must be an object.', keyword));
  return Object.entries(value).map(([name, each]) => [name, subschema(each, keyword)] as const);
}

/** The schemas of a keyword such as `allOf`. @throws CatalogError */
export function schemaList(value: unknown, keyword: string): readonly Schema[] {
  if (!Array.isArray(value)) throw new CatalogError(l10n.t('"{0}" must be a list.', keyword));
  return value.map((each) => subschema(each, keyword));
}

/** @throws CatalogError */
export function textsOf(value: unknown, keyword: string): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new CatalogError(l10n.t('"{0}" must be a list of strings.', keyword));
}

/**
 * What a `$ref` refers to.
 * @throws CatalogError for anything but a place in the catalog itself
 */
export function resolve(root: Schema, ref: unknown): Schema {
  if (typeof ref !== 'string' || !/^#(?:\/|$)/.test(ref)) {
    throw new CatalogError(
      l10n.t(
        '"$ref": {0} refers to something else. Only places in the catalog itself (#/…) can be referred to.',
        JSON.stringify(ref),
      ),
    );
  }
  let found: unknown = root;
  for (const step of ref.split('/').slice(1)) {
    const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined;
  }
  if (typeof found === 'boolean' || isRecord(found)) return found;
  throw new CatalogError(l10n.t('"$ref": {0} refers to nothing.', JSON.stringify(ref)));
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** The pointer to a definition. @example refTo('a/b') is '#/$defs/a~1b' */
export const refTo = (name: string): string =>
  `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
