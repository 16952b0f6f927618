/** The line of the progress notice: how far, how fast, what was rejected. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import type { Sending } from '../../ingest/send.ts';

/** @returns a function from a state to the notice's message and percent */
export function progressText(
  startedMs: number,
): (state: Sending, nowMs: number) => readonly [string, number] {
  let before: number | undefined;
  return ({ lines, accepted, rejected, notTried }, nowMs) => {
    // A resumed run begins with what the earlier part did.
    before ??= accepted;
    const seconds = Math.max(1, (nowMs - startedMs) / 1_000);
    const rate = Math.round((accepted - before) / seconds);
    const done = lines - notTried;
    const text =
      rejected > 0
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
    return [text, lines === 0 ? 100 : (done / lines) * 100];
  };
}
