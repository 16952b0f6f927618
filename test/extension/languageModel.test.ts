import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageModelToolName } from '../../src/contributions.ts';
import { createTools } from '../../src/workbench/languageModel/tools.ts';
import { closeAll } from './editors.ts';
import { environmentId, newEvent, openText, propertiesInOrb } from './eventDocuments.ts';
import { activated, answer, callsDuring } from './helpers.ts';
import { run } from './searchHelpers.ts';

const textOf = ({ content }: vscode.LanguageModelToolResult): string =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

/** As a chat does. Only for tools that don't ask, since the question would stay open. */
async function invoke(
  name: LanguageModelToolName,
  input: object,
  token?: vscode.CancellationToken,
): Promise<string> {
  return textOf(await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token));
}

/** Without VS Code's question. */
async function called(name: LanguageModelToolName, input: object): Promise<string> {
  const { services } = await activated();
  const { token } = new vscode.CancellationTokenSource();
  return textOf(await createTools(services)[name].invoke(input, token));
}

suite('tools for language models', () => {
  suiteSetup(async () => {
    await answer({});
    await run('orb.connections.switch', await environmentId());
  });
  setup(() => answer({}));
  teardown(closeAll);

  test('searches through VS Code: events by page, and what is missing', async () => {
    const [first, second] = [
      await newEvent({ tokens: 1, mail: 'ann@example.com' }),
      await newEvent(),
    ];
    const input = { eventIds: [first.id, second.id, 'nowhere'], limit: 1 };
    const result = JSON.parse(await invoke('orb_search_events', input)) as Record<string, object>;
    assert.deepEqual(result['missing'], { total: 1, items: ['nowhere'] });
    assert.partialDeepStrictEqual(result['account'], { mode: 'sandbox' });
    assert.partialDeepStrictEqual(result['events'], {
      ...{ total: 2, offset: 0, nextOffset: 1 },
      items: [{ eventId: first.id, properties: { tokens: 1, mail: '<email>' } }],
    });
  });

  test('reads volume, usage, and billing without opening a page', async () => {
    const { id } = await newEvent();
    const volume = JSON.parse(await called('orb_volume', {})) as { events: number };
    assert.ok(volume.events > 0);
    const usage = await called('orb_usage', { externalCustomerId: 'acme' });
    assert.match(usage, /"sumOfRows":\{"quantity":"\d/);
    const explained = await called('orb_explain_event', { eventId: id });
    assert.match(explained, /"prices":\{"total":\d+/);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
  });

  test('validates events and a file, compares the file, and sends nothing to ingest', async () => {
    const { id, body } = await newEvent();
    const event = { idempotency_key: id, ...body };
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const lines = [event, { ...event, idempotency_key: `${id}-2`, properties: { nested: {} } }];
    await writeFile(
      join(folder, 'model.orb.ndjson'),
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    const calls = await callsDuring(async () => {
      const checked = JSON.parse(await called('orb_validate_events', { events: lines })) as object;
      assert.partialDeepStrictEqual(checked, {
        ...{ checked: 2, valid: 1 },
        problems: { total: 1, items: [{ event: 1, eventId: `${id}-2` }] },
      });
      const file = { file: 'model.orb.ndjson' };
      assert.partialDeepStrictEqual(JSON.parse(await called('orb_validate_events', file)), {
        ...{ checked: 2, valid: 1 },
        problems: { total: 1, items: [{ line: 2 }] },
      });
      const compared = JSON.parse(await called('orb_reconcile_file', file)) as {
        reconcileId: string;
      };
      assert.partialDeepStrictEqual(compared, { same: 1, invalid: 1 });
      const { reconcileId } = compared;
      const more = await called('orb_reconcile_file', { reconcileId, outcome: 'invalid' });
      assert.partialDeepStrictEqual(JSON.parse(more), { lines: { total: 1 } });
    });
    assert.ok(calls.every(({ path }) => !path.endsWith('/ingest')));
  });

  test('a draft changes the open event, unsaved, and keeps how the rest is written', async () => {
    const { id } = await newEvent({ tokens: 120, model: 'orb-large' });
    const input = { eventId: id, properties: { tokens: 121, model: null, cached: true } };
    const drafted = await called('orb_draft_amendment', input);
    assert.match(
      drafted,
      /"path":"properties.tokens","kind":"changed","before":"120","after":"121"/,
    );
    const document = vscode.workspace.textDocuments.find(({ isDirty }) => isDirty)!;
    assert.match(document.getText(), /"tokens": 121,\n {4}"cached": true\n/);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
    await assert.rejects(called('orb_draft_amendment', input), /unsaved edits/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('asks before a draft and before live accounts, and names the account', async () => {
    const { services } = await activated();
    const id = 'live-models';
    const live = { id, name: 'Live models', mode: 'live', gracePeriodHours: 12 } as const;
    const saved = { ...live, baseUrl: 'http://127.0.0.1:9/v1' };
    await services.connections.save(saved, 'c-key-0123456789abcdef');
    const tools = createTools(services);
    const question = (name: LanguageModelToolName, input: object) => {
      const { title, message } = tools[name].prepare(input).confirmationMessages ?? {};
      return JSON.stringify([title, message]);
    };
    try {
      assert.equal(tools.orb_volume.prepare({}).confirmationMessages, undefined);
      for (const connection of [id, live.name]) {
        assert.match(question('orb_volume', { connection }), /live account Live models \(LIVE\)/);
      }
      const draft = { eventId: 'e', properties: { tokens: 1 } };
      assert.match(
        question('orb_draft_amendment', draft),
        /Draft an amendment of e in Environment/,
      );
      assert.throws(
        () => tools.orb_volume.prepare({ connection: 'Elsewhere' }),
        /no connection "Elsewhere"/,
      );
    } finally {
      await services.connections.remove(id);
    }
  });

  test('refuses input that is wrong or too much, in one sentence', async () => {
    const many = Array.from({ length: 501 }, (_, index) => `e${index}`);
    for (const [name, input, message] of [
      ['orb_search_events', { eventIds: many }, /at most 500 IDs/],
      ['orb_search_events', { eventIds: ['e'], limit: 1_000_000 }, /from 1 to 50/],
      ['orb_search_events', {}, /"eventIds" must be/],
      ['orb_validate_events', {}, /either "events" or "file"/],
      ['orb_validate_events', { file: '../outside.orb.ndjson' }, /file of this workspace/],
      ['orb_validate_events', { file: '/etc/passwd' }, /file of this workspace/],
      ['orb_usage', {}, /either "customerId" or "externalCustomerId"/],
      ['orb_draft_amendment', { eventId: 'e' }, /Give a change/],
      ['orb_draft_amendment', { eventId: 'e', properties: { a: '<email>' } }, /placeholder/],
      ['orb_draft_amendment', { eventId: 'e', properties: { a: [1] } }, /must be a string/],
    ] as const) {
      await assert.rejects(called(name, input), message);
    }
  });

  test('canceling ends the call', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    const search = invoke('orb_search_events', { eventIds: ['e'] }, source.token);
    await assert.rejects(search, /cancel/i);
  });

  test('an event that is open as text is drafted in its document', async () => {
    const { id } = await newEvent({ tokens: 1 });
    const document = await openText(id);
    await called('orb_draft_amendment', { eventId: id, properties: { tokens: 2 } });
    assert.match(document.getText(), /"tokens": 2/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
