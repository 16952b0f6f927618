/** Messages for what is wrong with a line of an event file beyond the rules of one event. */
import * as l10n from '@vscode/l10n';
import { codePoint, HIDDEN } from '../std/visible.ts';
import type { JsonSyntaxError, Span } from './jsonTree.ts';
import { countText } from './language.ts';
import { BYTE_ORDER_MARK } from './lines.ts';
import { dayOf } from './timeText.ts';
import { trimEnd } from '../std/trimEnd.ts';

/** How many other lines are listed by number; the rest are counted. */
const MAX_LINES_LISTED = 20;

export const notUtf8 = (): string => l10n.t("The line isn't UTF-8 text.");
const notJson = (detail: string): string => l10n.t("The line isn't JSON. {0}", detail);
export const lineTooLong = (bytes: number): string =>
  l10n.t('The line has {0} bytes, which is too long for an event.', countText(bytes));
export const tooLargeForOrb = (): string =>
  l10n.t("Orb rejects this event because it's too large.");
/** @param status of HTTP, 500 to 599 */
export const breaksOrb = (status: number): string =>
  l10n.t(
    'Orb has an internal error (HTTP {0}) whenever this event is sent, but accepts others.',
    status,
  );
/** @param heldAt the timestamp of Orb's version, if it differs from the line's own */
export function otherVersionInOrb(heldAt: string | undefined): string {
  return heldAt === undefined
    ? l10n.t('Orb already has this event ID with different content.')
    : l10n.t('Orb already has this event ID with different content, dated {0}.', dayOf(heldAt));
}

export interface JsonFault {
  /** `hidden-character` is the one with a fix: removing it. */
  readonly code: 'not-json' | 'hidden-character';
  readonly message: string;
  /** The character where reading stopped, or a whole run of hidden ones. */
  readonly span: Span;
}

/** A run of the same invisible character, or one that looks like a space and isn't one. */
const HIDDEN_RUN = new RegExp(
  `(${HIDDEN.source}|[\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000])\\1*`,
  'y',
);
/** JSON allows control characters in a string only as escapes. */
const RAW_CONTROL = /"[^"\u0000-\u001f]*(?=[\u0000-\u001f])/y;

/** Why a line isn't JSON. Invisible characters are named: quoting them would show nothing. */
export function jsonFault(text: string, error: JsonSyntaxError): JsonFault {
  const last = trimEnd(text, ' \t\r').length - 1;
  let start = Math.max(0, Math.min(error.offset, last));
  RAW_CONTROL.lastIndex = start;
  start += RAW_CONTROL.exec(text)?.[0].length ?? 0;
  HIDDEN_RUN.lastIndex = start;
  const [run, character] = HIDDEN_RUN.exec(text) ?? [];
  if (run === undefined || character === undefined) {
    return { code: 'not-json', message: notJson(error.message), span: { start, end: start + 1 } };
  }
  const span = { start, end: start + run.length };
  return { code: 'hidden-character', message: hiddenCharacter(character, start), span };
}

function hiddenCharacter(character: string, at: number): string {
  if (character === BYTE_ORDER_MARK) {
    return at === 0
      ? l10n.t(
          'The line starts with a byte-order mark (U+FEFF), which joining files can leave. Remove the mark.',
        )
      : l10n.t('There is a byte-order mark (U+FEFF) in the line. Remove the mark.');
  }
  if (character === '\0') return l10n.t('There are NUL bytes in the line. Remove them.');
  return l10n.t(
    'There is an invisible character ({0}) in the line. Remove it.',
    codePoint(character),
  );
}

/**
 * @param others the other lines with the same event ID, or the first of them; undefined if there are too many to remember
 * @param total how many others there are
 */
export function keyConflict(
  others: readonly number[] | undefined,
  total = others?.length ?? 0,
): string {
  if (others === undefined) {
    return l10n.t(
      'Other lines use this event ID with different content. None of them will be sent.',
    );
  }
  const listed = others.slice(0, MAX_LINES_LISTED).join(', ');
  if (total > MAX_LINES_LISTED) {
    const more = total - MAX_LINES_LISTED;
    return l10n.t(
      'Lines {0} and {1} more use this event ID with different content. None of them will be sent.',
      listed,
      more,
    );
  }
  return total === 1
    ? l10n.t(
        'Line {0} uses this event ID with different content. Neither line will be sent.',
        listed,
      )
    : l10n.t(
        'Lines {0} use this event ID with different content. None of them will be sent.',
        listed,
      );
}
