import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { amendElsewhere, cleanUp, newEvent, openText, replace, save } from './eventDocuments.ts';
import { eventually } from '../helpers/eventually.ts';
import { answer } from './helpers.ts';
import { run } from './searchHelpers.ts';

/** The code lenses above the JSON. */
const lenses = async ({ uri }: vscode.TextDocument): Promise<readonly string[]> => {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return found.map(({ command }) => command?.title ?? '');
};
const front = () => vscode.window.tabGroups.activeTabGroup.activeTab;
const comparison = () =>
  eventually('the comparison opens', () => {
    const input = front()?.input;
    return input instanceof vscode.TabInputTextDiff && input;
  });

suite('an event in a text editor', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('says where Ctrl+S sends it, and what would be sent', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    assert.deepEqual(await lenses(document), [
      'SANDBOX · Environment · Ctrl+S amends this event',
      'acme',
      'Nothing to send',
      'Compare',
      'Open in Event Editor',
    ]);
    await replace(document, '120', '150');
    const shown = await eventually('the change is counted', async () => {
      const all = await lenses(document);
      return all.includes('1 change, not sent') && all;
    });
    assert.ok(shown.includes('Amend (Ctrl+S)') && shown.includes('Discard'), shown.join());
  });

  test('says that a field must be decided', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await amendElsewhere(id, body, { ...body.properties, tokens: 7 });
    await save(document);
    assert.ok((await lenses(document)).includes('Changed in Orb: 1 conflict'));
  });

  test('is compared without its document: closing the comparison neither asks nor saves', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await run('orb.event.compare', id);
    const { original, modified } = await comparison();
    assert.deepEqual([original.scheme, modified.scheme], ['orb-remote', 'orb-remote']);
    const texts = await Promise.all(
      [original, modified].map(async (uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.match(texts[0]!.getText(), /"tokens": 120/);
    assert.match(texts[1]!.getText(), /"tokens": 150/);
    assert.match(front()?.label ?? '', /^SANDBOX test-.*: Orb ↔ Yours$/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.match(document.getText(), /150/);
    assert.equal(document.isDirty, true);
  });

  test("is the event that commands apply to while it's being compared", async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    assert.equal(await save(document), true);
    await run('orb.event.compare', id);
    await comparison();
    await run('orb.event.restorePrevious');
    await eventually('the earlier text is back', () =>
      document.getText().includes('"tokens": 120'),
    );
    assert.equal(document.isDirty, true);
    const asked = await answer({});
    for (const command of [
      'orb.event.openText',
      'orb.event.newFrom',
      'orb.event.compare',
    ] as const) {
      await run('orb.event.compare', id);
      await comparison();
      await run(command);
    }
    assert.deepEqual(asked, []);
  });

  test('is copied with its edits, as a line and as an amendment', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '9007199254740993');
    const line = await run('orb.event.copyAs', { eventId: id, format: 'line' });
    assert.match(line!, new RegExp(`^{"idempotency_key":"${id}",.*"tokens":9007199254740993`));
    const amend = { eventId: id, format: 'curl', operation: 'amend' } as const;
    assert.match((await run('orb.event.copyAs', amend))!, /"tokens":9007199254740993/);
    await replace(document, '"tokens"', 'tokens');
    await assert.rejects(
      async () => run('orb.event.copyAs', amend),
      /Fix the JSON of this event first/,
    );
  });

  test("saved as a file elsewhere says that the file doesn't amend anything", async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const uri = vscode.Uri.joinPath(folder, `${id}.orbevent`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(document.getText()));
    const copy = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(copy);
    assert.match((await lenses(copy))[0]!, /A copy on disk\. Saving it changes nothing in Orb\./);
    const [problem] = await eventually('the problems say so', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length > 0 && found;
    });
    assert.match(problem!.message, /copy on disk/);
    await vscode.workspace.fs.delete(uri);
  });
});
