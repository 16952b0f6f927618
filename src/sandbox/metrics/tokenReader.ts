/** Reads tokens one at a time, and says what it found instead of what it expected. */
import { SqlProblem } from './sqlProblem.ts';
import type { Token } from './tokens.ts';

/** Nested deeper than any real metric. */
const MAX_DEPTH = 40;

/** Words that end an expression, so they aren't column names or aliases. */
const RESERVED = new Set(
  'select from where group having order limit as and or not in is like between case when then else end distinct union intersect except join inner left right full cross on using with by asc desc offset values window null true false'.split(
    ' ',
  ),
);

/** Named in the message, since they are SQL. */
const UNSUPPORTED = new Set(
  'JOIN INNER LEFT RIGHT FULL CROSS UNION INTERSECT EXCEPT OFFSET WINDOW OVER VALUES INSERT UPDATE DELETE DROP CREATE ALTER ATTACH DETACH PRAGMA VACUUM REPLACE BEGIN COMMIT ROLLBACK EXPLAIN ANALYZE REINDEX QUALIFY LATERAL COLLATE ESCAPE EXISTS GLOB REGEXP MATCH ILIKE SIMILAR INTERVAL EXTRACT'.split(
    ' ',
  ),
);

/** A name that isn't a keyword. */
const isName = ({ kind, text }: Token) =>
  kind === 'quoted' || (kind === 'name' && !RESERVED.has(text.toLowerCase()));

export class TokenReader {
  #at = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get token(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: 'the end' };
  }

  protected isWord(word: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === 'name' && token.text.toLowerCase() === word;
  }

  protected isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  /** Takes the next words if they are these. */
  word(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.isWord(word, ahead))) return false;
    this.#at += words.length;
    return true;
  }

  symbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#at += 1;
    return true;
  }

  take(): void {
    this.#at += 1;
  }

  fail(expected: string): never {
    const { kind, text } = this.token;
    const word = text.toUpperCase();
    if (kind === 'name' && UNSUPPORTED.has(word)) {
      throw new SqlProblem(`The sandbox doesn't support ${word} in a metric.`);
    }
    throw new SqlProblem(
      `The SQL has ${kind === 'end' ? text : `"${text}"`} instead of ${expected}.`,
    );
  }

  expectWord(word: string): void {
    if (!this.word(word)) this.fail(word.toUpperCase());
  }

  expectSymbol(symbol: string): void {
    if (!this.symbol(symbol)) this.fail(`"${symbol}"`);
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') this.fail('the end');
  }

  /** A name that isn't a keyword, as written. */
  name(what: string): string {
    const { token } = this;
    if (!isName(token)) this.fail(what);
    this.#at += 1;
    return token.text;
  }

  deeper<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new SqlProblem('The SQL is nested too deeply.');
    const value = read();
    this.#depth--;
    return value;
  }

  /** The next token can be a name after the expression before it. */
  isAlias(): boolean {
    return isName(this.token) && !UNSUPPORTED.has(this.token.text.toUpperCase());
  }
}
