/**
 * What a change of events in a live account changes in money, for the question before it. Asked while other things are read, so that the
 * question seldom waits for it, and never longer than a second.
 */
import * as vscode from 'vscode';
import { describeCostChanges } from '../core/billing/costChange.ts';
import type { Connection } from '../core/connection.ts';
import { isOrbError } from '../core/errors.ts';
import { explainerFor } from './explainers.ts';
import type { Services } from './services.ts';

const MAX_WAIT_MS = 1_000;

/** Events as JSON. */
export interface CostlyChange {
  /** The versions in Orb as far as they're known. */
  readonly before: readonly string[];
  /** Exactly what would be sent; shorter where events are deprecated. */
  readonly after: readonly string[];
}

export interface CostQuestion {
  /** Lines for the question; undefined where Orb has nothing to say. Never rejects, and takes a second at most. */
  line(): Promise<string | undefined>;
  /** Cancels what is under way. */
  dispose(): void;
}

/** @returns undefined where it isn't asked: what changes in other than live accounts isn't paid by anyone */
export function askCost(
  services: Services,
  { id, mode }: Connection,
  { before, after }: CostlyChange,
): CostQuestion | undefined {
  if (mode !== 'live' || !services.settings.get('orb.amend.showCost')) return undefined;
  const cancel = new AbortController();
  const failed = vscode.l10n.t("Couldn't get the cost from Orb.");
  const ask = async () => {
    const explainer = await explainerFor(services, id);
    const { signal } = cancel;
    const [old, changed] = await Promise.all([
      explainer.explainTogether(before, { signal }),
      explainer.explainTogether(after, { signal }),
    ]);
    return old && changed && describeCostChanges(old, changed);
  };
  const answer = ask().catch((error: unknown) =>
    isOrbError(error, 'forbidden') || isOrbError(error, 'notFound') ? undefined : failed,
  );
  return {
    async line() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<string>((resolve) => {
        timer = setTimeout(() => resolve(failed), MAX_WAIT_MS);
      });
      return Promise.race([answer, late]).finally(() => clearTimeout(timer));
    },
    dispose: () => cancel.abort(),
  };
}
