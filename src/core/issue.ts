/** What a rule finds wrong: where, which rule, a message, and how to fix it. */

/** Where in the JSON value, by keys from the root: `['properties', 'tokens']`. Empty means the whole value; lists are not entered. */
export type JsonPath = readonly string[];

/** A change that fixes an issue; the editor offers it as a quick fix. */
export type Fix =
  | { readonly kind: 'remove'; readonly path: JsonPath }
  | { readonly kind: 'replace'; readonly path: JsonPath; readonly json: string }
  | { readonly kind: 'add'; readonly path: JsonPath; readonly json: string }
  /** The member gets another key and value, in its place. */
  | {
      readonly kind: 'rename';
      readonly path: JsonPath;
      readonly key: string;
      readonly json: string;
    }
  /** Of several members with this key only the last one stays: the one that counts. */
  | { readonly kind: 'keepLast'; readonly path: JsonPath }
  /** A nested property becomes flat ones, see flatten.ts. */
  | { readonly kind: 'flatten'; readonly path: JsonPath };

export interface Issue {
  /** For a missing member the path it would have: its last part doesn't exist in the value. */
  readonly path: JsonPath;
  /** True when the key is wrong rather than its value (an unknown or duplicate key). */
  readonly onKey?: boolean;
  readonly severity: 'error' | 'warning';
  /** Stable: documentation, tests and the sandbox rely on it. */
  readonly code: string;
  /** One sentence, in the display language. */
  readonly message: string;
  readonly fixes: readonly { readonly title: string; readonly fix: Fix }[];
}
