import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventIds } from '../../src/workbench/hover/eventIds.ts';
import type { Services } from '../../src/workbench/services.ts';
import { closeAll } from './editors.ts';
import { environmentId } from './eventDocuments.ts';
import { event, open } from './eventFiles.ts';
import { activated, answer, callsDuring, sandbox } from './helpers.ts';
import { addEvents, run, searchesDuring } from './searchHelpers.ts';

suite('event IDs in any text', () => {
  let services: Services;
  let prefix: string;
  let made = 0;

  suiteSetup(async () => {
    ({ services } = await activated());
    await run('orb.connections.switch', await environmentId());
  });
  setup(async () => {
    prefix = `hover-${Date.now()}-${made++}`;
    await answer({});
  });
  teardown(async () => {
    await setPatterns();
    await closeAll();
  });

  const setPatterns = async (...patterns: readonly string[]) =>
    vscode.workspace
      .getConfiguration()
      .update(
        'orb.hover.patterns',
        patterns.length === 0 ? undefined : patterns,
        vscode.ConfigurationTarget.Global,
      );

  /** What the hover over a text says, in VS Code. */
  async function hoverOver(document: vscode.TextDocument, text: string): Promise<string> {
    const at = document.positionAt(document.getText().indexOf(text) + 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    return hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .map(({ value }) => value)
      .join('\n');
  }

  test('a known one shows its event from memory, in any kind of file, and asks nothing', async () => {
    const id = `${prefix}/a%25b`;
    await addEvents([id], { properties: { model: 'x', tokens: '12', n: 1, m: 2 } });
    await run('orb.events.search', { eventIds: [id] });
    const document = await open(`03:12 info id=${id} tokens=1\nconst key = '${id}';\n`, 'log');
    await hoverOver(document, 'tokens');
    const calls = await callsDuring(async () => {
      const text = await hoverOver(document, id);
      assert.match(text, /SANDBOX.*\n\*\*api\\_call\*\* · active · acme/);
      assert.match(text, /⚠ .*tokens<\/span> `"12"` · text, not a number/);
      assert.match(text, /\[Open Event\]\(command:orb\.event\.open\?/);
      assert.match(await hoverOver(document, `${id}'`), /\*\*api\\_call\*\*/);
    });
    assert.deepEqual(calls, []);
  });

  test('words ask nothing and show nothing', async () => {
    const document = await open('const events = await orb.ingest(batch); // 12 events', 'txt');
    const calls = await callsDuring(async () => {
      for (const word of ['const', 'events', 'orb.ingest', 'batch', '12']) {
        assert.equal(await hoverOver(document, word), '', word);
      }
    });
    assert.deepEqual(calls, []);
  });

  test('one that matches a pattern is asked from Orb once', async () => {
    const [there, absent] = [`${prefix}-there`, `${prefix}-absent`];
    await addEvents([there]);
    await setPatterns('event=(\\S+)');
    const document = await open(`event=${there}\nevent=${absent}\nevent_id ${absent}\n`, 'md');
    const searches = await searchesDuring(async () => {
      for (let times = 0; times < 2; times++) {
        assert.match(await hoverOver(document, there), /\*\*api\\_call\*\*/);
        const text = await hoverOver(document, absent);
        assert.match(text, /No event `hover-\S+-absent` in the last 7 days\./);
        assert.match(text, /\[Change Patterns…\]/);
      }
    });
    assert.deepEqual(
      searches.map(({ event_ids }) => event_ids),
      [[there], [absent]],
    );
  });

  test('after a rejected key, none is asked until the key is replaced', async () => {
    const connectionId = 'hover-refused';
    const own = { id: connectionId, name: 'Hover', mode: 'test', baseUrl: sandbox.url } as const;
    await services.connections.save({ ...own, gracePeriodHours: 12 }, 'not-a-key-of-the-sandbox');
    try {
      await run('orb.connections.switch', connectionId);
      await setPatterns('event=(\\S+)');
      const [first, second] = [`${prefix}-1`, `${prefix}-2`];
      const document = await open(`event=${first}\nevent=${second}\n`, 'txt');
      await searchesDuring(async () => {
        assert.match(await hoverOver(document, first), /Hovers don't ask again\./);
      });
      const started = performance.now();
      assert.match(await hoverOver(document, second), /\[Replace Key…\]/);
      assert.ok(performance.now() - started < 3_000);
      await services.connections.save({ ...own, gracePeriodHours: 12 }, sandbox.apiKey);
      assert.match(await hoverOver(document, second), /No event/);
    } finally {
      await run('orb.connections.switch', await environmentId());
      await services.connections.remove(connectionId);
    }
  });

  test('a pattern that would take years is stopped and then left out, with a notification', async () => {
    const said = await answer({});
    await setPatterns('^(a+)+$', '(', 'event=(\\S+)');
    const document = await open(`${'a'.repeat(1_000)}! event=${prefix}\n`, 'txt');
    const started = performance.now();
    for (let times = 0; times < 3; times++) {
      assert.match(await hoverOver(document, `${prefix}\n`), /No event/);
    }
    assert.ok(performance.now() - started < 10_000);
    assert.equal(said.filter((text) => text.includes('takes too long')).length, 1);
    assert.equal(
      said.filter((text) => text.includes("isn't a valid regular expression")).length,
      1,
    );
  });

  test('in terminals, known ones are links that open the event', async () => {
    const id = `${prefix}-terminal`;
    await addEvents([id]);
    await run('orb.events.search', { eventIds: [id] });
    const { terminalLinks, open: openLink } = eventIds(services);
    const line = `POST /events/${id} 200 in 12 ms (${prefix}-unknown)`;
    const calls = await callsDuring(async () => {
      const links = await terminalLinks(line);
      assert.deepEqual(
        links.map(({ startIndex, length }) => line.slice(startIndex, startIndex + length)),
        [id],
      );
      assert.deepEqual(await terminalLinks('a'.repeat(1_000_000)), []);
    });
    assert.deepEqual(calls, []);
    const [link] = await terminalLinks(line);
    await openLink(link!);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom && input.uri.path.includes(id));
  });

  test('in event files and dead letters are links', async () => {
    const id = `${prefix}/100%25`;
    const letter = JSON.stringify({ idempotency_key: id, errors: ['e'] });
    const targets = async (document: vscode.TextDocument) => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return links.map(({ range, target }) => {
        // As VS Code reads the arguments of a command's URI.
        const args = JSON.parse(decodeURIComponent(target?.query ?? '')) as readonly unknown[];
        return [document.getText(range), target?.path, args[0]];
      });
    };
    assert.deepEqual(await targets(await open(`${event({ idempotency_key: id })}\n{}\n[`)), [
      [id, 'orb.event.open', { eventId: id }],
    ]);
    const letters = await open(`${letter}\n`, 'jsonl');
    assert.deepEqual(await targets(letters), [
      [id, 'orb.ndjson.findEvents', letters.uri.toString()],
    ]);
  });
});
