/** The keywords that need no other schema. Each is compiled to a check of values that it applies to. */
import * as l10n from '@vscode/l10n';
import type { Check, Severity } from './check.ts';
import { formats } from './formats.ts';
import { matcherOf } from './pattern.ts';
import { CatalogError, isRecord, textsOf } from './schema.ts';

/** @throws CatalogError for a value that the keyword can't have */
type Keyword = (expected: unknown, severity: Severity, name: string) => Check;

/** A check of values of one kind; all others fit. */
const of =
  <T>(applies: (value: unknown) => value is T, fits: (value: T) => boolean, expected: unknown) =>
  (severity: Severity, name: string): Check =>
  (value, run) =>
    !applies(value) || fits(value) || run.fail(severity, name, expected);

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function limit(expected: unknown, name: string): number {
  if (typeof expected === 'number') return expected;
  throw new CatalogError(l10n.t('"{0}" must be a number.', name));
}

const numeric =
  (fits: (value: number, bound: number) => boolean): Keyword =>
  (expected, severity, name) => {
    const bound = limit(expected, name);
    return of(isNumber, (value) => fits(value, bound), expected)(severity, name);
  };
const length =
  (fits: (length: number, bound: number) => boolean): Keyword =>
  (expected, severity, name) => {
    const bound = limit(expected, name);
    // By characters, not UTF-16 units.
    return of(isText, (value) => fits(Array.from(value).length, bound), expected)(severity, name);
  };
const size =
  (fits: (size: number, bound: number) => boolean): Keyword =>
  (expected, severity, name) => {
    const bound = limit(expected, name);
    return of(isList, (value) => fits(value.length, bound), expected)(severity, name);
  };
const members =
  (fits: (count: number, bound: number) => boolean): Keyword =>
  (expected, severity, name) => {
    const bound = limit(expected, name);
    return of(
      isRecord,
      (value) => fits(Object.keys(value).length, bound),
      expected,
    )(severity, name);
  };

const atLeast = (value: number, bound: number) => value >= bound;
const atMost = (value: number, bound: number) => value <= bound;

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  number: isNumber,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: isList,
  object: isRecord,
};

const type: Keyword = (expected, severity, name) => {
  const named = textsOf(Array.isArray(expected) ? expected : [expected], 'type');
  const tests = named.map((each) => {
    const test = Object.hasOwn(types, each) ? types[each] : undefined;
    if (test !== undefined) return test;
    throw new CatalogError(l10n.t('"{0}" isn\'t a type of JSON Schema.', each));
  });
  const [only, other] = tests;
  if (only !== undefined && other === undefined) {
    return (value, run) => only(value) || run.fail(severity, name, named);
  }
  return (value, run) => tests.some((test) => test(value)) || run.fail(severity, name, named);
};

/** JSON values are equal whatever the order of their members. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

const oneOfValues: Keyword = (expected, severity, name) => {
  if (!Array.isArray(expected)) throw new CatalogError(l10n.t('"{0}" must be a list.', name));
  const values: readonly unknown[] = expected;
  const plain = new Set(values);
  const nested = values.filter((each) => typeof each === 'object' && each !== null);
  return (value, run) =>
    plain.has(value) ||
    nested.some((each) => isEqual(each, value)) ||
    run.fail(severity, name, expected);
};

const required: Keyword = (expected, severity, name) => {
  const names = textsOf(expected, name);
  return (value, run) => {
    if (!isRecord(value)) return true;
    let fits = true;
    for (const each of names) {
      if (Object.hasOwn(value, each)) continue;
      fits = run.fail(severity, name, each, each);
      if (!run.collects) return false;
    }
    return fits;
  };
};

const dependentRequired: Keyword = (expected, severity, name) => {
  if (!isRecord(expected)) throw new CatalogError(l10n.t('"{0}" must be an object.', name));
  const checks = Object.entries(expected).map(
    ([key, names]) => [key, required(names, severity, 'required')] as const,
  );
  return (value, run) =>
    !isRecord(value) ||
    checks.every(([key, check]) => !Object.hasOwn(value, key) || check(value, run));
};

const unique: Keyword = (expected, severity, name) =>
  of(
    isList,
    (value) =>
      expected !== true ||
      value.every((each, index) => value.slice(0, index).every((other) => !isEqual(each, other))),
    expected,
  )(severity, name);

export const keywords: Readonly<Record<string, Keyword>> = {
  type,
  enum: oneOfValues,
  const: (expected, severity, name) => (value, run) =>
    isEqual(value, expected) || run.fail(severity, name, expected),
  minimum: numeric(atLeast),
  maximum: numeric(atMost),
  exclusiveMinimum: numeric((value, bound) => value > bound),
  exclusiveMaximum: numeric((value, bound) => value < bound),
  multipleOf: numeric((value, bound) => Number.isInteger(value / bound)),
  minLength: length(atLeast),
  maxLength: length(atMost),
  minItems: size(atLeast),
  maxItems: size(atMost),
  uniqueItems: unique,
  minProperties: members(atLeast),
  maxProperties: members(atMost),
  required,
  dependentRequired,
  pattern: (expected, severity, name) => of(isText, matcherOf(expected), expected)(severity, name),
  format: (expected, severity, name) => {
    const known = Object.hasOwn(formats, String(expected)) ? formats[String(expected)] : undefined;
    return of(isText, known ?? (() => true), expected)(severity, name);
  },
};

/** Keywords that hold schemas; compile.ts has them. */
export const applicators: ReadonlySet<string> = new Set([
  ...['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
  ...['properties', 'patternProperties', 'additionalProperties', 'propertyNames'],
  ...['items', 'prefixItems', 'contains', 'minContains', 'maxContains', 'dependentSchemas'],
]);

/** Keywords that validate something and that aren't supported. */
export const unsupported: readonly string[] = [
  ...['$dynamicRef', '$recursiveRef', 'unevaluatedProperties', 'unevaluatedItems'],
  ...['dependencies', 'additionalItems'],
];
