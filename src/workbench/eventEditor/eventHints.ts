/** Completion and hover in documents of events and of lines, for the text editor and the page. Loaded when first asked. */
import type * as vscode from 'vscode';
import { vocabularyOf } from '../../ndjson/vocabulary.ts';
import { EventHints, type HintSource } from '../hints/provider.ts';
import { SeenWords } from '../hints/seenWords.ts';
import { accountContext } from '../connectionsApi.ts';
import { lineAddressOf, type LineAddress } from '../lines/lineUris.ts';
import type { Services } from '../services.ts';
import { addressOf, openDocument } from '../eventUris.ts';

export function eventHints(services: Services): { readonly hints: EventHints; dispose(): void } {
  const words = new SeenWords(services);
  const { connections } = services;
  const sourceOf = (document: vscode.TextDocument): HintSource => {
    const text = document.getText();
    const line = lineAddressOf(document.uri);
    const connectionId = addressOf(document.uri)?.connectionId ?? connections.active?.id;
    const catalog = services.catalog.current;
    const seen = async () => [
      ...(catalog === undefined ? [] : [catalog.words]),
      ...(connectionId === undefined ? [] : [await words.of(connectionId)]),
    ];
    if (line !== undefined) {
      const { nowMs } = accountContext(services);
      const vocabularies = async () => [...otherLines(line), ...(await seen())];
      return { text, start: 0, use: 'ingest', nowMs, vocabularies };
    }
    const isThere = connectionId !== undefined && connections.get(connectionId) !== undefined;
    const nowMs = isThere ? connections.now(connectionId) : Date.now();
    return { text, start: 0, use: 'amend', nowMs, vocabularies: seen };
  };
  return { hints: new EventHints(sourceOf), dispose: () => words.dispose() };
}

/** The rest of a line's file, while it's open. */
function otherLines({ source, line }: LineAddress) {
  const file = openDocument(source);
  const textOf = (at: number) => (at < (file?.lineCount ?? 0) ? file?.lineAt(at).text : undefined);
  return file === undefined ? [] : [vocabularyOf(line, textOf)];
}
