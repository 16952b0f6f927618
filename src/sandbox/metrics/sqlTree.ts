/** The parsed form of a metric's SQL. */

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `qualifier`: the name before the dot, as in `events.tokens`. */
  | { readonly kind: 'column'; readonly name: string; readonly qualifier?: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/' | '%';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'join'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'isNull'; readonly of: Expression }
  /** Null counts as false. */
  | { readonly kind: 'isTrue'; readonly of: Expression; readonly value: boolean }
  | { readonly kind: 'in'; readonly of: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'like'; readonly of: Expression; readonly pattern: Expression }
  | {
      readonly kind: 'case';
      readonly branches: readonly (readonly [Expression, Expression])[];
      readonly otherwise?: Expression;
    }
  | { readonly kind: 'cast'; readonly of: Expression; readonly type: string }
  | {
      readonly kind: 'call';
      /** In lower case. */
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly isDistinct: boolean;
      /** `count(*)` */
      readonly isStar: boolean;
      readonly filter?: Expression;
    }
  /** A query that returns one value. */
  | { readonly kind: 'query'; readonly select: Select };

export interface Item {
  readonly value: Expression;
  readonly alias?: string;
}

export interface Select {
  readonly with: readonly (readonly [string, Select])[];
  readonly isDistinct: boolean;
  /** Empty for `*`. */
  readonly items: readonly Item[];
  readonly from?: { readonly name: string | Select; readonly alias?: string };
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly having?: Expression;
  readonly orderBy: readonly { readonly value: Expression; readonly isDescending: boolean }[];
  readonly limit?: number;
}
