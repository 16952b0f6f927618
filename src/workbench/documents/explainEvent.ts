/** The command that says how Orb bills an event: as data, or in the event's page. */
import { toResult, type ExplanationResult } from '../../core/billing/explanation.ts';
import { explainerFor } from '../explainers.ts';
import { eventUri, openDocument } from '../eventUris.ts';
import type { Services } from '../services.ts';
import type { EventDocument } from './eventDocument.ts';
import { readView } from './reading.ts';
import type { ResolvedTarget } from './target.ts';
import { versionOf } from './version.ts';

/**
 * @param isOfDocument true: asks about the text of the open document instead of the version in Orb
 * @throws UserError, or OrbError from asking
 */
export async function explainEvent(
  services: Services,
  target: ResolvedTarget,
  isOfDocument: boolean,
): Promise<ExplanationResult> {
  const view = await readView(services, target, target.timeframe);
  const own = openDocument(eventUri(target))?.getText();
  const { raw, text } = versionOf(view, own);
  const explainer = await explainerFor(services, target.connectionId);
  // Orb's JSON says that it's deprecated; the document's text doesn't.
  const asked = view.event.deprecated ? raw : isOfDocument ? (own ?? text) : text;
  return toResult(await explainer.explain(asked, { allMetrics: true }));
}

/**
 * Asks in the event's page, and shows its section Billing.
 * @returns the answer about the version in Orb; undefined if there's none, which the page explains
 */
export async function showExplanation({
  pages,
  billing,
  isReadOnly,
}: EventDocument): Promise<ExplanationResult | undefined> {
  pages.showBilling();
  if (!isReadOnly) await billing?.ask();
  const [answer] = billing?.state.answers ?? [];
  return answer && toResult(answer.explanation);
}
