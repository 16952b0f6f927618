/** The list that picks an event's definition by its name, as one look-up instead of a test for each name. */
import { every, type Check } from './check.ts';
import { isRecord, subschema, type Schema } from './schema.ts';

interface Case {
  readonly member: string;
  readonly value: string;
  readonly then: Schema;
}

/** @example {"if":{"properties":{"event_name":{"const":"chat"}},"required":["event_name"]},"then":{…}} */
export function caseOf(schema: unknown): Case | undefined {
  if (!isRecord(schema) || !isRecord(schema['if'])) return undefined;
  const isBare = Object.keys(schema).every((key) => key === 'if' || key === 'then');
  const { properties, required, ...others } = schema['if'];
  if (!isBare || !isRecord(properties) || Object.keys(others).length > 0) return undefined;
  const [[member, tested] = [], ...more] = Object.entries(properties);
  if (member === undefined || more.length > 0 || !isRecord(tested)) return undefined;
  const { const: value, ...rest } = tested;
  const isNeeded = Array.isArray(required) && required.length === 1 && required[0] === member;
  if (typeof value !== 'string' || Object.keys(rest).length > 0 || !isNeeded) return undefined;
  return { member, value, then: subschema(schema['then'] ?? true, 'then') };
}

/** The checks of the schemas of an `allOf`. */
export function dispatched(
  schemas: readonly Schema[],
  compile: (schema: Schema) => Check,
): readonly Check[] {
  const checks: Check[] = [];
  const byMember = new Map<string, Map<string, Check[]>>();
  for (const schema of schemas) {
    const found = caseOf(schema);
    if (found === undefined) {
      checks.push(compile(schema));
      continue;
    }
    const cases = byMember.get(found.member) ?? new Map<string, Check[]>();
    byMember.set(found.member, cases);
    const same = cases.get(found.value) ?? [];
    cases.set(found.value, [...same, compile(found.then)]);
  }
  for (const [member, cases] of byMember) {
    const compiled = new Map([...cases].map(([value, all]) => [value, every(all)]));
    checks.push((value, run) => {
      // As in JSON Schema: what isn't an object has no such member.
      if (!isRecord(value) || !Object.hasOwn(value, member)) return true;
      const tested = value[member];
      const check = typeof tested === 'string' ? compiled.get(tested) : undefined;
      return check === undefined || check(value, run);
    });
  }
  return checks;
}
