/** The tree items of the Backfills view. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { backfillState, isMoving, type BackfillState } from '../../core/backfillMoves.ts';
import { frameText, waitText } from '../../core/backfillText.ts';
import { noTime, shortTime } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { visible } from '../../std/visible.ts';
import { allCustomersUri } from './decorations.ts';
import { contextValues, type BackfillNode, type StepNode } from './nodes.ts';
import { ingestedText, stateIcons, stateText } from './backfillWords.ts';

const utc = (text: string | null, nowMs: number) =>
  text === null ? '' : `${shortTime(text, nowMs).slice(0, -3)} UTC`;

interface Drawing {
  /** Whose events it replaces or adds. */
  readonly scope: string;
  readonly nowMs: number;
  /** Whether its state is no longer polled. */
  readonly isExhausted: boolean;
}

export function backfillItem(backfill: Backfill, drawing: Drawing): vscode.TreeItem {
  const { scope, nowMs, isExhausted } = drawing;
  const state = backfillState(backfill, nowMs);
  const label = frameText(backfill, nowMs);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const parts = [stateText(state), scope];
  const closes = backfill.closeTime === null ? undefined : parseTimestamp(backfill.closeTime)?.ms;
  if (state === 'pending' && closes !== undefined) {
    parts.push(vscode.l10n.t('closes in {0}', waitText(closes - nowMs)));
  }
  if (isExhausted && isMoving(state)) parts.push(vscode.l10n.t('no longer updated'));
  item.description = parts.join(' · ');
  item.iconPath = new vscode.ThemeIcon(stateIcons[state]);
  item.contextValue = contextValues[state];
  item.id = `backfill/${backfill.id}`;
  // A decoration colors the row: it changes the usage of all customers.
  if (backfill.customerId === null) item.resourceUri = allCustomersUri(backfill.id);
  item.tooltip = tooltip(backfill, state, drawing);
  item.accessibilityInformation = { label: `${label}, ${parts.join(', ')}` };
  return item;
}

function tooltip(
  backfill: Backfill,
  state: BackfillState,
  { scope, isExhausted }: Drawing,
): string {
  return [
    vscode.l10n.t(
      '{0} to {1} (exclusive)',
      noTime(backfill.timeframeStart),
      noTime(backfill.timeframeEnd),
    ),
    vscode.l10n.t('Backfill {0}', visible(backfill.id, 200)),
    vscode.l10n.t('State: {0}', stateText(state)),
    vscode.l10n.t('Scope: {0}', scope),
    backfill.replaceExistingEvents
      ? vscode.l10n.t("Replaces Orb's events in this time frame.")
      : vscode.l10n.t("Adds to Orb's events in this time frame."),
    backfill.deprecationFilter === null
      ? undefined
      : vscode.l10n.t('Replaces only events where {0}', visible(backfill.deprecationFilter, 300)),
    isExhausted && isMoving(state)
      ? vscode.l10n.t("Orb hasn't finished it within an hour. Refresh to check again.")
      : undefined,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

/** Its past, current, and upcoming steps. */
export function stepsOf(backfill: Backfill, parent: BackfillNode, nowMs: number): StepNode[] {
  const state = backfillState(backfill, nowMs);
  const step = (progress: StepNode['progress'], label: string, description?: string): StepNode => ({
    kind: 'step',
    parent,
    label,
    progress,
    ...(description && { description }),
  });
  const open = state === 'pending';
  const how = backfill.replaceExistingEvents ? vscode.l10n.t('replacing') : vscode.l10n.t('adding');
  const steps = [
    step('done', vscode.l10n.t('Created'), utc(backfill.createdAt, nowMs)),
    step(
      backfill.eventsIngested > 0 || !open ? 'done' : 'toCome',
      ingestedText(backfill.eventsIngested),
      how,
    ),
  ];
  const closeTime = utc(backfill.closeTime, nowMs);
  if (state === 'pending') {
    steps.push(step('toCome', vscode.l10n.t('Closes automatically'), closeTime));
    steps.push(step('toCome', vscode.l10n.t('Reflected')));
    return steps;
  }
  // A backfill that was reverted while pending was never closed: its close time is in the future.
  const neverClosed =
    state === 'reverted' && (parseTimestamp(backfill.closeTime ?? '')?.ms ?? 0) > nowMs;
  if (!neverClosed) steps.push(step('done', vscode.l10n.t('Closed'), closeTime));
  if (state === 'closing') steps.push(step('now', vscode.l10n.t('Being reflected')));
  if (state === 'reflected' || state === 'reverting') {
    steps.push(step('done', vscode.l10n.t('Reflected')));
  }
  if (state === 'reverting') steps.push(step('now', vscode.l10n.t('Being reverted')));
  if (state === 'reverted') {
    steps.push(step('done', vscode.l10n.t('Reverted'), utc(backfill.revertedAt, nowMs)));
  }
  return steps;
}

const stepIcons = { done: 'check', now: 'loading~spin', toCome: 'circle-outline' } as const;

export function stepItem(node: StepNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  if (node.description !== undefined) item.description = node.description;
  item.iconPath = new vscode.ThemeIcon(stepIcons[node.progress]);
  const progress = {
    done: vscode.l10n.t('done'),
    now: vscode.l10n.t('in progress'),
    toCome: vscode.l10n.t('upcoming'),
  }[node.progress];
  item.accessibilityInformation = {
    label: [node.label, node.description, progress].filter(Boolean).join(', '),
  };
  return item;
}
