import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { openLink } from '../../src/workbench/links/openLink.ts';
import type { Services } from '../../src/workbench/services.ts';
import { environmentId } from './eventDocuments.ts';
import { activated, answer, callsDuring, sandbox } from './helpers.ts';
import { addEvents, run, searchesDuring } from './searchHelpers.ts';

suite('links to events', () => {
  let services: Services;
  suiteSetup(async () => {
    ({ services } = await activated());
    await run('orb.connections.switch', await environmentId());
  });
  setup(() => answer({}));
  teardown(() => command('workbench.action.closeAllEditors'));

  const command = async (id: string) => vscode.commands.executeCommand(id);
  const follow = async (link: string) => openLink(services, vscode.Uri.parse(link, true));
  const openPath = () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputCustom ? decodeURIComponent(input.uri.path) : undefined;
  };

  test('Copy Link to Event copies one that opens the event again, whatever its ID', async () => {
    const id = `link/${Date.now()} #1?50%25&é`;
    await addEvents([id]);
    await run('orb.events.search', { eventIds: [id] });
    const link = await run('orb.event.copyLink', id);
    assert.equal(await vscode.env.clipboard.readText(), link);
    assert.match(
      link ?? '',
      /^[\w-]+:\/\/orbtools\.orb-events\/event\/\S+\?connection=Environment&timestamp=\S+$/,
    );
    await follow(link ?? '');
    assert.equal(openPath(), `/${await environmentId()}/${id}.orbevent`);
  });

  test('with a timestamp ask for the hours around it first', async () => {
    const id = `link-old-${Date.now()}`;
    const timestamp = new Date(Date.now() - 3_600_000 * 10).toISOString();
    await addEvents([id], { timestamp });
    const searches = await searchesDuring(() =>
      follow(`vscode://orbtools.orb-events/event/${id}?timestamp=${timestamp}`),
    );
    const first = Date.parse(searches[0]?.timeframe_start ?? '');
    assert.equal(first, Date.parse(timestamp) - 3_600_000);
    assert.match(openPath() ?? '', new RegExp(`${id}\\.orbevent$`));
  });

  test('to a connection that is not here say so, and send nothing', async () => {
    const said = await answer({});
    const calls = await callsDuring(() =>
      follow('vscode://orbtools.orb-events/event/e?connection=Globex'),
    );
    assert.deepEqual(calls, []);
    assert.match(said.join('\n'), /no connection here has the name or host \\"Globex\\"/);
  });

  test('to a connection by its host open there', async () => {
    const id = `link-host-${Date.now()}`;
    await addEvents([id]);
    const host = new URL(sandbox.url).host;
    const wanted = services.connections.all.filter(({ baseUrl }) => baseUrl.includes(host));
    const said = await answer({ pick: async (items) => (await items)[0] });
    await follow(`vscode://orbtools.orb-events/event/${id}?connection=${host}`);
    assert.equal(
      said.some((text) => text.startsWith('pick')),
      wanted.length > 1,
    );
    assert.match(openPath() ?? '', new RegExp(`${id}\\.orbevent$`));
  });

  test('to a live account that is not the active one ask first, and send nothing when refused', async () => {
    const connectionId = 'live-of-links';
    await services.connections.save(
      {
        id: connectionId,
        name: 'Live of links',
        mode: 'live',
        baseUrl: sandbox.url,
        gracePeriodHours: 12,
      },
      sandbox.apiKey,
    );
    try {
      const link = 'vscode://orbtools.orb-events/event/e?connection=live%20of%20LINKS';
      const said = await answer({});
      assert.deepEqual(await callsDuring(() => follow(link)), []);
      assert.match(said.join('\n'), /^confirm: .*Open an event in Live of links \(LIVE\)\?/);
      assert.equal(said.length, 1);
      await answer({ confirm: () => Promise.resolve(true) });
      assert.ok((await callsDuring(() => follow(link))).length > 0);
    } finally {
      await services.connections.remove(connectionId);
    }
  });

  test('with anything in them never write and never throw', async () => {
    const said = await answer({});
    const hostile = fc.string({ unit: 'binary', maxLength: 60 });
    const name = fc.oneof(fc.constant(''), hostile);
    const calls = await callsDuring(() =>
      fc.assert(
        fc.asyncProperty(hostile, name, async (id, query) =>
          openLink(services, {
            path: `/event/${id}`,
            query: query === '' ? '' : `connection=${query}`,
          }),
        ),
        { numRuns: 40 },
      ),
    );
    await openLink(services, { path: `/event/${'e'.repeat(10_000)}`, query: '' });
    await openLink(services, { path: '/event/orb.event.deprecate', query: 'confirm=false' });
    assert.deepEqual(
      calls.filter(({ path }) => path !== '/v1/events/search').map(({ path }) => path),
      [],
    );
    assert.ok(said.length > 0);
  });
});
