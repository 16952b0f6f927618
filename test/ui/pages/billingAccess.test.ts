import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import * as l10n from '@vscode/l10n';
import { eventEditorTexts } from '../../../src/core/texts/eventEditor.ts';
import type { BillingState } from '../../../src/protocol/billing.ts';
import { germanTexts, leftInEnglish } from '../../helpers/german.ts';
import { eventually } from '../../helpers/eventually.ts';
import { focused, moveFocus, press } from '../keys.ts';
import { violations } from './access.ts';
import { explanation, renamed } from '../../helpers/explanations.ts';
import {
  answeredTwice,
  answeredWith,
  billedState,
  fixedText,
  NOT_ASKED,
} from './billingAnswers.ts';
import { useBilling } from './billingSection.ts';
import type { PageTheme } from './pageHost.ts';

suite('the section Billing for everyone', () => {
  const { open, host, section, button } = useBilling();
  const input = () => button('Input tokens, 12,500, $0.1250');
  const cached = () => button(/^Cached input tokens, not counted/);
  const history = () => host().page.getByRole('button', { name: /^First opened/ });

  test('is one stop of the Tab key between Problems and History, in every state', async () => {
    await open(NOT_ASKED);
    await host().problems({ on: '"true"', severity: 'warning', message: 'Odd.', fixes: ['Fix'] });
    const problem = host().page.getByRole('button', { name: 'Warning, line 11: Odd.' });
    await problem.waitFor();
    const stops: readonly (readonly [BillingState, () => Locator])[] = [
      [NOT_ASKED, () => button('Ask Orb how this event is billed')],
      [{ ...NOT_ASKED, isAsking: true }, () => button('Cancel')],
      [answeredWith(explanation()), input],
      [answeredWith(renamed), () => button(/^Would count 1 if the event were named/)],
    ];
    for (const [billing, stop] of stops) {
      await host().show(billedState(billing));
      await problem.focus();
      await moveFocus(problem, 'Tab', stop());
      await moveFocus(stop(), 'Tab', history());
      await moveFocus(history(), 'Shift+Tab', stop());
    }
  });

  test('arrows lead through the head, the rows, and their links; Left and Right fold', async () => {
    await open(answeredWith(explanation()));
    await input().focus();
    await moveFocus(input(), 'ArrowUp', button('Ask again'));
    await moveFocus(button('Ask again'), 'ArrowDown', input());
    await moveFocus(input(), 'End', button("2 other prices don't count this event"));
    await press(button("2 other prices don't count this event"), 'ArrowRight');
    await button('Seats, not counted').waitFor();
    await moveFocus(section(), 'End', button('Seats, not counted'));
    await moveFocus(section(), 'Home', button('Ask again'));
    await press(section(), 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    await focused(cached());
    await press(cached(), 'ArrowRight');
    await section().locator('pre').waitFor();
    assert.equal(await cached().getAttribute('aria-expanded'), 'true');
    await moveFocus(cached(), 'ArrowRight', button('Copy SQL'));
    await moveFocus(button('Copy SQL'), 'ArrowLeft', cached());
    await press(cached(), 'ArrowLeft');
    await section().locator('pre').waitFor({ state: 'detached' });
    await focused(cached());
  });

  test('Enter on a reason leads to its line, and its fix is one key to the right', async () => {
    await open(answeredWith(explanation()));
    const reason = button(/^Would count 12,500 if cached were a boolean/);
    await cached().focus();
    await moveFocus(cached(), 'ArrowDown', reason);
    await press(reason, 'Enter');
    await focused(host().page.locator('.cm-content'));
    await host().page.locator('.cm-activeLine', { hasText: '"cached"' }).waitFor();
    await reason.focus();
    await moveFocus(reason, 'ArrowRight', button('Make Boolean'));
    await press(button('Make Boolean'), 'Enter');
    await eventually('the document has it', () => host().text() === fixedText);
    await focused(reason);
    await moveFocus(section(), 'End', button('Ask Again'));
  });

  test('keeps the focus where it is while states change', async () => {
    await open(NOT_ASKED);
    await button('Ask Orb how this event is billed').focus();
    await host().show(billedState({ ...NOT_ASKED, isAsking: true }));
    await focused(button('Cancel'));
    await host().show(billedState(answeredWith(explanation())));
    await focused(input());
    await cached().focus();
    await host().show(billedState({ ...answeredWith(explanation()), isAsking: true }));
    await focused(cached());
    await button('Cancel').focus();
    await host().show(billedState(answeredWith(explanation())));
    await focused(section());
  });

  test('nothing takes the focus from the text', async () => {
    await open(NOT_ASKED);
    await focused(host().page.locator('.cm-content'));
    await host().show(billedState(answeredWith(explanation())));
    await input().waitFor();
    await focused(host().page.locator('.cm-content'));
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const satisfies PageTheme[]) {
    test(`has nothing for axe to find in the theme ${theme}, wide and narrow`, async () => {
      await open(answeredWith(explanation()), { theme });
      await cached().click();
      const failure = { sentence: "Can't reach Orb.", action: 'askBilling' } as const;
      const shown = [
        [answeredWith(explanation()), {}],
        [{ ...answeredWith(explanation()), isAsking: true }, {}],
        [{ ...answeredWith(explanation()), failure }, {}],
        [answeredWith(explanation()), { held: fixedText }],
        [answeredTwice, { held: fixedText }],
        [answeredWith(renamed), {}],
        [answeredWith(explanation({ prices: [], total: [], unavailable: 'forbidden' })), {}],
        [NOT_ASKED, {}],
      ] as const;
      for (const [billing, overrides] of shown) {
        await host().show(billedState(billing, overrides));
        await section().locator('button').first().waitFor();
        for (const width of [1100, 600, 400]) {
          await host().page.setViewportSize({ width, height: 760 });
          assert.deepEqual(await violations(host().page), [], `${width} px`);
        }
      }
    });
  }

  test('stays within a narrow page: names are cut, figures are not', async () => {
    const { prices, ...rest } = explanation();
    const long = prices.map((each) => ({ ...each, name: `${each.name} of the European region` }));
    await open(answeredWith({ ...rest, prices: long }), { width: 400 });
    await section().locator('.price-head').first().waitFor();
    const cut = await section().evaluate((element: object) => {
      const find = Reflect.get(element, 'querySelectorAll') as (
        selector: string,
      ) => Iterable<object>;
      const figures = [...find.call(element, '.quantity, .amount, .price-status, .billing-total')];
      return [element, ...figures].filter(
        (each) =>
          Number(Reflect.get(each, 'scrollWidth')) > Number(Reflect.get(each, 'clientWidth')),
      ).length;
    });
    assert.equal(cut, 0);
  });

  test('is German in a German window', async () => {
    l10n.config({ contents: germanTexts });
    try {
      await open(answeredWith(explanation()), { texts: eventEditorTexts(), language: 'de' });
    } finally {
      l10n.config({ contents: {} });
    }
    await section().locator('.billing-total').waitFor();
    const shown = (await section().innerText()).split('\n').filter((line) => line.trim() !== '');
    assert.deepEqual(leftInEnglish(shown), []);
    assert.match(shown.join('\n'), /12\.500\n0,1250\s\$/);
  });
});
