/**
 * Has the editor keep what was typed and isn't in the document yet. Hiding a page ends it, and
 * while no extension host responds, the page has the only copy.
 */
import { ChangeSet } from '@codemirror/state';
import { keepState, type Host } from '../host.ts';
import { minimalChange } from '../../std/minimalChange.ts';
import { toText, type Sync } from './json/sync.ts';

/** Responses are usually faster than this. */
const KEEP_MS = 300;

interface KeptText {
  /** The document as the page last knew it. */
  readonly base: string;
  readonly text: string;
}

/**
 * The changes that the page couldn't send before it was hidden, rebased on the document as it is
 * now. Undefined if there are none.
 */
export function restoredChanges(host: Host, document: string): ChangeSet | undefined {
  const kept = read(host);
  if (kept === undefined) return undefined;
  const typed = difference(kept.base, kept.text);
  const meanwhile = difference(kept.base, document);
  const changes = typed.map(meanwhile, true);
  return kept.text === document || changes.empty ? undefined : changes;
}

/** @returns to be called after each edit of the user */
export function keepText(host: Host, sync: Sync, text: () => string): () => void {
  let timer: number | undefined;
  const look = () => {
    clearTimeout(timer);
    timer = undefined;
    if (sync.isSettled) {
      if (read(host) !== undefined) keepState(host, { typed: undefined });
      return;
    }
    keepState(host, { typed: { base: sync.base, text: text() } satisfies KeptText });
    timer = setTimeout(look, KEEP_MS);
  };
  const later = () => {
    timer ??= setTimeout(look, KEEP_MS);
  };
  // The page loses the focus before another tab hides it.
  window.addEventListener('blur', look);
  // What was restored is in the page now, and is kept until the document has it.
  if (read(host) !== undefined) later();
  return later;
}

function read(host: Host): KeptText | undefined {
  const state = host.getState() as { readonly typed?: Partial<KeptText> } | null | undefined;
  const { base, text } = state?.typed ?? {};
  return typeof base === 'string' && typeof text === 'string' ? { base, text } : undefined;
}

function difference(before: string, after: string): ChangeSet {
  const change = minimalChange(before, after);
  const specs = change && { from: change.start, to: change.end, insert: toText(change.text) };
  return ChangeSet.of(specs ?? [], before.length, '\n');
}
