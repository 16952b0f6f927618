/** What a search left out of a text, with the reasons, and the list to add it after all. */
import * as vscode from 'vscode';
import { MAX_ID_LENGTH, type IdReading, type LeftOut } from '../../core/ids/reading.ts';
import { looksLikeId } from '../../core/ids/words.ts';
import { countText } from '../../core/language.ts';
import { visible } from '../../std/visible.ts';
import type { StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';

/** "2 duplicates, 1 piece of text" */
export function describeLeftOut({ leftOut, leftOutCount }: IdReading): string {
  const duplicates = leftOut.filter(({ why }) => why === 'repeated').length;
  // If there's more than the list can have, the rest counts as text.
  const pieces = leftOutCount - duplicates;
  return [
    ...(duplicates === 0
      ? []
      : [
          duplicates === 1
            ? vscode.l10n.t('1 duplicate')
            : vscode.l10n.t('{0} duplicates', countText(duplicates)),
        ]),
    ...(pieces === 0
      ? []
      : [
          pieces === 1
            ? vscode.l10n.t('1 piece of text')
            : vscode.l10n.t('{0} pieces of text', countText(pieces)),
        ]),
  ].join(', ');
}

export function whyLeftOut({ why, times }: LeftOut): string {
  switch (why) {
    case 'repeated':
      return times === 2
        ? vscode.l10n.t('twice, searched once')
        : vscode.l10n.t('{0} times, searched once', countText(times));
    case 'sentence':
      return vscode.l10n.t('reads as a sentence');
    case 'unnamed':
      return vscode.l10n.t('nothing says that this is an event ID');
    case 'digits':
      return vscode.l10n.t('only digits');
    case 'long':
      return vscode.l10n.t('longer than {0} characters', countText(MAX_ID_LENGTH));
    case 'tooMany':
      return vscode.l10n.t('more than one search takes');
  }
}

/**
 * Asks which pieces are event IDs after all. If no ID is certain, those that look like one are
 * checked.
 * @returns undefined when dismissed.
 * @throws GoBack if `place` allows it
 */
export async function askLeftOut(
  { dialogs }: Pick<Services, 'dialogs'>,
  { ids, leftOut, leftOutCount }: IdReading,
  place: StepPlace = {},
): Promise<readonly string[] | undefined> {
  const items = leftOut.map((piece) => ({
    label: visible(piece.text, 120),
    description: whyLeftOut(piece),
    picked: ids.length === 0 && piece.why === 'unnamed' && looksLikeId(piece.text),
    id: piece.text,
  }));
  const all = countText(ids.length + leftOutCount);
  const chosen = await dialogs.pickMany(items, {
    ...place,
    title: vscode.l10n.t('Left Out of {0} Pieces', all),
    placeHolder: vscode.l10n.t('Check what is an event ID after all'),
  });
  return chosen?.map(({ id }) => id);
}
