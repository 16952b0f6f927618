/** Fixes for a line: those of the rules, and more that only make sense in event files. */
import { editsFor, spanOf, type TextEdit } from '../core/edits.ts';
import type { Fix, Issue } from '../core/issue.ts';
import { JsonSyntaxError, memberOf, readJson, tryReadJson, type Span } from '../core/jsonTree.ts';
import { jsonFault } from '../core/lineFaults.ts';
import { BYTE_ORDER_MARK } from '../core/lines.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import { lineFixTitles } from '../core/texts/eventFile.ts';
import { utcNow } from './newEvent.ts';

export interface LineFix {
  readonly title: string;
  /** The code of the problem that it fixes. */
  readonly code: string;
  readonly span: Span;
  /** Offsets in the line. */
  readonly edits: readonly TextEdit[];
}

export interface FixContext {
  readonly context: RuleContext;
  /** A new event ID. */
  readonly newKey: () => string;
}

/** The fixes for all problems of a line on its own. */
export function lineFixes(text: string, needs: FixContext): readonly LineFix[] {
  const hidden = hiddenIn(text);
  if (hidden !== undefined) {
    const titles = lineFixTitles();
    const isMark = text.startsWith(BYTE_ORDER_MARK, hidden.start);
    const title = isMark ? titles.removeMark : titles.removeHidden;
    return [{ title, code: 'hidden-character', span: hidden, edits: [{ ...hidden, text: '' }] }];
  }
  const root = tryReadJson(text);
  if (root?.kind !== 'object') return [];
  const issues = checkIngestEvent(root, needs.context);
  const nulls = issues.filter(({ code }) => code === 'property-null');
  return issues.flatMap((issue) => {
    const { code } = issue;
    const span = spanOf(root, issue);
    const own = [...issue.fixes, ...moreFixes(issue, needs)].map(({ title, fix }) => ({
      title,
      code,
      span,
      edits: editsFor(text, root, fix),
    }));
    if (code !== 'property-null' || nulls.length < 2) return own;
    return [...own, { title: lineFixTitles().removeNulls, code, span, edits: noNulls(text) }];
  });
}

/** The invisible characters that make a line invalid JSON; undefined when it is valid or has another error. */
export function hiddenIn(text: string): Span | undefined {
  try {
    readJson(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { code, span } = jsonFault(text, error);
    return code === 'hidden-character' ? span : undefined;
  }
}

/** Gives a line a new event ID, because another line has the same ID with different content. */
export function newKeyFix(text: string, newKey: string): readonly TextEdit[] {
  const root = tryReadJson(text);
  if (root === undefined) return [];
  const json = JSON.stringify(newKey);
  return editsFor(text, root, { kind: 'replace', path: ['idempotency_key'], json });
}

function moreFixes({ code, path }: Issue, { context, newKey }: FixContext): Issue['fixes'] {
  const titles = lineFixTitles();
  const isKey = path[0] === 'idempotency_key';
  const field = String(path[0]);
  const json = JSON.stringify(isKey ? newKey() : utcNow(context.nowMs));
  if (code === 'required' && (isKey || field === 'timestamp')) {
    const add: Fix = { kind: 'add', path, json };
    return [{ title: isKey ? titles.generateKey : titles.addTime, fix: add }];
  }
  if (isKey && (code === 'empty' || code === 'key-deprecated')) {
    return [{ title: titles.generateKey, fix: { kind: 'replace', path, json } }];
  }
  return [];
}

/** Removes all null properties in one edit, since single removals would overlap at the commas. */
function noNulls(text: string): readonly TextEdit[] {
  const root = tryReadJson(text);
  const properties = root && memberOf(root, 'properties');
  if (properties?.kind !== 'object') return [];
  const kept = properties.members.filter(({ value }) => value.kind !== 'null');
  const members = kept.map(({ keySpan, value }) => text.slice(keySpan.start, value.end));
  return [{ start: properties.start, end: properties.end, text: `{${members.join(', ')}}` }];
}
