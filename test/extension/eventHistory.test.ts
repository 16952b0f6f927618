import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import {
  amendElsewhere,
  cleanUp,
  newEvent,
  openEvent,
  openText,
  replace,
  save,
  withSetting,
} from './eventDocuments.ts';
import { answer, sandbox } from './helpers.ts';
import { run } from './searchHelpers.ts';

/** The texts of the history, newest first. */
async function told(document: vscode.TextDocument): Promise<readonly string[]> {
  return (await openEvent(document)).history.map(({ entry: { kind, fields, became } }) =>
    [kind, ...fields, ...(became === undefined ? [] : [became])].join(' '),
  );
}

async function tells(document: vscode.TextDocument, wanted: readonly string[]): Promise<void> {
  await eventually(`the history tells ${wanted.join(', ')}`, async () => {
    const is = await told(document);
    return is.join() === wanted.join();
  });
}

suite('the history of an event', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('lists what was sent from here, and what others were seen to do', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await tells(document, ['opened']);
    await replace(document, '120', '150');
    assert.equal(await save(document), true);
    await tells(document, ['amended tokens', 'opened']);

    await amendElsewhere(id, body, { tokens: 150, model: 'orb-small' });
    await run('orb.events.search', { eventIds: [id] });
    await tells(document, ['amendedElsewhere model', 'amended tokens', 'opened']);

    await sandbox.api('PUT', `/events/${id}/deprecate`);
    await run('orb.events.search', { eventIds: [id] });
    const all = ['deprecatedElsewhere', 'amendedElsewhere model', 'amended tokens', 'opened'];
    await tells(document, all);

    // It's recorded, so a document that is opened later shows it, too.
    const { uri } = document;
    await cleanUp();
    await tells(await vscode.workspace.openTextDocument(uri), all);
  });

  test('keeps an attempt without a response, and what became of it', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await withSetting('orb.http.maxRetries', 0, async () => {
      const path = `/v1/events/${id}`;
      await sandbox.control('/faults', [{ method: 'PUT', path, drop: 'after' }]);
      assert.equal(await save(document), false);
    });
    await tells(document, ['noResponse tokens unknown', 'opened']);
    assert.equal(await save(document), true);
    await tells(document, ['noResponse tokens arrived', 'opened']);
  });

  test('shows what a step changed', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await amendElsewhere(id, body, { tokens: 130, model: 'orb-large' });
    await run('orb.events.search', { eventIds: [id] });
    await tells(document, ['amendedElsewhere tokens', 'opened']);
    const [step] = (await openEvent(document)).history;
    const [before, after] = await Promise.all(
      ['before', 'after'].map(async (side) => {
        const query = `step=${step?.entry.id ?? ''}&side=${side}`;
        const uri = document.uri.with({ scheme: 'orb-remote', query });
        return (await vscode.workspace.openTextDocument(uri)).getText();
      }),
    );
    assert.match(before ?? '', /"tokens": 120/);
    assert.match(after ?? '', /"tokens": 130/);
  });
});
