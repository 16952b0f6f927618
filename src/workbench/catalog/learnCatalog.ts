/** The command that writes the event catalog, or adds to it, from events. Loaded on first use. */
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { EventCatalog } from '../../core/catalog/eventCatalog.ts';
import { learn } from '../../core/catalog/learn.ts';
import { Observations } from '../../core/catalog/observe.ts';
import { parseJson, type Json } from '../../core/json.ts';
import { countText } from '../../core/language.ts';
import { pause, slice } from '../../std/slices.ts';
import { runCommand } from '../callers.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { readWhole, streamOnDisk } from '../fileContent.ts';
import { askEventFile, eventFileFilter } from '../ndjson/askEventFile.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { NothingFound, UserError } from '../userError.ts';
import { askSource, type CatalogSource } from './askSource.ts';
import { catalogFiles } from './catalogFile.ts';
import { writeCatalog } from './writeCatalog.ts';

/** More say nothing new about shapes. */
const MAX_EVENTS = 200_000;

interface LearnServices {
  readonly services: Services;
  /** The events of the search in front, as Orb's JSON. @throws UserError when there is none */
  readonly searched: () => readonly string[];
}

/** @returns the catalog's URI; undefined when the user cancels */
export async function learnCatalog(
  { services, searched }: LearnServices,
  given: ReadArguments<'orb.catalog.learn'>[0],
): Promise<string | undefined> {
  const source = given === undefined ? await askSource(services) : sourceOf(given);
  if (source === undefined) return undefined;
  const target = given?.target ?? catalogFiles(services.settings)[0];
  if (target === undefined) {
    throw new UserError(vscode.l10n.t('Open a folder first. The event catalog is a file in it.'));
  }
  const known = await readKnown(target);
  const observations = await observe(services, searched, source);
  if (observations === undefined) return undefined;
  if (observations.count === 0) throw new NothingFound(vscode.l10n.t('No events to learn from.'));
  const text = learn(observations, known?.json, { examples: source.examples });
  EventCatalog.read(text);
  await writeCatalog(target, known?.text, text);
  if (given === undefined) tell(services, observations, target);
  return target.toString();
}

const sourceOf = (given: NonNullable<ReadArguments<'orb.catalog.learn'>[0]>): CatalogSource => ({
  from: given.from ?? (given.uri === undefined ? 'search' : 'file'),
  uri: given.uri,
  examples: given.examples === true,
});

/** The catalog that is there already. @throws UserError for one that can't be merged with */
async function readKnown(
  target: vscode.Uri,
): Promise<{ readonly text: string; readonly json: Json } | undefined> {
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.toString() === target.toString(),
  );
  if (document?.isDirty === true) {
    throw new UserError(vscode.l10n.t('The event catalog has unsaved edits. Save it first.'));
  }
  const exists = await vscode.workspace.fs.stat(target).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  const text = new TextDecoder().decode(await readWhole(target));
  try {
    EventCatalog.read(text);
    return { text, json: parseJson(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new UserError(
      vscode.l10n.t("Can't add to the event catalog. {0}", reason),
      { title: vscode.l10n.t('Open'), command: 'vscode.open', args: [target] },
      { cause: error },
    );
  }
}

async function observe(
  services: Services,
  searched: LearnServices['searched'],
  { from, uri }: CatalogSource,
): Promise<Observations | undefined> {
  if (from === 'search') return observeLines(searched());
  if (from === 'traffic') {
    const text = await runCommand('orb.recorder.export', { format: 'events' });
    return observeLines((text ?? '').split('\n'));
  }
  const filters = { ...eventFileFilter(), [vscode.l10n.t('All files')]: ['*'] };
  const title = vscode.l10n.t('Event File to Learn From');
  const file = uri ?? (await askEventFile(services.dialogs, { title, filters }));
  return file && observeFile(file);
}

async function observeFile(uri: vscode.Uri): Promise<Observations> {
  if (uri.scheme !== 'file') {
    return observeLines(new TextDecoder().decode(await readWhole(uri)).split('\n'));
  }
  return withProgress(vscode.l10n.t('Reading events'), async (signal) => {
    const stream = await streamOnDisk(uri.fsPath, signal);
    return observeLines(createInterface({ input: stream, crlfDelay: Infinity }));
  });
}

async function observeLines(
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<Observations> {
  const observations = new Observations();
  let isTimeUp = slice();
  for await (const line of lines) {
    observations.addLine(line);
    if (observations.count >= MAX_EVENTS) break;
    if (!isTimeUp()) continue;
    await pause();
    isTimeUp = slice();
  }
  return observations;
}

function tell(services: Services, { events, count }: Observations, target: vscode.Uri): void {
  const words =
    events.size === 1
      ? vscode.l10n.t('Learned 1 event name from {0} events.', countText(count))
      : vscode.l10n.t(
          'Learned {0} event names from {1} events.',
          countText(events.size),
          countText(count),
        );
  const open = { title: vscode.l10n.t('Open'), command: 'vscode.open', args: [target] };
  showNotice(services, 'info', words, open);
}
