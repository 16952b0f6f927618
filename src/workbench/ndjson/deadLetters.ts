/**
 * `orb.ndjson.findEvents` and `orb.ndjson.groupByReason`, the commands for a file of dead letters.
 */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import {
  explainDeadLetter,
  readDeadLetter,
  reasonOf,
  type DeadLetter,
} from '../../core/deadLetter.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import type { EventLine } from '../../ingest/findEvents.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { frameOfHours } from '../../core/timeframe.ts';
import { instantOf } from '../../core/rules/time.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { inSlices } from '../../std/slices.ts';
import { NothingFound } from '../userError.ts';
import { documentOf } from './commands.ts';
import { collect } from './eventSources.ts';
import { pickSource } from './pickSource.ts';
import type { Rejections } from '../../ndjson/rejections.ts';

interface LetterLine {
  readonly letter: DeadLetter;
  readonly line: number;
}

/** VS Code lists this many in a peek view without delay. */
const MAX_LISTED = 1_000;

/** @param claim makes a document an event file */
export function deadLetterCommands(
  services: Services,
  rejections: Rejections,
  claim: (document: vscode.TextDocument) => void,
): CommandHandlers {
  return {
    'orb.ndjson.findEvents': async (file, line) => {
      const document = await documentOf(file);
      const letters = await lettersOf(document, line);
      const ids = new Map(letters.map(({ letter }) => [letter.key, letter]));
      const sources = await pickSource(services, new Set(ids.keys()), document.uri);
      if (sources === undefined) return;
      const title = vscode.l10n.t('Collecting {0}', eventCount(ids.size));
      const found = await withProgress(title, (signal) => collect(sources, ids, signal));
      if (found.length === 0) {
        throw new NothingFound(vscode.l10n.t('None of these events were found there.'));
      }
      await show(found, ids, rejections, claim);
      showResult(services, found, ids);
    },
    'orb.ndjson.groupByReason': async (file, line) => {
      const document = await documentOf(file);
      const letters = await lettersOf(document);
      const note =
        line !== undefined
          ? letters
              .filter((each) => each.line === line)
              .map(({ letter }) => reasonNoteOf(letter))[0]
          : await pickReason(services, letters);
      if (note === undefined) return;
      const lines = letters
        .filter(({ letter }) => reasonNoteOf(letter) === note)
        .slice(0, MAX_LISTED);
      await vscode.window.showTextDocument(document);
      const places = lines.map(
        (each) => new vscode.Location(document.uri, document.lineAt(each.line).range),
      );
      const start = new vscode.Position(line ?? lines[0]?.line ?? 0, 0);
      await vscode.commands.executeCommand(
        'editor.action.peekLocations',
        document.uri,
        start,
        places,
        'peek',
      );
    },
  };
}

const reasonNoteOf = (letter: DeadLetter) => reasonOf(letter).note;

/** @param only returns just this line's @throws UserError when there are none */
async function lettersOf(
  document: vscode.TextDocument,
  only?: number,
): Promise<readonly LetterLine[]> {
  const first = only ?? 0;
  const end = only === undefined ? document.lineCount : only + 1;
  const letters = await inSlices(lettersIn(document, first, Math.min(end, document.lineCount)));
  if (letters.length > 0) return letters;
  throw new NothingFound(
    vscode.l10n.t(
      'No dead letters found. A dead letter is a line with "idempotency_key" and "errors".',
    ),
  );
}

function* lettersIn(
  document: vscode.TextDocument,
  first: number,
  end: number,
): Generator<undefined, readonly LetterLine[]> {
  const letters: LetterLine[] = [];
  for (let line = first; line < end && line < document.lineCount; line++) {
    const root = tryReadJson(document.lineAt(line).text);
    const letter = root && readDeadLetter(root);
    if (letter !== undefined) letters.push({ letter, line });
    if (line % 64 === 0) yield;
  }
  return letters;
}

async function pickReason(
  { dialogs }: Services,
  letters: readonly LetterLine[],
): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const { letter } of letters) {
    const note = reasonNoteOf(letter);
    counts.set(note, (counts.get(note) ?? 0) + 1);
  }
  const items = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([label, times]) => ({ label, description: eventCount(times) }));
  const title = vscode.l10n.t('Rejection Reasons');
  return (await dialogs.pick(items, { title }))?.label;
}

/** Shows the collected lines unchanged in a new document. Each has its rejection reason as a problem until it is edited. */
async function show(
  found: readonly EventLine[],
  ids: ReadonlyMap<string, DeadLetter>,
  rejections: Rejections,
  claim: (document: vscode.TextDocument) => void,
): Promise<void> {
  for (const { key, text } of found) {
    const letter = ids.get(key);
    if (letter !== undefined) rejections.add(key, text, explainDeadLetter(letter));
  }
  const content = found.map(({ text }) => `${text}\n`).join('');
  const document = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
  claim(document);
  await vscode.window.showTextDocument(document);
}

/** Says how many events are missing, and offers a backfill for those that came too late. Doesn't wait for an answer. */
function showResult(
  services: Services,
  found: readonly EventLine[],
  ids: ReadonlyMap<string, DeadLetter>,
): void {
  const distinct = new Set(found.map(({ key }) => key)).size;
  const late = found.filter(({ key }) => {
    const letter = ids.get(key);
    return letter !== undefined && reasonOf(letter).group === 'late';
  });
  const foundText =
    distinct < ids.size
      ? vscode.l10n.t('Found {0} of {1} events.', countText(distinct), countText(ids.size))
      : undefined;
  const needs =
    late.length === 0
      ? undefined
      : late.length === 1
        ? vscode.l10n.t('1 event came too late and needs a backfill.')
        : vscode.l10n.t('{0} events came too late and need a backfill.', countText(late.length));
  if (foundText === undefined && needs === undefined) return;
  const message = [foundText, needs].filter((each) => each !== undefined).join(' ');
  const hours = hoursOf(late);
  const backfill = {
    title: vscode.l10n.t('New Backfill…'),
    command: 'orb.backfills.create',
    args: hours === undefined ? [] : [hours],
  };
  showNotice(services, 'info', message, ...(late.length > 0 ? [backfill] : []));
}

/** The whole hours that contain the events. */
function hoursOf(events: readonly EventLine[]) {
  const times = events.flatMap(({ text }) => {
    const root = tryReadJson(text);
    const ms = root && instantOf(root)?.ms;
    return ms === undefined ? [] : [ms];
  });
  if (times.length === 0) return undefined;
  let [first, last] = [Infinity, -Infinity];
  for (const ms of times) {
    first = Math.min(first, ms);
    last = Math.max(last, ms);
  }
  return frameOfHours(first, last);
}
