/** Members that the inputs of several tools have. */
import * as vscode from 'vscode';
import { text, type Reader } from '../argumentReaders.ts';
import { UserError } from '../userError.ts';

/** More in one result would crowd out the rest of a conversation. */
export const MAX_ITEMS = 50;
export const DEFAULT_ITEMS = 20;

const whole =
  (minimum: number, maximum: number): Reader<number> =>
  (value, name) => {
    if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) {
      return Number(value);
    }
    throw new UserError(
      vscode.l10n.t('"{0}" must be a whole number from {1} to {2}.', name, minimum, maximum),
    );
  };

export const account = { connection: text };
export const frame = { timeframeStart: text, timeframeEnd: text };
export const paging = { offset: whole(0, 10_000_000), limit: whole(1, MAX_ITEMS) };
