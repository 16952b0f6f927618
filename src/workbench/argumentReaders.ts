/**
 * Read the arguments that commands get from other extensions, keybindings, and tasks. Each function
 * takes a value and its name, and throws a UserError that says what's wrong without repeating the
 * value, which may be an API key.
 */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import * as shapes from '../std/shape.ts';
import { UserError } from './userError.ts';

export type Reader<T> = (value: unknown, name: string) => T;
type Shape = Readonly<Record<string, Reader<unknown>>>;
type Values<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/** @param message for a value that doesn't have the shape */
const must =
  <T>(shape: shapes.Shape<T>, message: (name: string) => string): Reader<T> =>
  (value, name) => {
    const read = shape(value);
    if (read === undefined) throw new UserError(message(name));
    return read;
  };

const filled = shapes.where(shapes.text, (value) => value !== '');

export const text = must(filled, (name) =>
  vscode.l10n.t('"{0}" must be a string that isn\'t empty.', name),
);
export const anyText = must(shapes.text, (name) => vscode.l10n.t('"{0}" must be a string.', name));
export const flag = must(shapes.flag, (name) =>
  vscode.l10n.t('"{0}" must be true or false.', name),
);
export const number = must(shapes.number, (name) => vscode.l10n.t('"{0}" must be a number.', name));

export const natural = must(
  shapes.where(shapes.number, (value) => Number.isInteger(value) && value >= 0),
  (name) => vscode.l10n.t('"{0}" must be a whole number that isn\'t negative.', name),
);

export const naturals: Reader<readonly number[]> = (value, name) => {
  if (Array.isArray(value)) return value.map((each) => natural(each, name));
  throw new UserError(vscode.l10n.t('"{0}" must be a list of numbers.', name));
};

const filledList = must(
  shapes.where(shapes.list(filled), (all) => all.length > 0),
  (name) => vscode.l10n.t('"{0}" must be a list of strings.', name),
);
/** One or more; a string counts as a list of one. */
export const texts: Reader<readonly string[]> = (value, name) =>
  filledList(Array.isArray(value) ? value : [value], name);

export const oneOf = <const T extends string>(...words: readonly T[]): Reader<T> =>
  must(shapes.oneOf(...words), (name) =>
    vscode.l10n.t('"{0}" must be one of: {1}.', name, words.join(', ')),
  );

/** A scheme has two letters or more: a single letter is a Windows drive. */
const URI = /^[a-z][\w+.-]+:/i;

/** A `vscode.Uri`, a URI as text, or an absolute path. */
export const file: Reader<vscode.Uri> = (value, name) => {
  if (value instanceof vscode.Uri) return value;
  if (typeof value === 'string' && URI.test(value)) return vscode.Uri.parse(value, true);
  if (typeof value === 'string' && isAbsolute(value)) return vscode.Uri.file(value);
  throw new UserError(vscode.l10n.t('"{0}" must be a Uri, a URI, or an absolute path.', name));
};

/** Ignores other members, and members that are undefined. */
export const object =
  <R extends Shape, O extends Shape>(
    required: R,
    optional: O,
  ): Reader<Values<R> & Partial<Values<O>>> =>
  (value, name) => {
    if (!isObject(value)) throw new UserError(vscode.l10n.t('"{0}" must be an object.', name));
    const members: Record<string, unknown> = {};
    for (const [key, read] of Object.entries({ ...optional, ...required })) {
      const member = value[key];
      if (member !== undefined || key in required) members[key] = read(member, key);
    }
    return members as Values<R> & Partial<Values<O>>;
  };

/** An object that is neither a list nor a Uri. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof vscode.Uri);
