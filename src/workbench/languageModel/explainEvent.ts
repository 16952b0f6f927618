/** The tool that says how Orb bills an event. */
import * as vscode from 'vscode';
import { toResult } from '../../core/billing/explanation.ts';
import { pageOf } from '../../core/languageModel/page.ts';
import { object, text } from '../argumentReaders.ts';
import { readView } from '../documents/reading.ts';
import { versionOf } from '../documents/version.ts';
import { explainerFor } from '../explainers.ts';
import { account, DEFAULT_ITEMS, frame, paging } from './inputs.ts';
import type { Tool } from './tool.ts';

const read = object({ eventId: text }, { ...account, ...frame, ...paging });

export const explainEvent: Tool<ReturnType<typeof read>> = {
  read: (input) => read(input, 'input'),
  describe: ({ eventId }, account) => ({
    doing: vscode.l10n.t('Asking how {0} is billed in {1}', eventId, account),
  }),
  async run({ services, connection: { id: connectionId }, input, signal }) {
    const { eventId, offset = 0, limit = DEFAULT_ITEMS, timeframeStart, timeframeEnd } = input;
    const bounds = {
      ...(timeframeStart !== undefined && { timeframeStart }),
      ...(timeframeEnd !== undefined && { timeframeEnd }),
    };
    const view = await readView(services, { connectionId, eventId }, bounds, signal);
    const { raw, text } = versionOf(view);
    const explainer = await explainerFor(services, connectionId);
    const asked = view.event.deprecated ? raw : text;
    const explanation = await explainer.explain(asked, { allMetrics: true, signal });
    const { prices, ...rest } = toResult(explanation);
    return {
      eventId,
      ...rest,
      prices: pageOf(prices.slice(offset, offset + limit), offset, prices.length),
    };
  },
};
