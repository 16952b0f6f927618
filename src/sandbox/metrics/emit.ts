/**
 * Writes parsed SQL as SQLite runs it, with types kept apart: SQLite by itself adds up text that looks like a number, and compares every
 * text as greater than every number. Booleans are stored as the blobs X'31' and X'30', so that neither 1 nor 'true' is the same as true.
 */
import { functions, type Operand, type ValueKind } from './functions.ts';
import { classOf, isNumberType, kindOf } from './kinds.ts';
import { BASE, EVENTS, EVENT_COLUMNS, eventScope, namesOf, type Scope } from './scope.ts';
import { SqlProblem } from './sqlProblem.ts';
import type { Comparison, Expression, Item, Select } from './sqlTree.ts';

const TRUE = "X'31'";
const FALSE = "X'30'";

/** Guards repeat what they guard; nested ones grow. */
const MAX_EMITTED = 500_000;

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

export class Emitter {
  #size = 0;

  /** @param columnOf the column of a property; undefined when no event has it */
  constructor(private readonly columnOf: (property: string) => string | undefined) {}

  /** A whole query over the events in BASE. @throws SqlProblem */
  select(select: Select): string {
    return this.#select(select, new Map());
  }

  /** The value of a query with one item, to be added to another list. @throws SqlProblem */
  itemValue(select: Select): string {
    const { scope } = this.#from(select, new Map());
    const [item] = select.items;
    return item === undefined ? '' : this.#value(item.value, { ...scope, aliases: new Map() });
  }

  /** The condition of a query, as part of another one. @throws SqlProblem */
  whereOf(select: Select): string {
    const { scope } = this.#from(select, new Map());
    return select.where === undefined
      ? '1'
      : this.#condition(select.where, { ...scope, aliases: new Map() });
  }

  /** A condition on one event: 1, 0, or null. @throws SqlProblem */
  condition(expression: Expression): string {
    return this.#condition(expression, eventScope());
  }

  /** A value of one event. @throws SqlProblem */
  value(expression: Expression): string {
    return this.#value(expression, eventScope());
  }

  #sized(text: string): string {
    this.#size += text.length;
    if (this.#size > MAX_EMITTED) throw new SqlProblem('The SQL is too complex for the sandbox.');
    return text;
  }

  #select(select: Select, outer: Scope['tables']): string {
    const tables = new Map(outer);
    const named = select.with.map(([name, inner]) => {
      const text = `${quote(name)} as (${this.#select(inner, tables)})`;
      tables.set(name.toLowerCase(), namesOf(inner, tables));
      return text;
    });
    const { from, scope } = this.#from(select, tables);
    const inWhere: Scope = { ...scope, aliases: new Map() };
    const items = select.items.map((item) => this.#item(item, inWhere));
    const list = items.length === 0 ? '*' : items.join(', ');
    const groups = select.groupBy.map((each) => this.#value(this.#ordinal(each, select), scope));
    const orders = select.orderBy.map(
      ({ value, isDescending }) =>
        `${this.#value(this.#ordinal(value, select), scope)}${isDescending ? ' desc' : ''}`,
    );
    const { where, having, limit, isDistinct } = select;
    return this.#sized(
      [
        named.length > 0 ? `with ${named.join(', ')} ` : '',
        `select ${isDistinct ? 'distinct ' : ''}${list}`,
        from,
        where === undefined ? '' : ` where ${this.#condition(where, inWhere)}`,
        groups.length > 0 ? ` group by ${groups.join(', ')}` : '',
        having === undefined ? '' : ` having ${this.#condition(having, scope)}`,
        orders.length > 0 ? ` order by ${orders.join(', ')}` : '',
        limit === undefined ? '' : ` limit ${String(limit)}`,
      ].join(''),
    );
  }

  #item({ value, alias }: Item, scope: Scope): string {
    const name = alias ?? (value.kind === 'column' ? value.name : undefined);
    const text = this.#value(value, scope);
    return name === undefined ? text : `${text} as ${quote(name)}`;
  }

  /** `group by 1` is the first item. */
  #ordinal(expression: Expression, { items }: Select): Expression {
    if (expression.kind !== 'number') return expression;
    const item = items[Number(expression.text) - 1];
    if (item === undefined) throw new SqlProblem(`There is no column ${expression.text} to use.`);
    return item.value;
  }

  #from(select: Select, tables: Scope['tables']): { readonly from: string; readonly scope: Scope } {
    const aliases = new Map(
      select.items.flatMap(({ value, alias }) => (alias === undefined ? [] : [[alias, value]])),
    );
    const { from } = select;
    if (from === undefined) {
      return { from: '', scope: { names: new Set(), qualifiers: new Set(), aliases, tables } };
    }
    const qualifiers = new Set(from.alias === undefined ? [] : [from.alias.toLowerCase()]);
    if (typeof from.name !== 'string') {
      const text = ` from (${this.#select(from.name, tables)})`;
      return {
        from: text,
        scope: { names: namesOf(from.name, tables), qualifiers, aliases, tables },
      };
    }
    const name = from.name.toLowerCase();
    if (from.alias === undefined) qualifiers.add(name);
    if (tables.has(name)) {
      const scope = { names: tables.get(name), qualifiers, aliases, tables };
      return { from: ` from ${quote(from.name)}`, scope };
    }
    if (name !== EVENTS) {
      throw new SqlProblem(`There is no table "${from.name}". Events are in the table "events".`);
    }
    return { from: ` from ${BASE}`, scope: { names: undefined, qualifiers, aliases, tables } };
  }

  #column({ name, qualifier }: Extract<Expression, { kind: 'column' }>, scope: Scope): Column {
    const isProperty = qualifier?.toLowerCase() === 'properties';
    if (qualifier === undefined) {
      const aliased = scope.aliases.get(name);
      if (aliased !== undefined) {
        const inner = { ...scope, aliases: new Map<string, Expression>() };
        return { text: this.#value(aliased, inner), kind: kindOf(aliased) };
      }
    } else if (!isProperty && !scope.qualifiers.has(qualifier.toLowerCase())) {
      throw new SqlProblem(`There is no table "${qualifier}" for "${qualifier}.${name}".`);
    }
    if (scope.names !== undefined) {
      if (!scope.names.has(name)) throw new SqlProblem(`There is no column "${name}".`);
      return { text: quote(name), kind: 'any' };
    }
    const known = isProperty ? undefined : EVENT_COLUMNS[name];
    if (known !== undefined) return { text: known[0], kind: known[1] };
    return { text: this.columnOf(name) ?? 'null', kind: 'any' };
  }

  /** The value with its type. */
  #value(expression: Expression, scope: Scope): string {
    const value = (of: Expression) => this.#value(of, scope);
    switch (expression.kind) {
      case 'number':
        return this.#sized(expression.text);
      case 'text':
        return this.#sized(literal(expression.value));
      case 'boolean':
        return expression.value ? TRUE : FALSE;
      case 'null':
        return 'null';
      case 'column':
        return this.#sized(this.#column(expression, scope).text);
      case 'negative':
        return this.#sized(`(- ${this.#number(expression.of, scope)})`);
      case 'arithmetic': {
        const { operator, left, right } = expression;
        const [a, b] = [this.#number(left, scope), this.#number(right, scope)];
        // Whole numbers divide with a fraction, too.
        return this.#sized(operator === '/' ? `(${a} * 1.0 / ${b})` : `(${a} ${operator} ${b})`);
      }
      case 'join':
        return this.#sized(
          `(to_text(${value(expression.left)}) || to_text(${value(expression.right)}))`,
        );
      case 'case': {
        const branches = expression.branches.map(
          ([when, then]) => `when ${this.#condition(when, scope)} then ${value(then)} `,
        );
        const { otherwise } = expression;
        const last = otherwise === undefined ? '' : `else ${value(otherwise)} `;
        return this.#sized(`(case ${branches.join('')}${last}end)`);
      }
      case 'cast':
        return this.#sized(this.#cast(expression.of, expression.type, scope));
      case 'call':
        return this.#sized(this.#call(expression, scope));
      case 'query':
        return this.#sized(`(${this.#select(expression.select, scope.tables)})`);
      case 'not':
      case 'comparison':
      case 'logic':
      case 'isNull':
      case 'isTrue':
      case 'in':
      case 'like':
        return this.#sized(
          `(case ${this.#condition(expression, scope)} when 1 then ${TRUE} when 0 then ${FALSE} end)`,
        );
    }
  }

  /** 1, 0, or null. */
  #condition(expression: Expression, scope: Scope): string {
    const value = (of: Expression) => this.#value(of, scope);
    const condition = (of: Expression) => this.#condition(of, scope);
    switch (expression.kind) {
      case 'not':
        return this.#sized(`(not ${condition(expression.of)})`);
      case 'logic': {
        const { operator, left, right } = expression;
        return this.#sized(`(${condition(left)} ${operator} ${condition(right)})`);
      }
      case 'comparison':
        return this.#sized(this.#comparison(expression, scope));
      case 'isNull':
        return this.#sized(`(${value(expression.of)} is null)`);
      case 'isTrue':
        return this.#sized(`(${value(expression.of)} is ${expression.value ? TRUE : FALSE})`);
      case 'in':
        return this.#sized(
          `(${value(expression.of)} in (${expression.list.map(value).join(', ')}))`,
        );
      case 'like':
        return this.#sized(
          `(${this.#text(expression.of, scope)} like ${this.#text(expression.pattern, scope)})`,
        );
      case 'number':
      case 'text':
      case 'boolean':
      case 'null':
      case 'column':
      case 'negative':
      case 'arithmetic':
      case 'join':
      case 'case':
      case 'cast':
      case 'call':
      case 'query':
        // Only true itself holds: not 1, and no text.
        return this.#sized(`(${value(expression)} = ${TRUE})`);
    }
  }

  #comparison(
    { operator, left, right }: { operator: Comparison; left: Expression; right: Expression },
    scope: Scope,
  ): string {
    const kinds = [left, right].map((each) => this.#kind(each, scope));
    const [a, b] = [this.#value(left, scope), this.#value(right, scope)];
    const plain = `${a} ${operator} ${b}`;
    // SQLite never takes values of different types as the same, but it orders them: numbers, text, blobs.
    if (operator === '=' || operator === '<>') return `(${plain})`;
    if (kinds[0] === kinds[1] && kinds[0] !== 'any') return `(${plain})`;
    return `(${plain} and ${classOf(a)} = ${classOf(b)})`;
  }

  /** The value when it's a number, otherwise null. */
  #number(expression: Expression, scope: Scope): string {
    const value = this.#value(expression, scope);
    const kind = this.#kind(expression, scope);
    if (kind === 'number') return value;
    if (kind !== 'any') return 'null';
    return this.#sized(`(case when typeof(${value}) in ('integer', 'real') then ${value} end)`);
  }

  #text(expression: Expression, scope: Scope): string {
    const value = this.#value(expression, scope);
    const kind = this.#kind(expression, scope);
    if (kind === 'text') return value;
    if (kind !== 'any') return 'null';
    return this.#sized(`(case when typeof(${value}) = 'text' then ${value} end)`);
  }

  #kind(expression: Expression, scope: Scope): ValueKind {
    if (expression.kind === 'column') return this.#column(expression, scope).kind;
    return kindOf(expression);
  }

  /** The unary plus takes the affinity away that SQLite gives to casts and that would convert what they're compared with. */
  #cast(of: Expression, type: string, scope: Scope): string {
    const value = this.#value(of, scope);
    if (/^(?:text|varchar|string|char)$/.test(type)) return `to_text(${value})`;
    if (!isNumberType(type)) throw new SqlProblem(`The sandbox doesn't support CAST to ${type}.`);
    const name = type.includes('int') ? 'integer' : 'numeric';
    return `(+cast(to_number(${value}) as ${name}))`;
  }

  #call(call: Extract<Expression, { kind: 'call' }>, scope: Scope): string {
    const { name, isDistinct, isStar, filter } = call;
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) {
      throw new SqlProblem(`The sandbox doesn't know the function ${name.toUpperCase()}.`);
    }
    const where = filter === undefined ? '' : ` filter (where ${this.#condition(filter, scope)})`;
    if (!known.isAggregate && (isDistinct || filter !== undefined)) {
      throw new SqlProblem(
        `${name.toUpperCase()} isn't an aggregate, so DISTINCT and FILTER can't be used with it.`,
      );
    }
    if (isStar) {
      if (name !== 'count') throw new SqlProblem(`${name.toUpperCase()}(*) isn't possible.`);
      return `count(*)${where}`;
    }
    const [least, most] = known.arguments;
    if (call.arguments.length < least || call.arguments.length > most) {
      throw new SqlProblem(`${name.toUpperCase()} has the wrong number of arguments.`);
    }
    const operands = call.arguments.map((each): Operand => ({
      kind: this.#kind(each, scope),
      value: () => this.#value(each, scope),
      number: () => this.#number(each, scope),
      text: () => this.#text(each, scope),
    }));
    return known.emit(operands, isDistinct ? 'distinct ' : '', where);
  }
}

interface Column {
  readonly text: string;
  readonly kind: ValueKind;
}
