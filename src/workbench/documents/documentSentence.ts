/**
 * The state of an open event as one sentence, for places without room for more: the status bar, and
 * the line above the JSON.
 */
import * as vscode from 'vscode';
import { eventChanges, type EventChange } from '../../core/eventChanges.ts';
import type { EventDocument } from './eventDocument.ts';

/** Comparing larger texts would block the thread that all extensions share. */
const MAX_COMPARED = 100_000;

/** How the text differs from the version that Orb holds, as far as that is known. */
export type Changes = readonly EventChange[] | 'notJson' | 'notCompared';

export function changesOf({ file }: EventDocument): Changes {
  const { document, loaded } = file;
  if (document === undefined || loaded === undefined) return 'notCompared';
  const text = document.getText();
  if (text.length > MAX_COMPARED) return text === loaded.text ? [] : 'notCompared';
  try {
    return eventChanges(loaded.text, text);
  } catch {
    return 'notJson';
  }
}

export interface Sentence {
  /** The name of a codicon. */
  readonly icon: string;
  readonly text: string;
}

/** @param changes from `changesOf` */
export function sentenceOf(document: EventDocument, changes: Changes): Sentence {
  const { status, merge } = document;
  const counted = countText(changes);
  switch (status.kind) {
    case 'comparing':
      return { icon: 'loading~spin', text: vscode.l10n.t('Comparing with Orb…') };
    case 'sending':
      return {
        icon: 'loading~spin',
        text:
          status.changes === 1
            ? vscode.l10n.t('Sending 1 change…')
            : vscode.l10n.t('Sending {0} changes…', status.changes),
      };
    case 'sent':
      if (changes.length === 0) return { icon: 'check', text: vscode.l10n.t('Amended') };
      return counted;
    case 'rejected':
      return { icon: 'error', text: vscode.l10n.t('Rejected by Orb, not sent') };
    case 'noResponse':
      return { icon: 'warning', text: vscode.l10n.t('No response, may have arrived') };
    case 'keyRejected':
      return { icon: 'error', text: vscode.l10n.t('API key rejected') };
    case 'noConnection':
      return { icon: 'warning', text: vscode.l10n.t('Connection removed') };
    case 'deprecatedElsewhere':
      return { icon: 'circle-slash', text: vscode.l10n.t('Deprecated, changes not sent') };
    case 'gone':
      return { icon: 'question', text: vscode.l10n.t('Not found in Orb, not sent') };
    case 'idle':
    case 'notSent':
    case 'merged':
    case 'changedWhileAsked':
    case 'sameChange':
    case 'changedInvalid':
    case 'followed':
    case 'readOnly':
      return merge.undecided > 0 ? conflictText(merge.undecided) : counted;
  }
}

const conflictText = (count: number): Sentence => ({
  icon: 'warning',
  text:
    count === 1
      ? vscode.l10n.t('Changed in Orb: 1 conflict')
      : vscode.l10n.t('Changed in Orb: {0} conflicts', count),
});

function countText(changes: Changes): Sentence {
  if (changes === 'notJson') return { icon: 'error', text: vscode.l10n.t('Not JSON, not sent') };
  if (changes === 'notCompared') {
    return { icon: 'circle-filled', text: vscode.l10n.t('Changed, not sent') };
  }
  if (changes.length === 0) return { icon: 'check', text: vscode.l10n.t('Nothing to send') };
  return {
    icon: 'circle-filled',
    text:
      changes.length === 1
        ? vscode.l10n.t('1 change, not sent')
        : vscode.l10n.t('{0} changes, not sent', changes.length),
  };
}
