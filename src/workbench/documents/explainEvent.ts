/** The command that says how Orb bills an event, as data. */
import * as vscode from 'vscode';
import {
  toResult,
  type Explanation,
  type ExplanationResult,
} from '../../core/billing/explanation.ts';
import { moneyFormat } from '../../core/billing/money.ts';
import { explainerFor } from '../explainers.ts';
import { eventUri, openDocument } from '../eventUris.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { readView } from './reading.ts';
import { resolveTarget } from './target.ts';
import { versionOf } from './version.ts';

/**
 * @param argument the event; without it, the result is also shown, since no program reads it
 * @param isOfDocument true: asks about the text of the open document instead of the version in Orb
 * @throws UserError, or OrbError from asking
 */
export async function explainEvent(
  services: Services,
  argument: unknown,
  isOfDocument: boolean,
): Promise<ExplanationResult> {
  const target = await resolveTarget(services, argument);
  const view = await readView(services, target, target.timeframe);
  const own = openDocument(eventUri(target))?.getText();
  const { raw, text } = versionOf(view, own);
  const explainer = await explainerFor(services, target.connectionId);
  // Orb's JSON says that it's deprecated; the document's text doesn't.
  const asked = view.event.deprecated ? raw : isOfDocument ? (own ?? text) : text;
  const explanation = await explainer.explain(asked, { allMetrics: true });
  if (argument === undefined) showNotice(services, 'info', summaryOf(explanation));
  return toResult(explanation);
}

function summaryOf({ total, totalIsAtMost, unavailable, deprecated }: Explanation): string {
  if (unavailable !== undefined) {
    return vscode.l10n.t("Orb doesn't show this connection what events cost.");
  }
  if (deprecated === true) return vscode.l10n.t("Deprecated events aren't billed.");
  if (total.length === 0) return vscode.l10n.t("This event isn't billed.");
  const sum = total.map(moneyFormat(total).amount).join(' + ');
  return totalIsAtMost
    ? vscode.l10n.t('This event costs at most {0}.', sum)
    : vscode.l10n.t('This event costs {0}.', sum);
}
