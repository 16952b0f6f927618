/** Finds schemas that refer to themselves without going into the value, which would never end. */
import * as l10n from '@vscode/l10n';
import { CatalogError, isRecord, resolve, type Schema } from './schema.ts';

/** Keywords whose schemas apply to the same value. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];
/** Deeper nesting isn't written by people. */
const MAX_DEPTH = 500;

/** @throws CatalogError */
export function checkLoops(root: Schema): void {
  const done = new Set<unknown>();
  const active = new Set<unknown>();

  function visit(schema: unknown): void {
    if (!isRecord(schema) || done.has(schema)) return;
    if (active.has(schema)) {
      throw new CatalogError(l10n.t('A definition refers to itself without end.'));
    }
    if (active.size > MAX_DEPTH) {
      throw new CatalogError(l10n.t('The catalog is nested too deeply.'));
    }
    active.add(schema);
    visit(target(root, schema['$ref']));
    for (const keyword of IN_PLACE) {
      const value = schema[keyword];
      for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) visit(each);
    }
    const dependent = schema['dependentSchemas'];
    if (isRecord(dependent)) Object.values(dependent).forEach(visit);
    active.delete(schema);
    done.add(schema);
  }

  /** Every place that can be a schema, from the outside in. */
  const waiting: (readonly [unknown, number])[] = [[root, 0]];
  for (let next; (next = waiting.pop()) !== undefined;) {
    const [value, depth] = next;
    if (depth > MAX_DEPTH) throw new CatalogError(l10n.t('The catalog is nested too deeply.'));
    visit(value);
    if (typeof value !== 'object' || value === null) continue;
    for (const each of Object.values(value)) waiting.push([each, depth + 1]);
  }
}

/** Undefined for what isn't a reference; compiling reports one that is wrong. A value of `const` may look like a schema, too. */
function target(root: Schema, ref: unknown): unknown {
  try {
    return ref === undefined ? undefined : resolve(root, ref);
  } catch {
    return undefined;
  }
}
