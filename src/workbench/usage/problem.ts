/** Why a usage page has no chart: for the page, and for the command's caller. */
import * as vscode from 'vscode';
import { countText, dateFormat } from '../../core/language.ts';
import type { TimeBounds } from '../../core/timeSeries.ts';
import type { Granularity } from '../../core/usage/usageRange.ts';
import type { UsageProblem } from '../../protocol/usage.ts';

/** What prevents it. */
export type Obstacle =
  | { readonly kind: 'noCustomer' }
  | { readonly kind: 'unknownCustomer'; readonly customer: string }
  | { readonly kind: 'noPrices'; readonly customer: string }
  | { readonly kind: 'tooManyGroups'; readonly property: string; readonly granularity: Granularity }
  /** 403: the API key can't read billing data. */
  | { readonly kind: 'forbidden' }
  /** 404: the account has no price evaluation. */
  | { readonly kind: 'unsupported'; readonly prices: number };

const day = dateFormat({ day: 'numeric', month: 'short' });

/** @param connectionName as the user named it */
export function describeObstacle(
  obstacle: Obstacle,
  { startMs, endMs }: TimeBounds,
  connectionName: string,
): UsageProblem {
  const said = (text: string, icon: UsageProblem['icon'] = 'info', hint: string | null = null) => ({
    icon,
    text,
    hint,
    action: null,
  });
  switch (obstacle.kind) {
    case 'noCustomer':
      return said(vscode.l10n.t('Pick a customer.'));
    case 'unknownCustomer':
      return said(vscode.l10n.t('No customer has the ID {0}.', obstacle.customer));
    case 'noPrices': {
      const [from, to] = [day(startMs), day(endMs)];
      return said(
        vscode.l10n.t('{0} has no usage prices from {1} to {2}.', obstacle.customer, from, to),
      );
    }
    case 'tooManyGroups': {
      const { property, granularity } = obstacle;
      const text = vscode.l10n.t('{0} has too many values to group by.', property);
      if (granularity === 'day') return said(text, 'error');
      const action = { kind: 'groupByDay', label: vscode.l10n.t('Group by Day') } as const;
      return { ...said(text, 'error'), action };
    }
    case 'forbidden': {
      const text = vscode.l10n.t("{0}'s API key can't read billing data.", connectionName);
      const hint = vscode.l10n.t('Searching and amending still work.');
      const action = { kind: 'replaceKey', label: vscode.l10n.t('Replace Key…') } as const;
      return { ...said(text, 'lock', hint), action };
    }
    case 'unsupported': {
      const { prices } = obstacle;
      const text = vscode.l10n.t("Price evaluation isn't available for this connection (404).");
      if (prices === 0) return said(text);
      const hint =
        prices === 1
          ? vscode.l10n.t('1 usage price applies.')
          : vscode.l10n.t('{0} usage prices apply.', countText(prices));
      return said(text, 'info', hint);
    }
  }
}
