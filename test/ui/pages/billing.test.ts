import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/core/billing/explanation.ts';
import { eventually } from '../../helpers/eventually.ts';
import { press, typeInto } from '../keys.ts';
import {
  cachedSql,
  countedPrice,
  explanation,
  fixed,
  price,
  uncounted,
} from '../../helpers/explanations.ts';
import {
  answeredTwice,
  answeredWith,
  billedState,
  billedText,
  fixedText,
  NOT_ASKED,
} from './billingAnswers.ts';
import { useBilling } from './billingSection.ts';

suite('the section Billing of the event editor', () => {
  const { open, host, section, button, lines } = useBilling();
  const spoken = (text: string) =>
    host().page.locator('[role=status]', { hasText: text }).waitFor({ state: 'attached' });
  const answer = (given: Partial<Explanation>) => open(answeredWith(explanation(given)));

  test('asks nothing by itself: one link asks, and can be canceled', async () => {
    await open(NOT_ASKED);
    assert.deepEqual(await lines(), ['Billing', 'Ask Orb how this event is billed']);
    assert.deepEqual(host().asked, []);
    await button('Ask Orb how this event is billed').click();
    await eventually('the page asked', () => host().asked.join() === 'run askBilling');
    await host().show(billedState({ ...NOT_ASKED, isAsking: true }));
    await button('Cancel').click();
    await eventually('the page canceled', () => host().asked.includes('run cancelBilling'));
    assert.deepEqual(await lines(), ['Billing', 'Asking Orb… Cancel']);
  });

  test('is scrolled to and focused where a command shows it', async () => {
    await open(answeredWith(explanation()), { width: 700, height: 400 });
    const isScrolled = () =>
      host().page.evaluate("[...document.querySelectorAll('*')].some((e) => e.scrollTop > 0)");
    assert.equal(await isScrolled(), false);
    await host().channel.remote.showBilling();
    await host().page.locator('.billing [data-stop]:focus').waitFor();
    assert.equal(await isScrolled(), true);
  });

  test('shows customer, period, each price with its figures, why one is missing, and the sum', async () => {
    await answer({});
    assert.deepEqual(await lines(), [
      'Billing',
      'Customer',
      'Acme Corp',
      'Period',
      '1 – 31 Oct UTC, ended',
      'Can be corrected until 3 Nov 00:00 UTC.',
      'Input tokens',
      '12,500',
      '$0.1250',
      'Output tokens',
      '412',
      '$0.0124',
      'API calls',
      '1',
      '$0.0004',
      'Cached input tokens',
      'not counted',
      'Would count 12,500 if cached were a boolean.',
      'This event would cost $0.0253.',
      'Line 11 · Make Boolean',
      "2 other prices don't count this event",
      'This event',
      '$0.1378',
    ]);
    await button(
      'Cached input tokens, not counted, would count 12,500 if cached were a boolean',
    ).waitFor();
    const input = button('Input tokens, 12,500, $0.1250');
    assert.equal(await input.getAttribute('title'), 'Input tokens\n0.125 USD');
    assert.equal(
      await section().locator('.billing-total .data').getAttribute('title'),
      '0.13776 USD',
    );
  });

  test('says what the event costs when the answer comes, and keeps the sections above in place', async () => {
    await open(NOT_ASKED);
    const top = async () => (await section().boundingBox())?.y;
    const before = await top();
    await host().show(billedState({ ...NOT_ASKED, isAsking: true }));
    await spoken('Asking Orb…');
    await host().show(billedState(answeredWith(explanation())));
    await spoken("This event: $0.1378. 1 price doesn't count it.");
    assert.equal(await top(), before);
  });

  test('makes a text a boolean with one click, then asks again for the difference', async () => {
    await answer({});
    await button('Make Boolean').click();
    await eventually('the document has it', () => host().text() === fixedText);
    await section().getByText("You've edited the event since.").waitFor();
    assert.equal(await button('Make Boolean').count(), 0);
    assert.equal(await section().locator('.side').innerText(), '09:14 UTC');
    await button('Ask Again').click();
    await eventually('the page asked', () => host().asked.includes('run askBilling'));
    await host().show(billedState(answeredTwice));
    assert.deepEqual((await lines()).slice(7), [
      'Input tokens',
      '12,500 → 0',
      '−$0.1250',
      'Cached input tokens',
      '0 → 12,500',
      '+$0.0125',
      "2 unchanged, 2 don't count this event",
      'This event',
      '$0.1378 → $0.0253',
    ]);
    assert.equal(await section().locator('.side').innerText(), 'Orb → document');
    await button('Input tokens, changed from 12,500 to 0, −$0.1250').waitFor();
    await button("2 unchanged, 2 don't count this event").click();
    await button('Output tokens, 412, $0.0124').waitFor();
    await button('Storage, not counted').waitFor();
  });

  test('needs no new answer when the edit is taken back, or sent', async () => {
    await open(answeredTwice, { text: fixedText });
    const stale = section().getByText('since.');
    const flag = host().page.locator('.cm-line', { hasText: '"cached"' });
    await flag.click();
    await press(host().page.locator('.cm-content'), 'End');
    await typeInto(host().page.locator('.cm-content'), ' ');
    assert.equal(await stale.count(), 0);
    await host().change(fixedText.indexOf('true,'), fixedText.indexOf('true,') + 4, '"true"');
    await section()
      .locator('.billing-total', { hasText: /^This event\s*\$0\.1378$/ })
      .waitFor();
    await host().change(fixedText.indexOf('true,'), fixedText.indexOf('true,') + 6, 'true');
    await host().show(billedState(answeredTwice, { held: fixedText }));
    await section()
      .locator('.billing-total', { hasText: /^This event\s*\$0\.0253$/ })
      .waitFor();
    assert.equal(await stale.count(), 0);
  });

  test('says so when Orb changed the event after the answer', async () => {
    await answer({});
    const held = billedText.replace('12500', '13000');
    await host().show(billedState(answeredWith(explanation()), { held }));
    await section().getByText('The event has changed in Orb since.').waitFor();
  });

  test('keeps the answer while the JSON is invalid', async () => {
    await open(answeredWith(explanation()), { text: `${billedText}x` });
    await section().getByText('Fix the JSON to ask about your edits.').waitFor();
    await button('Input tokens, 12,500, $0.1250').waitFor();
    assert.equal(await button('Ask Again').count(), 0);
  });

  test('asked again, keeps the rows until the new answer comes', async () => {
    await open({ ...answeredWith(explanation()), isAsking: true });
    await button('Input tokens, 12,500, $0.1250').waitFor();
    assert.equal(await button('Ask again').getAttribute('aria-disabled'), 'true');
    await button('Ask again').dispatchEvent('click');
    await button('Cancel').click();
    await eventually('it is canceled', () => host().asked.join() === 'run cancelBilling');
    await host().show(billedState(answeredWith(explanation())));
    await button('Ask again').click();
    await eventually('Orb is asked', () => host().asked.includes('run refreshBilling'));
  });

  test('unfolds the SQL and the rate of a price, and copies the SQL', async () => {
    await answer({});
    await button(/^Cached input tokens/).click();
    const detail = section().locator('.price-detail');
    assert.equal(
      await detail.innerText(),
      `${cachedSql}\n\n$1.00 per 1,000,000, unit price\nCopy SQL`,
    );
    await button('Copy SQL').click();
    await eventually('it is copied', () => host().asked.join() === `copy ${cachedSql}`);
    await button(/^Cached input tokens/).click();
    await detail.waitFor({ state: 'detached' });
  });

  test('reads the SQL of a price that counts the event when it is unfolded, once', async () => {
    await answer({});
    const row = button('Input tokens, 12,500, $0.1250');
    await row.click();
    await section().getByText('SELECT COUNT(*) FROM events -- metric_input_tokens').waitFor();
    await row.click();
    await row.click();
    await section().getByText('-- metric_input_tokens').waitFor();
    assert.deepEqual(host().asked, ['metric metric_input_tokens']);
  });

  test("says that a metric can't be read", async () => {
    await open(answeredWith(explanation()), {
      overrides: { metric: () => Promise.reject(new Error('404')) },
    });
    await button('Input tokens, 12,500, $0.1250').click();
    await section().getByText("Couldn't read the metric's SQL.").waitFor();
  });

  test('shows a filter, the price model, and a price without figures', async () => {
    await answer({
      prices: [
        {
          ...countedPrice('Tokens', '1', '0.5'),
          filter: "region = 'us-east-1'",
          model: { type: 'tiered_with_minimum', certainty: 'alone' },
        },
        price('Cache', { reason: { code: 'filter', filter: 'cached = false' }, sql: 'SELECT 1' }),
      ],
      unanswered: [price('Seats')],
      total: [{ currency: 'USD', amount: '0.5' }],
    });
    await button('Tokens, 1, $0.50').click();
    await section().getByText("Filter: region = 'us-east-1'").waitFor();
    await section().getByText('Price model: tiered_with_minimum').waitFor();
    await button('Seats, not evaluated').waitFor();
    await button("Cache, not counted, the price's filter leaves it out").waitFor();
    await section().getByText("The price's filter leaves it out: cached = false").waitFor();
    await button('Show SQL').click();
    await section().locator('pre', { hasText: 'SELECT 1' }).waitFor();
  });

  for (const [what, property, row] of [
    [
      'a number',
      { reason: { code: 'type', property: 'latency', type: 'number' } },
      ['Would count 7 if latency were a number.', 'Make Number'],
    ],
    [
      'another event name',
      { reason: { code: 'eventName', name: 'api_call' } },
      ['Would count 7 if the event were named api_call.', 'Rename'],
    ],
    [
      'another property name',
      { reason: { code: 'propertyName', property: 'latency', name: 'latency_ms' } },
      ['Would count 7 if latency were named latency_ms.', 'Rename'],
    ],
    [
      'a missing property',
      { reason: { code: 'missingProperty', property: 'tier', json: '"gold"' } },
      ['Would count 7 if tier were set.', 'Add'],
    ],
  ] as const) {
    test(`offers ${what}`, async () => {
      const path = ['properties', 'tier'];
      const wouldCount = {
        fix: { kind: 'add', path, json: '"gold"' },
        change: 'properties.tier: "gold"',
        quantity: '7',
        amount: '1',
        total: [],
      } as const;
      const given = price('Latency', { ...property, wouldCount });
      await answer({ prices: [countedPrice('Calls', '1', '1'), given] });
      const [sentence, title] = row;
      await section().getByText(sentence).waitFor();
      assert.equal(await button(title).getAttribute('title'), wouldCount.change);
      await section().getByText('Line 5 · ').waitFor();
      await button(title).click();
      await eventually('the document has it', () => host().text().includes('"tier": "gold"'));
      await button(title).waitFor({ state: 'detached' });
    });
  }

  test('keeps an answer when asking again fails, and says why', async () => {
    const failure = { sentence: "Can't reach Orb.", action: 'askBilling' } as const;
    await open({ ...answeredWith(explanation()), failure });
    await button('Input tokens, 12,500, $0.1250').waitFor();
    await section().getByText("Can't reach Orb.").waitFor();
    await button('Retry').waitFor();
  });

  test("offers no fix where it's too late to amend", async () => {
    const start = '2026-09-01T00:00:00Z';
    const end = '2026-10-01T00:00:00Z';
    await answer({ period: { start, end, state: 'closed', correctableUntil: end } });
    await section().getByText('1 – 30 Sept UTC, closed').waitFor();
    await section().getByText('Too late to amend. A backfill still works.').waitFor();
    assert.equal(await button('Make Boolean').count(), 0);
  });

  test('shows what the edits change where nothing counted before', async () => {
    const answers = [
      { text: billedText, explanation: explanation({ total: [], prices: [cachedOnly()] }) },
      {
        text: fixedText,
        explanation: { ...fixed, prices: [countedPrice('Cached input tokens', '1', '1')] },
      },
    ];
    await open({ isAsking: false, answers }, { text: fixedText });
    await button('Cached input tokens, changed from 0 to 1, +$1.0000').waitFor();
  });
});

const cachedOnly = () => uncounted('Cached input tokens');
