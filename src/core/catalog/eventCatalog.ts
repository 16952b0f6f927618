/** A catalog of events, compiled: what each event must look like, by its name. */
import * as l10n from '@vscode/l10n';
import type { Issue } from '../issue.ts';
import { valueOf, type JsonNode } from '../jsonTree.ts';
import { catalogIssue, tooComplexIssue } from './catalogIssue.ts';
import { catalogWords, type CatalogWords } from './catalogWords.ts';
import { Run, TooComplex, type CatalogProblem } from './check.ts';
import { compileSchema } from './compile.ts';
import { isDecidedByShape } from './decidedByShape.ts';
import { CatalogError, isRecord, MAX_CATALOG_BYTES, type Schema } from './schema.ts';

const DIALECT = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

export class EventCatalog {
  readonly #run = new Run();
  readonly #check: ReturnType<typeof compileSchema>;
  #words: CatalogWords | undefined;
  readonly #byShape = new Map<string, boolean>();

  /** @throws CatalogError */
  private constructor(readonly schema: Schema) {
    this.#check = compileSchema(schema);
  }

  /** @throws CatalogError, whose message is one sentence for people */
  static read(text: string): EventCatalog {
    if (text.length > MAX_CATALOG_BYTES) {
      throw new CatalogError(l10n.t('The event catalog is larger than 4 MB.'));
    }
    const schema = parse(text);
    if (typeof schema !== 'boolean' && !isRecord(schema)) {
      throw new CatalogError(l10n.t('The event catalog must be a JSON Schema.'));
    }
    const dialect = isRecord(schema) ? schema['$schema'] : undefined;
    if (dialect !== undefined && !(typeof dialect === 'string' && DIALECT.test(dialect))) {
      throw new CatalogError(l10n.t('The event catalog must be a JSON Schema of draft 2020-12.'));
    }
    return new EventCatalog(schema);
  }

  /** For completion. */
  get words(): CatalogWords {
    return (this.#words ??= catalogWords(this.schema));
  }

  /** @param event as JSON.parse returns it */
  accepts(event: unknown): boolean {
    this.#run.start(false);
    return this.#isValid(event);
  }

  /**
   * What the catalog says against an event.
   * @param known members that the text doesn't have, such as the event ID of an amendment; nothing is reported about them
   */
  issues(root: JsonNode, known: Readonly<Record<string, unknown>> = {}): readonly Issue[] {
    const event = valueOf(root);
    this.#run.start(true);
    try {
      this.#check(isRecord(event) ? { ...known, ...event } : event, this.#run);
    } catch (error) {
      return [unfinished(error)];
    }
    return distinct(this.#run.problems)
      .filter(({ path: [member = ''] }) => !Object.hasOwn(known, member))
      .map((problem) => catalogIssue(problem, event));
  }

  /** Whether two events of this name with the same property names and types are both valid, or neither is. */
  isDecidedByShape(name: string): boolean {
    const known = this.#byShape.get(name) ?? isDecidedByShape(this.schema, name);
    this.#byShape.set(name, known);
    return known;
  }

  #isValid(event: unknown): boolean {
    try {
      return this.#check(event, this.#run);
    } catch (error) {
      unfinished(error);
      return false;
    }
  }
}

/** @throws what isn't about the catalog */
function unfinished(error: unknown): Issue {
  // A recursive catalog and a deeply nested event end the stack.
  if (error instanceof TooComplex || error instanceof RangeError) return tooComplexIssue();
  throw error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CatalogError(l10n.t("The event catalog isn't valid JSON."));
  }
}

/** Without repetitions: the root and a definition may both require a property. */
function distinct(problems: readonly CatalogProblem[]): readonly CatalogProblem[] {
  const seen = new Map<string, CatalogProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.path, problem.keyword]);
    if (seen.get(key)?.severity !== 'refuse') seen.set(key, problem);
  }
  return [...seen.values()];
}
