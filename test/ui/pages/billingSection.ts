// The page with the section Billing, for the tests of a suite.
import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { BillingState } from '../../../src/protocol/billing.ts';
import { billedState, billedText } from './billingAnswers.ts';
import { openEventEditor, type EditorHost, type EditorOptions } from './eventEditorHost.ts';
import { launchChromium } from './pageHost.ts';

export interface BillingSection {
  readonly open: (billing: BillingState, options?: EditorOptions) => Promise<void>;
  readonly host: () => EditorHost;
  readonly section: () => Locator;
  readonly button: (name: string | RegExp) => Locator;
  /** Its texts, line by line, as a person reads them. */
  readonly lines: () => Promise<readonly string[]>;
}

/** Call it in a suite. After each test, the browser must not have reported anything. */
export function useBilling(): BillingSection {
  let browser: Browser;
  let host: EditorHost;
  suiteSetup(async () => {
    browser = await launchChromium();
  });
  suiteTeardown(() => browser.close());
  teardown(async () => {
    assert.deepEqual(host.complaints, []);
    await host.close();
  });
  const section = () => host.page.locator('.billing');
  return {
    async open(billing, options = {}) {
      const state = billedState(billing);
      host = await openEventEditor(browser, { text: billedText, state, ...options });
    },
    host: () => host,
    section,
    button: (name) =>
      section().getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }),
    async lines() {
      const text = await section().innerText();
      return text.split('\n').filter((line) => line.trim() !== '');
    },
  };
}
