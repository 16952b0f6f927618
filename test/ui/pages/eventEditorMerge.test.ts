import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import { eventLineTexts } from '../../../src/core/texts/eventLine.ts';
import { eventually } from '../../helpers/eventually.ts';
import { moveFocus, press, typeInto } from '../keys.ts';
import {
  conflict,
  eventState,
  held,
  merged,
  mergedState,
  openEventEditor,
  type EditorHost,
  type EditorOptions,
} from './eventEditorHost.ts';
import { launchChromium } from './pageHost.ts';

suite("the event editor's page after someone else changed the event", () => {
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

  const open = async (options: EditorOptions = {}) => {
    host = await openEventEditor(browser, { text: merged.text, state: mergedState(), ...options });
    await json().waitFor();
  };
  const json = () => host.page.locator('.cm-content');
  const line = (text: string): Locator => host.page.locator('.cm-line', { hasText: text });
  const row = (text: string) =>
    host.page
      .locator('.cm-gutters .mark')
      .and(host.page.locator(`[title="${text.replaceAll('"', '\\"')}"]`));
  const note = (text: string) => line(text).locator('.note').innerText();
  const section = (title: string) =>
    host.page.locator('section', {
      has: host.page.getByRole('heading', { name: title, exact: true }),
    });
  const choice = (name: string) => host.page.getByRole('radio', { name, exact: true });
  const taken = (name: string) => choice(name).and(host.page.getByRole('radio', { checked: true }));
  const button = (name: string) => host.page.getByRole('button', { name, exact: true });
  const amendIsOff = () => button('Amend').getAttribute('aria-disabled');
  const two = () =>
    mergedState({
      merge: {
        ...merged.merge,
        conflicts: [...merged.merge.conflicts, conflict('plan', '"scale"', '"scale"', '"pro"')],
      },
    });
  const place = () =>
    host.page.evaluate(() => {
      const { activeElement } = (
        globalThis as unknown as { document: { activeElement: { textContent: string } } }
      ).document;
      return activeElement.textContent;
    });

  test('asks about a field that both changed; a click chooses a value, another click the other one', async () => {
    await open();
    const group = host.page.getByRole('radiogroup', {
      name: "Conflict, input_tokens, yours 1500, Orb's 1300, was 1200",
    });
    await group.waitFor();
    assert.equal(
      await section('Conflicts').locator('.section-head').innerText(),
      'Conflicts\n1\n1 to choose',
    );
    assert.equal(await group.locator('.was').innerText(), 'was 1200');
    assert.equal(await amendIsOff(), 'true');
    assert.equal(await note('input_tokens'), 'Orb now holds 1300, it was 1200');
    await row('Orb now holds 1300, it was 1200').and(host.page.locator('.mark-warning')).waitFor();
    assert.equal(await button('properties.input_tokens, changed from 1300 to 1500').count(), 0);

    await choice("Orb's 1300").click();
    await section('Conflicts').getByText('1 selected').waitFor();
    assert.ok(host.text().includes('"input_tokens": 1300'));
    await taken("Orb's 1300").waitFor();
    assert.equal(await amendIsOff(), null);

    await choice('Yours 1500').click();
    await button('properties.input_tokens, changed from 1300 to 1500').waitFor();
    assert.ok(host.text().includes('"input_tokens": 1500'));
    await taken('Yours 1500').waitFor();
    assert.equal(await taken("Orb's 1300").count(), 0);
    assert.equal(await note('input_tokens'), 'Orb holds 1300');
    assert.deepEqual(host.asked, [
      'choose properties.input_tokens orbs',
      'choose properties.input_tokens yours',
    ]);
    assert.match(
      await host.page.getByRole('status').filter({ hasText: 'not sent' }).innerText(),
      /^2 changes, not sent\. Ctrl\+S amends[^\n]*\n2 changes made elsewhere stay as they are\.$/,
    );
  });

  test('goes to conflicts first and then to problems, and values can be chosen with only the keyboard', async () => {
    await open({ state: two() });
    const { page } = host;
    await host.problems({ on: '"gold"', severity: 'warning', message: 'Odd.' });
    await page.getByText('Odd.').waitFor();
    const orbs = choice("Orb's 1300");
    const plan = choice('Yours "scale"');
    await moveFocus(json(), 'F8', choice('Yours 1500'));
    await moveFocus(choice('Yours 1500'), 'ArrowDown', orbs);
    await press(orbs, 'Enter');
    await section('Conflicts').getByText('1 to choose').waitFor();
    // The focus stays on the chosen value.
    assert.equal(await page.locator('[aria-checked="true"]:focus').innerText(), "Orb's\n1300");
    await moveFocus(orbs, 'F8', plan);
    await moveFocus(plan, 'F8', json());
    await moveFocus(json(), 'Shift+F8', plan);
    await press(plan, 'Space');
    await section('Conflicts').getByText('2 selected').waitFor();
    await moveFocus(plan, 'F8', json());
    assert.deepEqual(host.asked, [
      'choose properties.input_tokens orbs',
      'choose properties.plan yours',
    ]);
  });

  test('has a single tab stop for all conflicts', async () => {
    await open({ state: two() });
    const last = choice('Orb\'s "pro"');
    await moveFocus(json(), 'F8', choice('Yours 1500'));
    await moveFocus(choice('Yours 1500'), 'End', last);
    await moveFocus(last, 'Tab', section('Merged from Orb'));
    await moveFocus(section('Merged from Orb'), 'Shift+Tab', last);
    // Orb's value changes again: the row is a new one, and has the focus.
    const conflicts = [...merged.merge.conflicts, conflict('plan', '"scale"', '"scale"', '"max"')];
    await host.show(mergedState({ merge: { ...merged.merge, conflicts } }));
    assert.equal(await place(), 'Orb\'s "max"');
  });

  test('offers one side for all only if there are several', async () => {
    await open();
    assert.equal(await button('Keep All Yours').count(), 0);
    await host.show(two());
    await button("Take All Orb's").click();
    await section('Conflicts').getByText('2 selected').waitFor();
    assert.ok(host.text().includes('"input_tokens": 1300'));
    assert.ok(host.text().includes('"plan": "pro"'));
    await button('Keep All Yours').click();
    await eventually('both are taken back', () => host.text() === merged.text);
    assert.deepEqual(host.asked, ['choose all orbs', 'choose all yours']);
  });

  test('says "removed" for a missing value, and leaves out an unknown version', async () => {
    const evil = '"\u202Egnp"';
    const conflicts = [conflict('old', undefined, null, evil), conflict('mine', '1', '2', null)];
    await open({ state: mergedState({ merge: { conflicts, merged: [] } }) });
    const groups = host.page.getByRole('radiogroup');
    const names = await groups.evaluateAll((all) =>
      all.map((each) => (each as unknown as { ariaLabel: string }).ariaLabel),
    );
    assert.deepEqual(names, [
      'Conflict, old, yours removed, Orb\'s "[U+202E]gnp"',
      "Conflict, mine, yours 2, Orb's removed, was 1",
    ]);
    assert.equal(await groups.first().locator('.was').count(), 0);
    assert.equal(await choice('Yours removed').count(), 1);
    assert.match(
      await host.page.locator('.sentence').innerText(),
      /^These edits may be older than Orb's version\./,
    );
  });

  test("doesn't allow choosing while the text isn't JSON", async () => {
    await open();
    await line('"plan"').click();
    await typeInto(json(), 'x');
    await section('Conflicts').getByText('Fix the JSON to choose.').waitFor();
    await choice("Orb's 1300").click({ force: true });
    await press(choice("Orb's 1300"), 'F8');
    await line('"plan"').click();
    await press(json(), 'Backspace');
    await section('Conflicts').getByText('1 to choose').waitFor();
    assert.deepEqual(host.asked, []);
  });

  test('shows what was merged on the line and in a list, and can take it out again', async () => {
    await open();
    const { page } = host;
    assert.equal(await page.locator('.title-line .state').innerText(), 'Changed in Orb');
    assert.equal(await note('"region"'), 'Orb changed this from "us-east-1"');
    assert.equal(await note('"tier"'), 'New from Orb');
    await row('New from Orb').and(page.locator('.mark-git-merge')).waitFor();
    assert.equal(await page.locator('.bar-merged').count(), 2);
    const list = section('Merged from Orb');
    const takeOutOf = (has: Locator) =>
      list.locator('li', { has }).getByRole('button', { name: 'Take Out' });
    const region = button('properties.region, changed in Orb from "us-east-1" to "us-west-2"');
    const tier = button('properties.tier, added in Orb: "gold"');
    await region.focus();
    await moveFocus(region, 'ArrowRight', takeOutOf(region));
    await press(takeOutOf(region), 'Enter');
    await button('properties.region, changed from "us-west-2" to "us-east-1"').waitFor();
    assert.equal(await note('"region"'), 'Orb holds "us-west-2"');
    assert.equal(await tier.and(page.locator(':focus')).count(), 1);
    await moveFocus(tier, 'ArrowRight', takeOutOf(tier));
    await press(takeOutOf(tier), 'Enter');
    await list.waitFor({ state: 'hidden' });
    // The list is empty, so the text has the focus.
    assert.equal(await page.locator('.cm-content:focus').count(), 1);
    assert.deepEqual(host.asked, ['takeOut properties.region', 'takeOut properties.tier']);
  });

  test("names missing fields on a line after the line's own note", async () => {
    const text = merged.text.replace('"plan": "scale",\n    ', '');
    const conflicts = [
      conflict('plan', '"scale"', null, '"pro"'),
      conflict('streamed', 'false', 'true', null),
    ];
    const gone = { path: ['properties', 'old'], before: '1', after: null };
    const merge = { conflicts, merged: [...merged.merge.merged, gone] };
    await open({ text, state: mergedState({ merge }) });
    const { page } = host;
    assert.equal(
      await note('streamed'),
      'Removed in Orb, it was false · plan: Orb now holds "pro", it was "scale"',
    );
    assert.equal(await note('"properties"'), 'old: Removed in Orb');
    assert.deepEqual(
      await page
        .locator('.marks .mark:not(.mark-lock-small)')
        .evaluateAll((all) =>
          all.map((each) => (each as unknown as { className: string }).className),
        ),
      ['mark mark-git-merge', 'mark mark-git-merge', 'mark mark-warning', 'mark mark-git-merge'],
    );
    assert.equal(await page.locator('.bar-merged-away').count(), 1);
  });

  test('no longer shows as merged what the user changed', async () => {
    await open();
    await line('"tier"').click();
    await press(json(), 'End', 'ArrowLeft');
    await typeInto(json(), 'en');
    await button('properties.tier, changed from "gold" to "golden"').waitFor();
    assert.equal(await section('Merged from Orb').locator('.count').innerText(), '1');
    assert.equal(await note('"tier"'), 'Orb holds "gold"');
  });

  test('keeps cursor and focus while a merge changes other lines', async () => {
    await open({ text: held.replace('1200', '1500'), state: eventState() });
    const { page } = host;
    await line('"plan"').click();
    await press(json(), 'End', 'ArrowLeft');
    await host.show(eventState({ status: { kind: 'comparing' } }));
    await typeInto(json(), '-a');
    const at = held.indexOf('"us-east-1"');
    await host.change(at, at + 11, '"us-west-2",\n    "zone": "a"');
    await host.show(mergedState());
    await section('Conflicts').waitFor();
    await typeInto(json(), 'b');
    await eventually('the letter arrived', () => host.text().includes('"plan": "scale-ab"'));
    assert.equal(await page.locator('.cm-content:focus').count(), 1);
  });

  test('goes through the changes of both sides with Alt+F5', async () => {
    await open();
    const { page } = host;
    const words = ['"us-west-2"', '1500', '7', '"gold"', '"us-west-2"'];
    for (const word of words) {
      await press(json(), 'Alt+F5', 'Shift+ArrowRight', 'ArrowLeft');
      const active = page.locator('.cm-activeLine');
      assert.ok((await active.innerText()).includes(word), word);
    }
  });

  test("mentions undo only if there's room", async () => {
    await open();
    const said = () => host.page.locator('.sentence').innerText();
    const first = 'Someone else amended this event. Nothing was sent. Choose a value for 1 field.';
    assert.equal(
      await said(),
      `${first}\n2 of their changes were merged; Ctrl+Z takes them out again.`,
    );
    await host.page.setViewportSize({ width: 600, height: 760 });
    assert.equal(await said(), `${first}\n2 of their changes were merged.`);
  });

  test('keeps the edits of an event that was deprecated, and offers them as a new event', async () => {
    const state = eventState();
    await open({
      text: held.replace('1200', '1500'),
      state: {
        ...state,
        event: { ...state.event, state: 'deprecated' },
        status: { kind: 'deprecatedElsewhere' },
      },
    });
    const { page } = host;
    assert.equal(await page.locator('h1.struck').count(), 1);
    assert.equal(await page.locator('.title-line .state').innerText(), 'Deprecated');
    assert.equal(await button('Deprecate…').count(), 0);
    assert.equal(await note('input_tokens'), 'Orb holds 1200');
    await button('New Event from This…').click();
    await eventually('it was asked for', () => host.asked.includes('run newEvent'));
    assert.equal(host.text(), held.replace('1200', '1500'));
  });

  test('shows what others did, and the outcome of an amendment without a response', async () => {
    const at = (day: number, time: string) => Date.parse(`2026-08-${day}T${time}Z`);
    const history = [
      { id: '5', kind: 'amendedElsewhere', fields: [], atMs: at(20, '09:12:00') },
      {
        id: '4',
        kind: 'noResponse',
        fields: ['model'],
        atMs: at(20, '08:27:00'),
        became: 'arrived',
      },
      { id: '3', kind: 'noResponse', fields: [], atMs: at(19, '20:27:00'), became: 'sentAgain' },
      { id: '2', kind: 'noResponse', fields: [], atMs: at(19, '20:20:00'), became: 'unknown' },
      { id: '1', kind: 'amendedElsewhere', fields: ['plan'], atMs: at(18, '20:27:00') },
    ] as const;
    await open({ text: held, state: eventState({ history }) });
    const names = await section('History')
      .locator('.row-target')
      .evaluateAll((all) =>
        all.map((each) => (each as unknown as { ariaLabel: string }).ariaLabel),
      );
    assert.deepEqual(names, [
      'Amended elsewhere, seen 09:12 UTC',
      'Sent at 08:27 UTC, no response, model, arrived',
      'Sent on 19 Aug 20:27 UTC, no response, sent again',
      'Sent on 19 Aug 20:20 UTC, no response',
      'Amended elsewhere, plan, seen 18 Aug 20:27 UTC',
    ]);
    await host.page.getByRole('button', { name: names[1]!, exact: true }).click();
    await eventually('the step was opened', () => host.asked.includes('openStep 4'));
  });

  test('names the file instead of Orb for a line of a file', async () => {
    const state = mergedState();
    await open({
      texts: eventLineTexts(3, 'usage.ndjson'),
      state: { ...state, event: { ...state.event, state: 'draft' } },
    });
    const { page } = host;
    await page
      .getByRole('radiogroup', {
        name: "Conflict, input_tokens, yours 1500, file's 1300, was 1200",
      })
      .waitFor();
    assert.equal(await page.locator('.title-line .state').innerText(), 'Changed in File');
    assert.equal(await note('input_tokens'), 'File now has 1300, it was 1200');
    await choice("File's 1300").click();
    await section('Conflicts').getByText('1 selected').waitFor();
    await press(choice("File's 1300"), 'Control+s');
    await eventually('it was asked for', () => host.asked.includes('run amend'));
    assert.deepEqual(host.sent, [merged.text.replace('1500', '1300')]);
    assert.doesNotMatch(await page.locator('main').innerText(), /Orb(?!\w)/);
  });
});
