// Glob patterns as in VS Code (https://code.visualstudio.com/docs/editor/glob-patterns). VS Code turns them into regular expressions, which
// can take minutes for "**/*a*a*a*a*a*b" and a long name. Here all possible matches are followed at once, one character of the path after
// the other, so the time is at most the length of the pattern times that of the path.

type Test = (character: string) => boolean;

/** A state of the match: it takes a character and continues at `next`, or continues at each of `next` without one. */
interface State {
  readonly test?: Test;
  readonly next: readonly number[];
}

/** Longer patterns match nothing: no person wrote them. */
const MAX_PATTERN = 2_000;

const isSeparator: Test = (character) => character === '/' || character === '\\';
const isInName: Test = (character) => !isSeparator(character);
const isAny: Test = () => true;

/**
 * Compiles a pattern into a function that returns whether a whole path matches. Case-sensitive. `*` and `?` stand for characters of one name,
 * `**` for any number of folders, `{a,b}` for one of several, `[a-z]` and `[!a-z]` for one character in or outside a range.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  if (pattern.length > MAX_PATTERN) return () => false;
  const states: State[] = [{ next: [] }];
  const start = new Compiler(pattern, states).all(0);
  return (path) => {
    let now = reachable(states, [start]);
    for (let at = 0; at < path.length && now.size > 0; at++) {
      const character = path.charAt(at);
      const further: number[] = [];
      for (const each of now) {
        const { test, next } = states[each] ?? { next: [] };
        if (test?.(character) === true) further.push(...next);
      }
      now = reachable(states, further);
    }
    return now.has(END);
  };
}

/** The final state: the whole path was read. */
const END = 0;

/** All states that can be reached from these without taking a character. */
function reachable(states: readonly State[], from: number[]): Set<number> {
  const found = new Set<number>();
  for (let each = from.pop(); each !== undefined; each = from.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    const { test, next } = states[each] ?? { next: [] };
    if (test === undefined) from.push(...next);
  }
  return found;
}

/** Reads the pattern from its end to its start, since each state must know the one that follows. */
class Compiler {
  constructor(
    private readonly pattern: string,
    private readonly states: State[],
  ) {}

  #add(next: readonly number[], test?: Test): number {
    return this.states.push({ next, ...(test && { test }) }) - 1;
  }

  /** Any number of characters, none included, that pass the test. */
  #many(test: Test, then: number): number {
    const loop = this.states.length;
    this.states.push({ next: [loop + 1, then] });
    this.#add([loop], test);
    return loop;
  }

  all(from: number): number {
    return this.#sequence(tokensOf(this.pattern), END, from);
  }

  #sequence(tokens: readonly Token[], then: number, from: number): number {
    let next = then;
    for (let at = tokens.length - 1; at >= from; at--) next = this.#token(tokens, at, next);
    return next;
  }

  #token(tokens: readonly Token[], at: number, then: number): number {
    const token = tokens[at];
    switch (token?.kind) {
      case 'one':
        return this.#add([then], token.test);
      case 'name':
        return this.#many(isInName, then);
      case 'folders': {
        // Nothing, or anything that ends with a separator.
        const end = this.#add([then], isSeparator);
        return this.#add([then, this.#many(isAny, end)]);
      }
      case 'anything':
        return this.#many(isAny, then);
      case 'choice':
        return this.#add(token.choices.map((choice) => this.#sequence(choice, then, 0)));
      case undefined:
        return then;
    }
  }
}

type Token =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'name' | 'folders' | 'anything' }
  | { readonly kind: 'choice'; readonly choices: readonly (readonly Token[])[] };

function tokensOf(pattern: string): readonly Token[] {
  const open: Token[][][] = [[[]]];
  const top = () => open.at(-1) ?? [];
  const add = (token: Token) => top().at(-1)?.push(token);
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') {
      const stars = /\*+/y;
      stars.lastIndex = at;
      const end = at + (stars.exec(pattern)?.[0].length ?? 1);
      const startsName = at === 0 || /[/{,]/.test(pattern.charAt(at - 1));
      const endsName = end === pattern.length || /[/},]/.test(pattern.charAt(end));
      const isDeep = end - at > 1 && startsName && endsName;
      const isFolder = isDeep && pattern[end] === '/';
      add({ kind: isFolder ? 'folders' : isDeep ? 'anything' : 'name' });
      at = isFolder ? end : end - 1;
    } else if (character === '{') open.push([[]]);
    else if (character === ',' && open.length > 1) top().push([]);
    else if (character === '}' && open.length > 1) {
      add({ kind: 'choice', choices: open.pop() ?? [] });
    } else if (character === '[' && pattern.indexOf(']', at + 2) > 0) {
      const end = pattern.indexOf(']', at + 2);
      add({ kind: 'one', test: classTest(pattern.slice(at + 1, end)) });
      at = end;
    } else {
      const test: Test =
        character === '?' ? isInName : character === '/' ? isSeparator : (it) => it === character;
      add({ kind: 'one', test });
    }
  }
  // A brace that is never closed matches nothing.
  return open.length > 1 ? [{ kind: 'one', test: () => false }] : (open[0]?.[0] ?? []);
}

/** @param inside the text between the brackets */
function classTest(inside: string): Test {
  const isNot = inside.startsWith('!') || inside.startsWith('^');
  const ranges = [...(isNot ? inside.slice(1) : inside).matchAll(/(.)-(.)|(.)/gs)].map(
    ([, from, to, single = '']) => [from ?? single, to ?? single] as const,
  );
  return (character) =>
    isInName(character) && ranges.some(([a, b]) => a <= character && character <= b) !== isNot;
}
