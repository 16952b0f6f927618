// An Orb with one customer and two prices, as far as the usage page asks it. What it was asked is kept.
import { json, startServer, type RecordingServer } from '../helpers/httpServer.ts';

const HOUR_MS = 3_600_000;

interface Evaluated {
  readonly customer_id: string;
  readonly timeframe_start: string;
  readonly timeframe_end: string;
  readonly price_evaluations: readonly {
    readonly price_id: string;
    readonly filter?: string;
    readonly grouping_keys?: readonly string[];
  }[];
}

export interface UsageOrb {
  readonly url: string;
  readonly evaluated: Evaluated[];
  /** Responses in place of the usual ones, each for one request; by the end of the path. */
  readonly instead: Map<string, [status: number, body: unknown, headers?: object][]>;
  /** The values of the property that usage is grouped by. */
  values: readonly unknown[];
  stop(): Promise<void>;
}

const price = (id: string, name: string, more: object = {}) => ({
  price: {
    id,
    name,
    external_price_id: null,
    price_type: 'usage_price',
    model_type: 'unit',
    currency: 'USD',
    cadence: 'monthly',
    billable_metric: { id: `metric_${id}` },
    unit_config: { unit_amount: '0.000001' },
    ...more,
  },
  start_date: '2020-01-01T00:00:00+00:00',
  end_date: null,
  current_billing_period_start_date: null,
  current_billing_period_end_date: null,
  filter: id === 'calls' ? "region = 'eu'" : null,
  usage_customer_ids: null,
});

/** A group for each hour and value: 10 units for 0.00001 USD. */
function groupsOf(
  { timeframe_start: start, timeframe_end: end, ...body }: Evaluated,
  values: readonly unknown[],
) {
  const keys = body.price_evaluations[0]?.grouping_keys ?? [];
  const isByHour = keys[0]?.startsWith('hour_floor') === true;
  const isGrouped = keys.length > (isByHour ? 1 : 0);
  const hours: number[] = [];
  for (let ms = Date.parse(start); ms < Date.parse(end); ms += HOUR_MS) hours.push(ms);
  return (isByHour ? hours : [undefined]).flatMap((hour) =>
    (isGrouped ? values : [undefined]).map((value) => ({
      grouping_values: [hour, value].filter((each) => each !== undefined),
      quantity: 10,
      amount: '0.000010',
    })),
  );
}

export async function startUsageOrb(): Promise<UsageOrb> {
  const evaluated: Evaluated[] = [];
  const instead: UsageOrb['instead'] = new Map();
  const orb = { values: ['a', 'b'] as readonly unknown[] };
  const type = 'https://docs.withorb.com/reference/error-responses#404-resource-not-found';
  const notFound = { status: 404, type, title: 'Not found', detail: 'Not found.' };
  const server: RecordingServer = await startServer((response, { path, body }) => {
    const [name = ''] = path.split('/').at(-1)!.split('?');
    const other = instead.get(name)?.shift();
    if (other !== undefined) json(response, ...other);
    else if (name === 'ping') json(response, 200, { response: 'pong' });
    else if (name === 'acme') {
      json(response, 200, { id: 'orb_acme', external_customer_id: 'acme', name: 'Acme' });
    } else if (name === 'subscriptions') {
      json(response, 200, {
        data: [
          {
            id: 'sub',
            name: 'Plan',
            status: 'active',
            customer: { id: 'orb_acme', external_customer_id: 'acme' },
            start_date: '2020-01-01T00:00:00+00:00',
            end_date: null,
            price_intervals: [price('tokens', 'Tokens'), price('calls', 'Calls')],
          },
        ],
        pagination_metadata: { has_more: false, next_cursor: null },
      });
    } else if (name.startsWith('metric_')) {
      json(response, 200, {
        ...{ id: name, name: `Metric ${name}`, description: null, status: 'active' },
        sql: 'SELECT sum(tokens) FROM events',
      });
    } else if (name === 'evaluate') {
      const asked = JSON.parse(body) as Evaluated;
      evaluated.push(asked);
      const { price_id: priceId } = asked.price_evaluations[0]!;
      const groups = groupsOf(asked, orb.values).slice(0, 1_000);
      json(response, 200, { data: [{ price_id: priceId, currency: 'USD', price_groups: groups }] });
    } else json(response, 404, notFound);
  });
  return Object.assign(orb, { url: server.url, evaluated, instead, stop: () => server.stop() });
}
