/**
 * The user's patterns for event IDs. A regular expression can take years, and the extension host
 * does nothing else until it ends, so each one runs in a context that is stopped after a moment.
 */
import { Script, createContext } from 'node:vm';
import * as vscode from 'vscode';
import type { Candidate } from '../../core/ids/candidates.ts';
import { visible } from '../../std/visible.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';

/** How much of a line is read on either side of the pointer. */
const MAX_AROUND = 2_000;
const MAX_MATCHES = 100;
/** Typical patterns take microseconds. */
const LIMIT_MS = 50;
/** A busy computer can stop any pattern once. */
const MAX_STOPS = 2;

type Offsets = readonly (readonly [number, number])[];

/** Runs in the context, so it uses nothing else. */
const offsetsOf = (line: string, pattern: string): string =>
  JSON.stringify(
    [...line.matchAll(new RegExp(pattern, 'dg'))].map(
      ({ indices }) => indices?.[1] ?? indices?.[0],
    ),
  );

/** Only the two texts go in, and only a text comes out. */
const script = new Script(`(${offsetsOf.toString()})(line,pattern)`);

export class IdPatterns {
  readonly #context = createContext({ line: '', pattern: '' });
  readonly #stops = new Map<string, number>();

  constructor(private readonly services: Pick<Services, 'settings' | 'dialogs' | 'log'>) {}

  /**
   * The IDs around an offset: the first group of each match, or all of it without a group. None of
   * a pattern that isn't valid or was too slow before.
   */
  matchesIn(line: string, offset: number): readonly Candidate[] {
    const from = Math.max(0, offset - MAX_AROUND);
    const near = line.slice(from, offset + MAX_AROUND);
    return this.services.settings
      .get('orb.hover.patterns')
      .flatMap((pattern) => this.#offsets(pattern, near))
      .filter(([start, end]) => start < end)
      .slice(0, MAX_MATCHES)
      .map(([start, end]) => ({
        id: near.slice(start, end),
        start: from + start,
        end: from + end,
      }));
  }

  #offsets(pattern: string, line: string): Offsets {
    const stops = this.#stops.get(pattern) ?? 0;
    if (stops >= MAX_STOPS) return [];
    Object.assign(this.#context, { line, pattern });
    try {
      const found = script.runInContext(this.#context, { timeout: LIMIT_MS }) as string;
      return JSON.parse(found) as Offsets;
    } catch (error) {
      // Not an Error of this context.
      const { code } = error as { readonly code?: unknown };
      const isSlow = code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      // An invalid pattern stays invalid until it's changed.
      this.#stops.set(pattern, isSlow ? stops + 1 : MAX_STOPS);
      if (!isSlow || stops + 1 === MAX_STOPS) this.#tell(pattern, isSlow);
      return [];
    }
  }

  #tell(pattern: string, isSlow: boolean): void {
    const shown = visible(pattern, 100);
    const message = isSlow
      ? vscode.l10n.t(
          "The pattern {0} in orb.hover.patterns takes too long, so it isn't used.",
          shown,
        )
      : vscode.l10n.t(
          "The pattern {0} in orb.hover.patterns isn't a valid regular expression.",
          shown,
        );
    this.services.log.warn(message);
    const title = vscode.l10n.t('Open Settings');
    showNotice(this.services, 'warning', message, { title, ...patternSettings });
  }
}

/** Opens the setting. */
export const patternSettings = {
  command: 'workbench.action.openSettings',
  args: ['@id:orb.hover.patterns'],
} as const;
