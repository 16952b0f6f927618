/**
 * The first step of a search: the user types IDs, which are counted with each key, or picks a place
 * that has some.
 */
import * as vscode from 'vscode';
import type { IdReading, LeftOut } from '../../core/ids/reading.ts';
import { countText } from '../../core/language.ts';
import { visible } from '../../std/visible.ts';
import { GoBack, type StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import type { IdReader } from './idReader.ts';
import { askLeftOut, describeLeftOut, whyLeftOut } from './leftOut.ts';
import { labelOf } from './labels.ts';
import { allSources, type Source } from './sources.ts';

export interface ChosenIds {
  readonly eventIds: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Undefined: by the IDs. */
  readonly label?: string;
  /** What was typed, for the next time the question is asked. */
  readonly typed?: string;
}

type Choice = vscode.QuickPickItem &
  (
    | { readonly what: 'search'; readonly chosen: ChosenIds }
    | { readonly what: 'leftOut'; readonly reading: IdReading }
    | { readonly what: 'nothing' }
  );

/** @returns undefined when dismissed */
export async function askIds(
  { dialogs }: Pick<Services, 'dialogs'>,
  title: string,
  read: IdReader,
  { typed: before = '', ...place }: StepPlace & { readonly typed?: string | undefined } = {},
): Promise<ChosenIds | undefined> {
  const sources = allSources(read);
  sources.catch(() => undefined);
  const itemsFor = async (typed: string, signal: AbortSignal): Promise<readonly Choice[]> =>
    typed.trim() === ''
      ? (await sources).map(sourceItem)
      : typedItems(await read(typed, { signal }));
  for (let value = before; ;) {
    const picked = await dialogs.pickTyped<Choice>(itemsFor, {
      ...place,
      title,
      value,
      placeHolder: vscode.l10n.t('Paste or type event IDs, or choose where they are'),
      isChoice: ({ what }) => what !== 'nothing',
    });
    if (picked === undefined || picked.item.what === 'nothing') return undefined;
    const { item, typed } = picked;
    if (item.what === 'search') return { ...item.chosen, typed };
    const added = await orBack(askLeftOut({ dialogs }, item.reading, { canGoBack: true }));
    if (added === undefined) return undefined;
    if (added !== 'back' && item.reading.ids.length + added.length > 0) {
      return { ...chosenOf(item.reading, added), typed };
    }
    value = typed;
  }
}

async function orBack<T>(question: Promise<T>): Promise<T | 'back'> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof GoBack) return 'back';
    throw error;
  }
}

/** @param added the IDs added from what was left out */
export function chosenOf(reading: IdReading, added: readonly string[] = []): ChosenIds {
  return {
    eventIds: [...new Set([...reading.ids, ...added])],
    leftOut: reading.leftOut.filter(({ text, why }) => why !== 'repeated' && !added.includes(text)),
  };
}

const icon = (id: string) => ({ iconPath: new vscode.ThemeIcon(id) });

/** The count is the label, since screen readers read labels first. */
function sourceItem({ kind, reading, name, lines }: Source): Choice {
  const { length } = reading.ids;
  const count = countText(length);
  const chosen = { ...chosenOf(reading), label: labelOf(reading.ids, name) };
  switch (kind) {
    case 'file':
      return {
        what: 'search',
        chosen,
        label:
          length === 1
            ? vscode.l10n.t('1 ID in {0}', name)
            : vscode.l10n.t('{0} IDs in {1}', count, name),
        description: reading.fields
          .map((field) => vscode.l10n.t('{0} in {1}', countText(field.count), field.name))
          .join(', '),
        ...icon('notebook'),
      };
    case 'selection':
      return {
        what: 'search',
        chosen,
        label:
          length === 1
            ? vscode.l10n.t('1 ID in the selection')
            : vscode.l10n.t('{0} IDs in the selection', count),
        description: [name, lines].filter(Boolean).join(', '),
        ...icon('list-flat'),
      };
    case 'clipboard':
      return {
        what: 'search',
        chosen,
        label:
          length === 1
            ? vscode.l10n.t('1 ID on the clipboard')
            : vscode.l10n.t('{0} IDs on the clipboard', count),
        ...icon('clippy'),
      };
  }
}

function typedItems(reading: IdReading): readonly Choice[] {
  const { length } = reading.ids;
  const [only] = reading.leftOut;
  if (length === 0 && only !== undefined && reading.leftOutCount === 1) return refused(only);
  const leftOut: Choice = {
    what: 'leftOut',
    reading,
    label: vscode.l10n.t('Show What Was Left Out…'),
    description: describeLeftOut(reading),
    ...icon('eye'),
  };
  const all: readonly Choice[] = reading.leftOutCount === 0 ? [] : [leftOut];
  if (length === 0) {
    return [{ what: 'nothing', label: vscode.l10n.t('No event ID here'), ...icon('info') }, ...all];
  }
  return [
    {
      what: 'search',
      chosen: chosenOf(reading),
      label:
        length === 1
          ? vscode.l10n.t('Search 1 ID')
          : vscode.l10n.t('Search {0} IDs', countText(length)),
      description: vscode.l10n.t('case-sensitive'),
      ...icon('search'),
    },
    ...all,
  ];
}

/** Whether the whole text is a single piece that isn't an ID. */
function refused(piece: LeftOut): readonly Choice[] {
  return [
    {
      what: 'nothing',
      label: vscode.l10n.t('No event ID here'),
      description: vscode.l10n.t('"{0}" {1}', visible(piece.text, 60), whyLeftOut(piece)),
      ...icon('info'),
    },
    {
      what: 'search',
      chosen: { eventIds: [piece.text], leftOut: [] },
      label: vscode.l10n.t('Search for It Anyway'),
      ...icon('search'),
    },
  ];
}
