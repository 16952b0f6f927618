import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/core/billing/explanation.ts';
import type { BillingState } from '../../../src/protocol/billing.ts';
import { eventually } from '../../helpers/eventually.ts';
import {
  countedPrice,
  explanation,
  price,
  renamed,
  uncounted,
} from '../../helpers/explanations.ts';
import { answeredWith, billedState, NOT_ASKED } from './billingAnswers.ts';
import { useBilling } from './billingSection.ts';
import { eventState } from './eventEditorHost.ts';

const five = ['A', 'B', 'C', 'D', 'E'];
const none = { prices: [], total: [] } as const;
const november = {
  start: '2026-11-01T00:00:00Z',
  end: '2026-12-01T00:00:00Z',
  state: 'open',
  correctableUntil: '2026-12-03T00:00:00Z',
} as const;

suite('what the section Billing says', () => {
  const { open, host, section, button, lines } = useBilling();
  const answer = (given: Partial<Explanation>) => open(answeredWith(explanation(given)));

  const messages: readonly (readonly [string, BillingState, readonly string[]])[] = [
    [
      'no customer has the ID',
      {
        ...answeredWith(explanation({ ...none, customer: null, subscription: null, period: null })),
        similarCustomer: 'acme-corp',
      },
      [
        "No customer has this external ID yet, so the event isn't billed.",
        'Did you mean acme-corp? New Event for It…',
      ],
    ],
    [
      'no subscription covers the timestamp',
      answeredWith(
        explanation({
          ...none,
          subscription: null,
          period: null,
          nearest: { startsAt: '2026-11-01T00:00:00Z' },
        }),
      ),
      [
        'Customer',
        'Acme Corp',
        'Period',
        'none on 29 Oct 03:12 UTC',
        'Its subscription starts 1 Nov.',
        "No subscription covers this timestamp, so the event isn't billed.",
      ],
    ],
    [
      'the last subscription has ended',
      answeredWith(
        explanation({
          ...none,
          subscription: null,
          period: null,
          nearest: { endedAt: '2026-10-20T09:30:00Z' },
        }),
      ),
      [
        'Customer',
        'Acme Corp',
        'Period',
        'none on 29 Oct 03:12 UTC',
        'Its subscription ended 20 Oct 09:30 UTC.',
        "No subscription covers this timestamp, so the event isn't billed.",
      ],
    ],
    [
      'the subscription has no usage prices',
      answeredWith(explanation({ ...none, period: november })),
      [
        'Customer',
        'Acme Corp',
        'Period',
        '1 – 30 Nov UTC, open',
        "The subscription has no usage prices, so the event isn't billed.",
      ],
    ],
    [
      'no price counts the event and no reason is known',
      answeredWith(explanation({ period: november, total: [], prices: five.map(uncounted) })),
      [
        'Customer',
        'Acme Corp',
        'Period',
        '1 – 30 Nov UTC, open',
        'None of its 5 usage prices counts this event.',
        "Other names and types don't change that.",
        'Show SQL',
      ],
    ],
    [
      'no price counts the event but one would',
      answeredWith(renamed),
      [
        'Customer',
        'Acme Corp',
        'Period',
        '1 – 31 Oct UTC, ended',
        'Can be corrected until 3 Nov 00:00 UTC.',
        'None of its 3 usage prices counts this event.',
        'Would count 1 if the event were named api_call.',
        'This event would cost $0.0004.',
        'Line 2 · Rename',
        'Show SQL',
      ],
    ],
    [
      "the API key can't read billing data",
      answeredWith(
        explanation({
          ...none,
          customer: null,
          subscription: null,
          period: null,
          unavailable: 'forbidden',
        }),
      ),
      [
        "Acme test's API key can't read billing data.",
        'Searching and amending still work.',
        'Replace Key…',
      ],
    ],
    [
      'Orb has no price preview',
      answeredWith(
        explanation({
          ...none,
          period: november,
          unanswered: five.map((name) => price(name)),
          unavailable: 'unsupported',
        }),
      ),
      [
        'Customer',
        'Acme Corp',
        'Period',
        '1 – 30 Nov UTC, open',
        "Price preview isn't available for this connection (404).",
        '5 usage prices apply.',
        'Show Prices',
      ],
    ],
    [
      "Orb didn't respond",
      { ...NOT_ASKED, failure: { sentence: "Orb didn't respond.", action: 'askBilling' } },
      ["Orb didn't respond.", 'Retry'],
    ],
    [
      'it waits because Orb limits requests',
      { ...NOT_ASKED, isAsking: true, waitsUntilMs: Date.parse('2026-11-02T09:14:42Z') },
      ['Orb limits requests. Asking again at 09:14:42 UTC. Cancel'],
    ],
    [
      'the API has no customers',
      answeredWith(
        explanation({
          ...none,
          customer: null,
          subscription: null,
          period: null,
          unavailable: 'unsupported',
        }),
      ),
      ["Price preview isn't available for this connection (404)."],
    ],
    [
      'prices are billed in several periods',
      answeredWith(
        explanation({
          ...none,
          period: november,
          otherPeriods: [
            {
              ...november,
              start: '2026-10-15T00:00:00Z',
              end: '2026-11-15T00:00:00Z',
              prices: five,
            },
          ],
        }),
      ),
      [
        'Customer',
        'Acme Corp',
        'Period',
        '1 – 30 Nov UTC, open',
        'Period',
        '15 Oct – 14 Nov UTC, open',
        'A, B, C, D and E',
        "The subscription has no usage prices, so the event isn't billed.",
      ],
    ],
  ];
  for (const [what, billing, expected] of messages) {
    test(`says that ${what}`, async () => {
      await open(billing);
      assert.deepEqual(await lines(), ['Billing', ...expected]);
    });
  }

  test('leads from a message to what helps', async () => {
    await open(messages[0]![1]);
    await button('New Event for It…').click();
    await host().show(billedState(messages[6]![1]));
    await button('Replace Key…').click();
    await host().show(billedState(messages[8]![1]));
    await button('Retry').click();
    await eventually('each was asked for', () => host().asked.length === 3);
    assert.deepEqual(host().asked, ['run newEventForSimilar', 'run replaceKey', 'run askBilling']);
    await host().show(billedState(messages[7]![1]));
    await button('Show Prices').click();
    await button('E, not evaluated').waitFor();
  });

  test('shows the SQL of every price where none counts the event', async () => {
    await open(messages[4]![1]);
    await button('Show SQL').click();
    assert.equal(await section().locator('pre').count(), 5);
    assert.equal(await button('Show SQL').count(), 0);
  });

  test('says that a deprecated event is not billed, and asks nothing', async () => {
    const state = billedState(NOT_ASKED);
    await open(NOT_ASKED, { state: { ...state, event: { ...state.event, state: 'deprecated' } } });
    assert.deepEqual(await lines(), ['Billing', "Deprecated events aren't billed."]);
  });

  test("isn't there for a line of a file", async () => {
    await open(NOT_ASKED, { state: eventState() });
    assert.equal(await section().isVisible(), false);
  });

  test('shows hostile names as text', async () => {
    const evil = '<img src=x>\u202E';
    await answer({
      customer: { id: 'c', externalId: evil, name: evil },
      prices: [{ ...countedPrice(evil, '1', '1'), filter: evil }, price('B', { sql: evil })],
    });
    await button(/^<img src=x>\[U\+202E\], 1/).click();
    await section().getByText('Filter: <img src=x>[U+202E]').waitFor();
    assert.equal(await section().locator('img').count(), 0);
  });

  test('says where a tier of the invoice may be another one', async () => {
    await answer({
      prices: [
        {
          ...countedPrice('Input tokens', '1250', '0.0125'),
          model: { type: 'tiered', certainty: 'atMost' },
        },
        countedPrice('API calls', '1', '0.0004'),
      ],
      total: [{ currency: 'USD', amount: '0.0129' }],
      totalIsAtMost: true,
    });
    assert.deepEqual((await lines()).slice(6), [
      'Input tokens',
      '1,250',
      '≤ $0.0125',
      'API calls',
      '1',
      '$0.0004',
      'This event',
      '≤ $0.0129',
      'Priced from the first tier. A different tier may apply on the invoice.',
    ]);
  });

  test('adds up each currency for itself, also units that are not money', async () => {
    await answer({
      prices: [
        countedPrice('Calls', '9007199254740993', '0.000000000001'),
        { ...countedPrice('Credits', '2', '1.5'), currency: 'credits' },
      ],
      total: [
        { currency: 'USD', amount: '0.000000000001' },
        { currency: 'credits', amount: '1.5' },
      ],
    });
    await button(/^Calls, 9,007,199,254,740,993, /).waitFor();
    const totals = section().locator('.billing-total .data');
    assert.equal(await totals.first().getAttribute('title'), '0.000000000001 USD');
    assert.equal(await totals.nth(1).innerText(), '1.5000 credits');
  });
});
