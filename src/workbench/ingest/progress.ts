/** The text of the progress in the status bar: how far, how fast, and how many were rejected. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import type { Sending } from '../../ingest/send.ts';

/** @returns a function from a state to the text */
export function progressText(startedMs: number): (state: Sending, nowMs: number) => string {
  let before: number | undefined;
  return ({ lines, accepted, rejected, notTried }, nowMs) => {
    // A resumed run starts with the lines of its earlier part.
    before ??= accepted;
    const seconds = Math.max(1, (nowMs - startedMs) / 1_000);
    const rate = Math.round((accepted - before) / seconds);
    const done = lines - notTried;
    return rejected > 0
      ? vscode.l10n.t(
          '{0} of {1}, {2} rejected, {3} events/s',
          countText(done),
          countText(lines),
          countText(rejected),
          countText(rate),
        )
      : vscode.l10n.t(
          '{0} of {1}, {2} events/s',
          countText(done),
          countText(lines),
          countText(rate),
        );
  };
}
