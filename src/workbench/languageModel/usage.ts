/** The tool that reads what a price counts for a customer. */
import * as vscode from 'vscode';
import { addDecimals } from '../../core/billing/decimal.ts';
import { pageOf } from '../../core/languageModel/page.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { CustomerRef } from '../../orb/billingApi.ts';
import { anyText, object, oneOf, text } from '../argumentReaders.ts';
import { boundsOf } from '../chart/bounds.ts';
import { UsageModel } from '../usage/model.ts';
import { describeObstacle } from '../usage/problem.ts';
import { customerLabel, firstQuestion } from '../usage/question.ts';
import { UserError } from '../userError.ts';
import { account, frame, MAX_ITEMS, paging } from './inputs.ts';
import type { Tool } from './tool.ts';

const read = object(
  {},
  {
    ...account,
    ...frame,
    ...paging,
    customerId: text,
    externalCustomerId: text,
    priceId: text,
    groupBy: text,
    filter: anyText,
    granularity: oneOf('hour', 'day'),
  },
);
type Input = ReturnType<typeof read>;

/** @throws UserError unless exactly one ID is given */
function customerOf({ customerId, externalCustomerId }: Input): CustomerRef {
  if (customerId !== undefined && externalCustomerId === undefined) return { customerId };
  if (externalCustomerId !== undefined && customerId === undefined) return { externalCustomerId };
  throw new UserError(vscode.l10n.t('Give either "customerId" or "externalCustomerId".'));
}

export const usage: Tool<Input> = {
  read(input) {
    const asked = read(input, 'input');
    customerOf(asked);
    return asked;
  },
  describe: (input, account) => ({
    doing: vscode.l10n.t(
      'Reading the usage of {0} in {1}',
      customerLabel(customerOf(input)),
      account,
    ),
  }),
  async run({ services: { connections }, connection, input, signal }) {
    const {
      offset = 0,
      limit = MAX_ITEMS,
      priceId,
      groupBy,
      filter = '',
      granularity = 'day',
    } = input;
    const range = boundsOf(input, connections.now(connection.id));
    const model = new UsageModel(
      {
        client: () => connections.client(connection.id),
        nowMs: () => connections.now(connection.id),
        keep: () => undefined,
      },
      firstQuestion,
    );
    const cancel = () => model.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await model.ask({
        customer: customerOf(input),
        ...{ priceId, groupBy, filter, granularity },
        ...(range !== undefined && {
          range: 'custom' as const,
          bounds: { startMs: range.startMs, endMs: range.startMs + range.hours * HOUR_MS },
        }),
      });
      signal.throwIfAborted();
      const { obstacle, state, rows, currency } = model;
      const said =
        state.filterProblem ??
        (obstacle && describeObstacle(obstacle, model.range, connection.name).text);
      if (said !== null) throw new UserError(said);
      const iso = (ms: number) => new Date(ms).toISOString();
      const page = rows
        .slice(offset, offset + limit)
        .map(({ startMs, ...row }) => ({ start: iso(startMs), ...row }));
      const sum = (member: 'quantity' | 'amount') =>
        rows.reduce((total, row) => addDecimals(total, row[member]), '0');
      return {
        timeframeStart: iso(model.range.startMs),
        timeframeEnd: iso(model.range.endMs),
        granularity,
        price: { id: state.priceId, metric: state.metricName, currency },
        prices: state.prices.map(({ value, label }) => ({ id: value, name: label })),
        // Sums of rows: a metric of different values counts less over the whole time.
        sumOfRows: { quantity: sum('quantity'), amount: sum('amount') },
        rows: pageOf(page, offset, rows.length),
      };
    } finally {
      signal.removeEventListener('abort', cancel);
      model.dispose();
    }
  },
};
