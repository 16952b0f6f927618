/**
 * Compiles a JSON Schema to a check. A small compiler of our own instead of ajv: ajv would add 44 KB, compressed, to each of the three
 * bundles that validate, takes half a second to compile a catalog of 20 events, and knows neither severities nor which events need no
 * second look. Tests compare it with ajv.
 */
import * as l10n from '@vscode/l10n';
import { always, every, type Check, type Severity } from './check.ts';
import { dispatched } from './dispatch.ts';
import { applicators, keywords, unsupported } from './keywords.ts';
import { checkLoops } from './loops.ts';
import { matcherOf } from './pattern.ts';
import {
  CatalogError,
  isRecord,
  resolve,
  schemaList,
  schemasOf,
  subschema,
  type Schema,
} from './schema.ts';

/** @throws CatalogError */
export function compileSchema(root: Schema): Check {
  checkLoops(root);
  return new Compiler(root).compile(root, 'warn');
}

class Compiler {
  /** By severity, since a definition may be used with both. */
  readonly #known: Readonly<Record<Severity, Map<Schema, Check>>> = {
    warn: new Map(),
    refuse: new Map(),
  };

  constructor(private readonly root: Schema) {}

  /** @param inherited the severity of the schema around it */
  compile(schema: Schema, inherited: Severity): Check {
    if (schema === true) return always;
    if (schema === false) return (_value, run) => run.fail(inherited, 'false', false);
    const severity = severityOf(schema, inherited);
    const known = this.#known[severity].get(schema);
    if (known !== undefined) return known;
    // A recursive schema finds this one while its own check is compiled.
    let compiled: Check = always;
    this.#known[severity].set(schema, (value, run) => compiled(value, run));
    const checks = this.#checks(schema, severity);
    const all = every(checks);
    compiled =
      checks.length === 0
        ? always
        : (value, run) => {
            run.step();
            return all(value, run);
          };
    this.#known[severity].set(schema, compiled);
    return compiled;
  }

  #checks(schema: Exclude<Schema, boolean>, severity: Severity): readonly Check[] {
    const bad = unsupported.find((each) => Object.hasOwn(schema, each));
    if (bad !== undefined) {
      throw new CatalogError(l10n.t('The keyword "{0}" isn\'t supported in event catalogs.', bad));
    }
    const checks: Check[] = [];
    for (const [name, expected] of Object.entries(schema)) {
      const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
      if (keyword !== undefined) checks.push(keyword(expected, severity, name));
      else if (applicators.has(name)) checks.push(...this.#apply(name, expected, schema, severity));
    }
    return checks;
  }

  #apply(
    name: string,
    expected: unknown,
    schema: Exclude<Schema, boolean>,
    severity: Severity,
  ): readonly Check[] {
    const compile = (each: Schema) => this.compile(each, severity);
    switch (name) {
      case '$ref':
        return [compile(resolve(this.root, expected))];
      case 'allOf':
        return dispatched(schemaList(expected, name), compile);
      case 'anyOf':
        return [this.#count(name, expected, severity, (fitting) => fitting > 0)];
      case 'oneOf':
        return [this.#count(name, expected, severity, (fitting) => fitting === 1)];
      case 'not': {
        const check = compile(subschema(expected, name));
        return [(value, run) => !run.fits(check, value) || run.fail(severity, name, expected)];
      }
      case 'if': {
        const check = compile(subschema(expected, name));
        const then = compile(subschema(schema['then'] ?? true, 'then'));
        const otherwise = compile(subschema(schema['else'] ?? true, 'else'));
        return [(value, run) => (run.fits(check, value) ? then : otherwise)(value, run)];
      }
      case 'propertyNames': {
        const check = compile(subschema(expected, name));
        return [
          (value, run) =>
            !isRecord(value) ||
            Object.keys(value).every(
              (key) => run.fits(check, key) || run.fail(severity, name, key, key),
            ),
        ];
      }
      case 'dependentSchemas':
        return schemasOf(expected, name).map(([key, each]) => {
          const check = compile(each);
          return (value, run) =>
            !isRecord(value) || !Object.hasOwn(value, key) || check(value, run);
        });
      case 'properties':
        return [this.#members(schema, severity)];
      case 'patternProperties':
        return Object.hasOwn(schema, 'properties') ? [] : [this.#members(schema, severity)];
      case 'additionalProperties':
        return Object.hasOwn(schema, 'properties') || Object.hasOwn(schema, 'patternProperties')
          ? []
          : [this.#members(schema, severity)];
      case 'items':
        return [this.#items(schema, severity)];
      case 'prefixItems':
        return Object.hasOwn(schema, 'items') ? [] : [this.#items(schema, severity)];
      case 'contains':
        return [this.#contains(schema, severity)];
      default:
        return [];
    }
  }

  #count(
    name: string,
    expected: unknown,
    severity: Severity,
    isEnough: (fitting: number) => boolean,
  ): Check {
    const checks = schemaList(expected, name).map((each) => this.compile(each, severity));
    return (value, run) => {
      const fitting = checks.filter((check) => run.fits(check, value)).length;
      return isEnough(fitting) || run.fail(severity, name, expected);
    };
  }

  /** `properties`, `patternProperties` and `additionalProperties` in one walk over the members. */
  #members(schema: Exclude<Schema, boolean>, severity: Severity): Check {
    const named = new Map(
      schemasOf(schema['properties'] ?? {}, 'properties').map(
        ([key, each]) => [key, this.compile(each, severity)] as const,
      ),
    );
    const patterns = schemasOf(schema['patternProperties'] ?? {}, 'patternProperties').map(
      ([pattern, each]) => [matcherOf(pattern), this.compile(each, severity)] as const,
    );
    const additional = subschema(schema['additionalProperties'] ?? true, 'additionalProperties');
    const other = this.compile(additional, severity);
    const member: Check = (value, run) => {
      const key = run.path.at(-1) ?? '';
      let check = named.get(key);
      let fits = check?.(value, run) ?? true;
      for (const [matches, each] of patterns) {
        if (!matches(key)) continue;
        check = each;
        fits = each(value, run) && fits;
      }
      if (check !== undefined || other === always) return fits;
      if (additional === false) return run.fail(severity, 'additionalProperties', key);
      return other(value, run);
    };
    return (value, run) => {
      if (!isRecord(value)) return true;
      let fits = true;
      for (const key in value) {
        run.path.push(key);
        fits = member(value[key], run) && fits;
        run.path.pop();
        if (!fits && !run.collects) return false;
      }
      return fits;
    };
  }

  #items(schema: Exclude<Schema, boolean>, severity: Severity): Check {
    const first = schemaList(schema['prefixItems'] ?? [], 'prefixItems').map((each) =>
      this.compile(each, severity),
    );
    const rest = this.compile(subschema(schema['items'] ?? true, 'items'), severity);
    return (value, run) =>
      !Array.isArray(value) ||
      // Not `every` by itself: when problems are collected, each item is checked.
      value.map((each, index) => (first[index] ?? rest)(each, run)).every(Boolean);
  }

  #contains(schema: Exclude<Schema, boolean>, severity: Severity): Check {
    const check = this.compile(subschema(schema['contains'], 'contains'), severity);
    const least = Number(schema['minContains'] ?? 1);
    const most = Number(schema['maxContains'] ?? Infinity);
    return (value, run) => {
      if (!Array.isArray(value)) return true;
      const fitting = value.filter((each) => run.fits(check, each)).length;
      return (
        (fitting >= least && fitting <= most) || run.fail(severity, 'contains', schema['contains'])
      );
    };
  }
}

function severityOf(schema: Exclude<Schema, boolean>, inherited: Severity): Severity {
  const given = schema['x-orb-severity'] ?? inherited;
  if (given === 'warn' || given === 'refuse') return given;
  throw new CatalogError(l10n.t('"x-orb-severity" must be "warn" or "refuse".'));
}
