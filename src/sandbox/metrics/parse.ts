/** Reads the part of SQL that metrics need: one SELECT, with expressions, subqueries and WITH. Anything else is rejected by name. */
import { SqlProblem } from './sqlProblem.ts';
import type { Comparison, Expression, Item, Select } from './sqlTree.ts';
import { TokenReader } from './tokenReader.ts';
import { tokenize } from './tokens.ts';

/** @throws SqlProblem */
export function parseSelect(sql: string): Select {
  const parser = new Parser(tokenize(sql));
  const select = parser.select();
  parser.expectEnd();
  return select;
}

/** A filter or a grouping key. @throws SqlProblem */
export function parseExpression(sql: string): Expression {
  const parser = new Parser(tokenize(sql));
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

class Parser extends TokenReader {
  select(): Select {
    return this.deeper(() => this.#select());
  }

  #select(): Select {
    const named: (readonly [string, Select])[] = [];
    if (this.word('with')) {
      do {
        const name = this.name('a name');
        this.expectWord('as');
        this.expectSymbol('(');
        named.push([name, this.select()]);
        this.expectSymbol(')');
      } while (this.symbol(','));
    }
    this.expectWord('select');
    const isDistinct = this.word('distinct');
    const items = this.symbol('*') ? [] : this.#list(() => this.#item());
    const from = this.word('from') ? this.#from() : undefined;
    const where = this.word('where') ? this.expression() : undefined;
    const groupBy = this.word('group', 'by') ? this.#list(() => this.expression()) : [];
    const having = this.word('having') ? this.expression() : undefined;
    const orderBy = this.word('order', 'by') ? this.#list(() => this.#order()) : [];
    const limit = this.word('limit') ? this.#wholeNumber() : undefined;
    return {
      ...{ with: named, isDistinct, items, groupBy, orderBy },
      ...(from !== undefined && { from }),
      ...(where !== undefined && { where }),
      ...(having !== undefined && { having }),
      ...(limit !== undefined && { limit }),
    };
  }

  #list<T>(read: () => T): readonly T[] {
    const all = [read()];
    while (this.symbol(',')) all.push(read());
    return all;
  }

  #item(): Item {
    const value = this.expression();
    const alias = this.#alias();
    return { value, ...(alias !== undefined && { alias }) };
  }

  #alias(): string | undefined {
    if (this.word('as')) return this.name('a name');
    return this.isAlias() ? this.name('a name') : undefined;
  }

  #from(): NonNullable<Select['from']> {
    let name: string | Select;
    if (this.symbol('(')) {
      name = this.select();
      this.expectSymbol(')');
    } else name = this.name('a table');
    const alias = this.#alias();
    if (this.isSymbol(',')) throw new SqlProblem('The sandbox supports one table in FROM.');
    return { name, ...(alias !== undefined && { alias }) };
  }

  #order() {
    const value = this.expression();
    const isDescending = this.word('desc');
    if (!isDescending) this.word('asc');
    return { value, isDescending };
  }

  #wholeNumber(): number {
    const { kind, text } = this.token;
    if (kind !== 'number' || !/^\d{1,9}$/.test(text)) this.fail('a whole number');
    this.take();
    return Number(text);
  }

  expression(): Expression {
    return this.deeper(() => this.#or());
  }

  #or(): Expression {
    let left = this.#and();
    while (this.word('or')) left = { kind: 'logic', operator: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.word('and')) left = { kind: 'logic', operator: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    return this.word('not')
      ? { kind: 'not', of: this.deeper(() => this.#not()) }
      : this.#compared();
  }

  #compared(): Expression {
    let left = this.#joined();
    for (;;) {
      const next = this.#comparison(left);
      if (next === undefined) return left;
      left = next;
    }
  }

  #comparison(left: Expression): Expression | undefined {
    const operator = this.token.kind === 'symbol' ? COMPARISONS[this.token.text] : undefined;
    if (operator !== undefined) {
      this.take();
      return { kind: 'comparison', operator, left, right: this.#joined() };
    }
    if (this.word('is')) return this.#is(left);
    const isNegated =
      this.isWord('not') && ['in', 'between', 'like'].some((word) => this.isWord(word, 1));
    if (isNegated) this.take();
    const found = this.#membership(left);
    return isNegated && found !== undefined ? { kind: 'not', of: found } : found;
  }

  #is(of: Expression): Expression {
    const isNegated = this.word('not');
    let found: Expression;
    if (this.word('null')) found = { kind: 'isNull', of };
    else if (this.word('true')) found = { kind: 'isTrue', of, value: true };
    else if (this.word('false')) found = { kind: 'isTrue', of, value: false };
    else this.fail('NULL, TRUE, or FALSE');
    return isNegated ? { kind: 'not', of: found } : found;
  }

  #membership(of: Expression): Expression | undefined {
    if (this.word('in')) {
      this.expectSymbol('(');
      const list = this.#list(() => this.expression());
      this.expectSymbol(')');
      return { kind: 'in', of, list };
    }
    if (this.word('between')) {
      const low = this.#joined();
      this.expectWord('and');
      const right = this.#joined();
      return {
        kind: 'logic',
        operator: 'and',
        left: { kind: 'comparison', operator: '>=', left: of, right: low },
        right: { kind: 'comparison', operator: '<=', left: of, right },
      };
    }
    return this.word('like') ? { kind: 'like', of, pattern: this.#joined() } : undefined;
  }

  #joined(): Expression {
    let left = this.#sum();
    while (this.symbol('||')) left = { kind: 'join', left, right: this.#sum() };
    return left;
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      const operator = this.symbol('+') ? '+' : this.symbol('-') ? '-' : undefined;
      if (operator === undefined) return left;
      left = { kind: 'arithmetic', operator, left, right: this.#product() };
    }
  }

  #product(): Expression {
    let left = this.#signed();
    for (;;) {
      const operator = (['*', '/', '%'] as const).find((each) => this.symbol(each));
      if (operator === undefined) return left;
      left = { kind: 'arithmetic', operator, left, right: this.#signed() };
    }
  }

  #signed(): Expression {
    if (this.symbol('-')) return { kind: 'negative', of: this.deeper(() => this.#signed()) };
    if (this.symbol('+')) return this.deeper(() => this.#signed());
    return this.#primary();
  }

  #primary(): Expression {
    const { kind, text } = this.token;
    if (kind === 'number' || kind === 'text') {
      this.take();
      return kind === 'number' ? { kind, text } : { kind, value: text };
    }
    if (this.symbol('(')) {
      const isQuery = this.isWord('select') || this.isWord('with');
      const inner: Expression = isQuery
        ? { kind: 'query', select: this.select() }
        : this.expression();
      this.expectSymbol(')');
      return inner;
    }
    if (this.word('null')) return { kind: 'null' };
    if (this.word('true')) return { kind: 'boolean', value: true };
    if (this.word('false')) return { kind: 'boolean', value: false };
    if (this.word('case')) return this.#case();
    if (this.isWord('cast') && this.isSymbol('(', 1)) return this.#cast();
    const name = this.name('a value');
    if (kind === 'name' && this.symbol('(')) return this.#call(name.toLowerCase());
    if (!this.symbol('.')) return { kind: 'column', name };
    return { kind: 'column', qualifier: name, name: this.name('a column') };
  }

  #case(): Expression {
    const subject = this.isWord('when') ? undefined : this.expression();
    const branches: (readonly [Expression, Expression])[] = [];
    while (this.word('when')) {
      const when = this.expression();
      this.expectWord('then');
      const condition: Expression =
        subject === undefined
          ? when
          : { kind: 'comparison', operator: '=', left: subject, right: when };
      branches.push([condition, this.expression()]);
    }
    if (branches.length === 0) this.fail('WHEN');
    const otherwise = this.word('else') ? this.expression() : undefined;
    this.expectWord('end');
    return { kind: 'case', branches, ...(otherwise !== undefined && { otherwise }) };
  }

  #cast(): Expression {
    this.take();
    this.take();
    const of = this.expression();
    this.expectWord('as');
    const type = this.name('a type').toLowerCase();
    if (this.symbol('(')) {
      this.#list(() => this.#wholeNumber());
      this.expectSymbol(')');
    }
    this.expectSymbol(')');
    return { kind: 'cast', of, type };
  }

  #call(name: string): Expression {
    const isStar = this.isSymbol('*') && this.isSymbol(')', 1) && this.symbol('*');
    const isDistinct = !isStar && this.word('distinct');
    const isEmpty = isStar || this.isSymbol(')');
    const all = isEmpty ? [] : this.#list(() => this.expression());
    this.expectSymbol(')');
    let filter: Expression | undefined;
    if (this.isWord('filter') && this.isSymbol('(', 1)) {
      this.take();
      this.take();
      this.expectWord('where');
      filter = this.expression();
      this.expectSymbol(')');
    }
    if (this.isWord('over')) throw new SqlProblem("The sandbox doesn't support OVER in a metric.");
    return {
      ...{ kind: 'call', name, arguments: all, isDistinct, isStar },
      ...(filter !== undefined && { filter }),
    };
  }
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
