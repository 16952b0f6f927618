/** Orb's messages about a refused amendment, shown at the properties they are about until the next edit. */
import * as vscode from 'vscode';
import { isOrbError } from '../../core/errors.ts';
import { JsonSyntaxError, readJson, type JsonNode, type Span } from '../../core/jsonTree.ts';
import { toDiagnostic } from '../issueDiagnostics.ts';
import { openDocument } from './uris.ts';

export class Refusals {
  readonly #shown = vscode.languages.createDiagnosticCollection('orb-refusals');

  /** Does nothing when the error is not Orb's refusal of what was sent, or the document is closed. */
  show(uri: vscode.Uri, error: unknown): void {
    const document = openDocument(uri);
    if (!isOrbError(error, 'rejected') || document === undefined) return;
    const { answer } = error;
    const failed = answer?.validationFailed.flatMap(({ messages }) => messages) ?? [];
    const told = [...new Set([...(answer?.validationErrors ?? []), ...failed])];
    const messages = told.length > 0 ? told : [answer?.detail ?? answer?.title ?? error.message];
    const places = placesIn(document.getText());
    this.#shown.set(
      uri,
      messages.map((message) => diagnostic(document, message, placeOf(places, message))),
    );
  }

  clear(uri: vscode.Uri): void {
    if (this.#shown.has(uri)) this.#shown.delete(uri);
  }

  dispose(): void {
    this.#shown.dispose();
  }
}

function diagnostic(document: vscode.TextDocument, message: string, { start, end }: Span) {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return toDiagnostic({ severity: 'error', message, code: 'refused' }, range);
}

interface Place extends Span {
  readonly name: string;
  readonly printed: string;
}

/** The values of the event's fields and properties; properties first, since they are the more exact place. */
function placesIn(text: string): readonly Place[] {
  let root: JsonNode;
  try {
    root = readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [];
    throw error;
  }
  if (root.kind !== 'object') return [];
  const properties = root.members.flatMap(({ key, value }) =>
    key === 'properties' && value.kind === 'object' ? value.members : [],
  );
  return [...properties, ...root.members].map(({ key, value: { start, end } }) => ({
    name: key,
    start,
    end,
    printed: text.slice(start, end),
  }));
}

/** Orb names what it refuses by field (`'tokens'`, `properties.tokens`, "Event timestamp …") or by its value ("None is not of type …"). */
function placeOf(places: readonly Place[], message: string): Span {
  const byLength = places.toSorted((a, b) => b.name.length - a.name.length);
  const quoted = byLength.find(({ name }) =>
    [`'${name}'`, `"${name}"`, `properties.${name}`].some((part) => message.includes(part)),
  );
  const words = new Set(message.toLowerCase().match(/[\w$-]+/g) ?? []);
  const named = byLength.find(({ name }) => words.has(name.toLowerCase()));
  const isNull = message.startsWith('None is not of type')
    ? places.find(({ printed }) => printed === 'null')
    : undefined;
  const customer = words.has('customer')
    ? places.find(({ name }) => name.endsWith('customer_id'))
    : undefined;
  return quoted ?? isNull ?? named ?? customer ?? { start: 0, end: 1 };
}
