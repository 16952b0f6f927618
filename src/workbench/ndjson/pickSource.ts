/** Asks which files to search for the events of dead letters: "Find 42 Events in…". */
import { countText } from '../../core/language.ts';
import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { eventCount } from '../../core/texts/ingest.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { idsIn } from './eventSources.ts';

interface SourceItem extends vscode.QuickPickItem {
  /** Undefined opens a file dialog. */
  readonly uris?: readonly vscode.Uri[];
}
type FileMatch = readonly [uri: vscode.Uri, ids: ReadonlySet<string>];

/** The most files of a workspace that are searched. */
const MAX_FILES = 1_000;

/** @param except the file of dead letters itself @returns undefined when the user cancels */
export async function pickSource(
  services: Services,
  ids: ReadonlySet<string>,
  except: vscode.Uri,
): Promise<readonly vscode.Uri[] | undefined> {
  const title = vscode.l10n.t('Looking for {0}', eventCount(ids.size));
  const { here, recorded } = await withProgress(title, async (signal) => ({
    here: await matching(await workspaceFiles(services, except), ids, signal),
    recorded: await matching(await recordedFiles(services), ids, signal),
  }));
  const items = itemsFor(here, recorded, ids);
  const isFound = items.length > 1;
  const chosen = await services.dialogs.pick(items, {
    title:
      ids.size === 1
        ? vscode.l10n.t('Find 1 Event in…')
        : vscode.l10n.t('Find {0} Events in…', countText(ids.size)),
    placeHolder: isFound
      ? vscode.l10n.t('Event files with these IDs. The events open together as an event file.')
      : ids.size === 1
        ? vscode.l10n.t('No file here has this ID.')
        : vscode.l10n.t('No file here has these {0} IDs.', countText(ids.size)),
  });
  if (chosen === undefined) return undefined;
  if (chosen.uris !== undefined) return chosen.uris;
  const other = await services.dialogs.openFile({
    title: vscode.l10n.t('File with the Events'),
    filters: {
      [vscode.l10n.t('Events')]: ['ndjson', 'jsonl', 'json', 'gz'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return other && [other];
}

function itemsFor(
  here: readonly FileMatch[],
  recorded: readonly FileMatch[],
  ids: ReadonlySet<string>,
): readonly SourceItem[] {
  const ofAll = (some: readonly FileMatch[]) => {
    const found = new Set(some.flatMap(([, keys]) => [...keys])).size;
    return vscode.l10n.t('{0} of {1} IDs', countText(found), countText(ids.size));
  };
  const icon = (id: string) => ({ iconPath: new vscode.ThemeIcon(id) });
  const files = here.map((each): SourceItem => {
    const path = vscode.workspace.asRelativePath(each[0]).split('/');
    const folder = path.slice(0, -1).join('/');
    return {
      label: path.at(-1) ?? '',
      description: folder === '' ? ofAll([each]) : `${ofAll([each])} · ${folder}`,
      uris: [each[0]],
      ...icon('list-flat'),
    };
  });
  const all: SourceItem = {
    label: vscode.l10n.t('All {0} Files', countText(here.length)),
    description: ofAll(here),
    uris: here.map(([uri]) => uri),
    ...icon('list-tree'),
  };
  return [
    ...(files.length === 0 ? [] : [separator(vscode.l10n.t('in this workspace'))]),
    ...files,
    ...(files.length > 1 ? [all] : []),
    ...(recorded.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('Recorded Data'),
            description: vscode.l10n.t('{0} · sent from here', ofAll(recorded)),
            uris: recorded.map(([uri]) => uri),
            ...icon('history'),
          },
        ]),
    {
      label: vscode.l10n.t('Other File…'),
      description: vscode.l10n.t('NDJSON, JSON Lines, or a compressed copy'),
      ...icon('file'),
    },
  ];
}

const separator = (label: string): SourceItem => ({
  label,
  kind: vscode.QuickPickItemKind.Separator,
});

/** The files that have any of the IDs, those with the most first. */
async function matching(
  files: readonly vscode.Uri[],
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly FileMatch[]> {
  const found: FileMatch[] = [];
  for (const uri of files) {
    const keys = await idsIn(uri, ids, signal);
    if (keys.size > 0) found.push([uri, keys]);
  }
  return found.sort(
    ([one, a], [other, b]) => b.size - a.size || one.path.localeCompare(other.path),
  );
}

async function workspaceFiles(
  { settings }: Services,
  except: vscode.Uri,
): Promise<readonly vscode.Uri[]> {
  const globs = ['**/*.{ndjson,jsonl}', ...settings.get('orb.ndjson.files', undefined)];
  const lists = await Promise.all(
    globs.map((glob) => vscode.workspace.findFiles(glob, undefined, MAX_FILES)),
  );
  const all = new Map(lists.flat().map((uri) => [uri.toString(), uri]));
  all.delete(except.toString());
  return [...all.values()];
}

/** Files in the folders of ingest runs: copies of what was sent from an editor, and rejected lines. */
async function recordedFiles({ context }: Services): Promise<readonly vscode.Uri[]> {
  const runs = vscode.Uri.joinPath(context.globalStorageUri, 'runs');
  const names = await readdir(runs.fsPath).catch(() => []);
  return names.flatMap((name) =>
    ['source.ndjson', 'rejected.ndjson'].map((file) => vscode.Uri.joinPath(runs, name, file)),
  );
}
