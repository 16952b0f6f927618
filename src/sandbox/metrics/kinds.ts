/** What kind of value an expression has, as far as the SQL alone says. */
import { functions, type ValueKind } from './functions.ts';
import type { Expression } from './sqlTree.ts';

export const isNumberType = (type: string): boolean =>
  /^(?:int|integer|bigint|smallint|numeric|decimal|real|float|double|number)$/.test(type);

/** Integers and reals are of one class; null has none, so that a comparison with it is null. */
export const classOf = (value: string): string =>
  `(case typeof(${value}) when 'integer' then 'real' when 'null' then null else typeof(${value}) end)`;

/** What kind of value an expression has whatever the event is. */
export function kindOf(expression: Expression): ValueKind {
  switch (expression.kind) {
    case 'number':
    case 'negative':
    case 'arithmetic':
      return 'number';
    case 'text':
    case 'join':
      return 'text';
    case 'boolean':
    case 'not':
    case 'comparison':
    case 'logic':
    case 'isNull':
    case 'isTrue':
    case 'in':
    case 'like':
      return 'boolean';
    case 'cast':
      return isNumberType(expression.type) ? 'number' : 'text';
    case 'call': {
      const known = Object.hasOwn(functions, expression.name)
        ? functions[expression.name]
        : undefined;
      return typeof known?.kind === 'string' ? known.kind : 'any';
    }
    case 'null':
    case 'column':
    case 'case':
    case 'query':
      return 'any';
  }
}
