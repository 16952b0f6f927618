/**
 * Reads the event that a command is given: an ID, an object with one, a row of the Events view, or
 * the URI of an event's document.
 */
import * as vscode from 'vscode';
import { addressOf } from './eventUris.ts';
import { isObject, object, text, type Reader } from './argumentReaders.ts';
import { UserError } from './userError.ts';

/** A target whose connection may still be the active one. */
export interface EventTarget {
  readonly eventId: string;
  readonly connectionId?: string;
  readonly timeframeStart?: string;
  readonly timeframeEnd?: string;
}

const members = object(
  { eventId: text },
  { connectionId: text, timeframeStart: text, timeframeEnd: text },
);

export const target: Reader<EventTarget> = (value, name) => {
  if (typeof value === 'string' && value !== '') {
    const address = value.startsWith('orb:') ? addressOf(vscode.Uri.parse(value)) : undefined;
    return address ?? { eventId: value };
  }
  const address = value instanceof vscode.Uri ? addressOf(value) : undefined;
  if (address !== undefined) return address;
  if (isObject(value)) {
    // A property's row stands for its event.
    if (value['kind'] === 'property') return target(value['parent'], name);
    if ('eventId' in value) return members(value, name);
  }
  throw new UserError(
    vscode.l10n.t('"{0}" must be an event ID or an object with "eventId".', name),
  );
};
