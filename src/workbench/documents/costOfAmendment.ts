/**
 * What an amendment changes in money, for its confirmation. Asked while the event is compared with Orb, so that the question seldom waits
 * for it, and never longer than a second.
 */
import * as vscode from 'vscode';
import { describeCostChange } from '../../core/billing/costChange.ts';
import { explainerFor } from '../explainers.ts';
import type { Services } from '../services.ts';

const MAX_WAIT_MS = 1_000;

export interface CostQuestion {
  /** The line for the confirmation; undefined where Orb has nothing to say. Never rejects, and takes a second at most. */
  line(): Promise<string | undefined>;
  /** Cancels what is under way. */
  dispose(): void;
}

/** @param before the version in Orb as far as it's known @param after exactly what would be sent */
export function askCost(
  services: Services,
  connectionId: string,
  before: string,
  after: string,
): CostQuestion {
  const cancel = new AbortController();
  const failed = vscode.l10n.t("Couldn't get the cost from Orb.");
  const ask = async () => {
    const explainer = await explainerFor(services, connectionId);
    const options = { signal: cancel.signal, reasons: false };
    const [old, edited] = await Promise.all([
      explainer.explain(before, options),
      explainer.explain(after, options),
    ]);
    return describeCostChange(old, edited);
  };
  const answer = ask().catch(() => failed);
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
